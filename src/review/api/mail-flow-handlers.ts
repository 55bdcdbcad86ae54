/** Handlers of traces and of the queue. Who looks up whose mail is in the audit log, without the addresses. */
import type { QueueGroup, QueueSelection, TracedMessage, TraceSearch } from '../../store/trace.ts';
import type { ArchiveStatus } from '../../store/archive/archive-status.ts';
import type { PausedHop } from '../../store/paused-hops.ts';
import type { AuditEvent } from '../../store/change.ts';
import type { ReviewHandlers } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';

export interface MailFlowParts {
  readonly trace: (search: TraceSearch) => Promise<readonly TracedMessage[]>;
  readonly queue: () => Promise<readonly QueueGroup[]>;
  /** @returns how many */
  readonly retry: (selection: QueueSelection) => Promise<number>;
  /** Ends the attempts to deliver, with reports to the senders. @returns how many messages */
  readonly returnNow: (selection: QueueSelection, actor: string) => Promise<number>;
  readonly archives: () => Promise<readonly ArchiveStatus[]>;
  /** Makes copies that wait due. @returns how many */
  readonly retryArchive: (selection: { archive: string; actor: string }) => Promise<number>;
  /** Next hops of this process with their conditions, or those of the configuration. */
  readonly hops: () => readonly { readonly hop: string; readonly condition: string | null }[];
  readonly pausedHops: () => Promise<readonly PausedHop[]>;
  readonly setPaused: (change: { hop: string; paused: boolean; actor: string }) => Promise<unknown>;
  /** Takes over a changed configuration. @param actor address of the account */
  readonly reload: (
    actor: string,
  ) => Promise<
    | { readonly outcome: 'reloaded'; readonly atRestart: readonly string[] }
    | { readonly outcome: 'refused'; readonly problem: string }
  >;
  readonly audit: (event: AuditEvent) => Promise<void>;
  readonly now: () => Date;
}

const DAY_MS = 86_400_000;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

type MailFlowHandlers = Pick<
  ReviewHandlers,
  'trace' | 'queue' | 'retryQueue' | 'returnQueued' | 'retryArchive' | 'pauseHop' | 'resumeHop' | 'reloadConfiguration'
>;

export function createMailFlowHandlers(parts: MailFlowParts): MailFlowHandlers {
  const { trace, retry, retryArchive, returnNow, setPaused, reload, audit, now } = parts;
  return {
    async trace({ query: { sender, recipient, id, days, from, until, limit }, caller }) {
      if ([sender, recipient, id, from].every((given) => given === undefined)) throw new ApiProblem('request.invalid');
      const found = await trace({
        ...(sender === undefined ? {} : { sender }),
        ...(recipient === undefined ? {} : { recipient }),
        ...(id === undefined ? {} : { ids: [id] }),
        since: from !== undefined ? new Date(from) : new Date(id === undefined ? now().getTime() - days * DAY_MS : 0),
        ...(until === undefined ? {} : { until: new Date(until) }),
        limit,
      });
      await audit({ event: 'trace-read', actor: caller.account.email, detail: { messages: found.length } });
      return { messages: found.map(toTraced) };
    },
    queue: () => queueAnswer(parts),
    async retryQueue({ body, caller }) {
      const messages = await retry(body);
      await audit({ event: 'retry-requested', actor: caller.account.email, detail: { messages } });
      return { messages };
    },
    async returnQueued({ body, caller }) {
      return { messages: await returnNow(body, caller.account.email) };
    },
    async reloadConfiguration({ caller }) {
      const result = await reload(caller.account.email);
      return result.outcome === 'refused'
        ? { outcome: 'refused', problem: result.problem, atRestart: [] }
        : { outcome: 'reloaded', problem: null, atRestart: [...result.atRestart] };
    },
    async retryArchive({ body: { archive }, caller }) {
      return { copies: await retryArchive({ archive, actor: caller.account.email }) };
    },
    async pauseHop({ body: { hop }, caller }) {
      await setPaused({ hop, paused: true, actor: caller.account.email });
    },
    async resumeHop({ body: { hop }, caller }) {
      await setPaused({ hop, paused: false, actor: caller.account.email });
    },
  };
}

async function queueAnswer({ queue, hops, pausedHops, archives }: MailFlowParts) {
  const [groups, paused, kept] = await Promise.all([queue(), pausedHops(), archives()]);
  const conditions = new Map(hops().map(({ hop, condition }) => [hop, condition]));
  const remotes = groups.flatMap(({ remote }) => (remote === null || remote === 'outbox' ? [] : [remote]));
  const names = new Set([...conditions.keys(), ...paused.map(({ hop }) => hop), ...remotes]);
  return {
    groups: groups.map((group) => ({
      ...group,
      oldestAt: group.oldestAt.toISOString(),
      nextAttemptAt: iso(group.nextAttemptAt),
    })),
    archives: kept.map((one) => ({
      ...one,
      oldestAt: iso(one.oldestAt),
      nextAttemptAt: iso(one.nextAttemptAt),
      failingSince: iso(one.failingSince),
    })),
    hops: [...names].map((hop) => {
      const pause = paused.find((one) => one.hop === hop);
      return {
        hop,
        condition: conditions.get(hop) ?? null,
        pausedAt: iso(pause?.pausedAt ?? null),
        pausedBy: pause?.actor ?? null,
      };
    }),
  };
}

function toTraced({ receivedAt, dueAt, copies, events, ...message }: TracedMessage) {
  return {
    ...message,
    receivedAt: receivedAt.toISOString(),
    dueAt: iso(dueAt),
    copies: copies.map((copy) => ({
      ...copy,
      copiedAt: copy.copiedAt === null ? null : new Date(copy.copiedAt).toISOString(),
    })),
    events: events.map((event) => ({ ...event, at: new Date(event.at).toISOString() })),
  };
}

/** Handlers of traces and of the queue. Who looks up whose mail is in the audit log, without the addresses. */
import type { QueueGroup, TracedMessage, TraceSearch } from '../../store/trace.ts';
import type { AuditEvent } from '../../store/change.ts';
import type { ReviewHandlers } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';

export interface MailFlowParts {
  readonly trace: (search: TraceSearch) => Promise<readonly TracedMessage[]>;
  readonly queue: () => Promise<readonly QueueGroup[]>;
  /** @param ids undefined: every waiting message @returns how many */
  readonly retry: (ids: readonly string[] | undefined) => Promise<number>;
  readonly audit: (event: AuditEvent) => Promise<void>;
  readonly now: () => Date;
}

const DAY_MS = 86_400_000;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function createMailFlowHandlers(parts: MailFlowParts): Pick<ReviewHandlers, 'trace' | 'queue' | 'retryQueue'> {
  const { trace, queue, retry, audit, now } = parts;
  return {
    async trace({ query: { sender, recipient, id, days, limit }, caller }) {
      if (sender === undefined && recipient === undefined && id === undefined) throw new ApiProblem('request.invalid');
      const found = await trace({
        ...(sender === undefined ? {} : { sender }),
        ...(recipient === undefined ? {} : { recipient }),
        ...(id === undefined ? {} : { ids: [id] }),
        since: id === undefined ? new Date(now().getTime() - days * DAY_MS) : new Date(0),
        limit,
      });
      await audit({ event: 'trace-read', actor: caller.account.email, detail: { messages: found.length } });
      return { messages: found.map(toTraced) };
    },
    async queue() {
      const groups = await queue();
      return {
        groups: groups.map((group) => ({
          ...group,
          oldestAt: group.oldestAt.toISOString(),
          nextAttemptAt: iso(group.nextAttemptAt),
        })),
      };
    },
    async retryQueue({ body, caller }) {
      const messages = await retry('ids' in body ? body.ids : undefined);
      await audit({ event: 'retry-requested', actor: caller.account.email, detail: { messages } });
      return { messages };
    },
  };
}

function toTraced({ receivedAt, dueAt, events, ...message }: TracedMessage) {
  return {
    ...message,
    receivedAt: receivedAt.toISOString(),
    dueAt: iso(dueAt),
    events: events.map((event) => ({ ...event, at: new Date(event.at).toISOString() })),
  };
}

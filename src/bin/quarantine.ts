/** `hallpass quarantine`: reviewers' work at a terminal, beside the console. */
import { createSchedule } from '../act/deliver/schedule.ts';
import { createLinks } from '../act/links.ts';
import type { ActContext } from '../act/act-context.ts';
import { decideHeld, type HeldDecision } from '../act/decide-held.ts';
import { headersOnly } from '../act/notices/headers-only.ts';
import { noticeSettings } from '../act/notices/notice.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { detailOf } from '../sender-decisions.ts';
import type { MessageDetail } from '../store/read.ts';
import type { Store } from '../store/store.ts';
import { describeList, describeMessage, listLine, messageJson } from './describe-held.ts';
import { withStore, type OpenStore } from './open-store.ts';
import { operator } from './operator.ts';

interface Common {
  readonly config?: string;
}

export async function list(options: Common & { all: boolean; limit: number; json: boolean }): Promise<void> {
  await withStore(options.config, async ({ store }) => {
    const held = await store.list(options.all ? ['quarantined', 'warned'] : ['quarantined'], options.limit);
    process.stdout.write(
      options.json
        ? held.map((message) => `${JSON.stringify(listLine(message))}\n`).join('')
        : describeList(held, new Date()),
    );
  });
}

export async function show(id: string, options: Common & { json: boolean }): Promise<void> {
  await withStore(options.config, async ({ store }) => {
    const message = await find(store, id);
    process.stdout.write(
      options.json ? `${JSON.stringify(messageJson(message), null, 2)}\n` : describeMessage(message),
    );
  });
}

export async function release(id: string, options: Common & { reason?: string }): Promise<void> {
  await decide(id, options.config, {
    by: 'reviewer',
    choice: 'release',
    actor: operator(),
    reason: options.reason ?? '',
  });
}

export async function reject(id: string, options: Common & { reason: string }): Promise<void> {
  await decide(id, options.config, {
    by: 'reviewer',
    choice: 'reject',
    actor: operator(),
    reason: options.reason,
  });
}

async function decide(
  id: string,
  configFile: string | undefined,
  decision: Extract<HeldDecision, { by: 'reviewer' }>,
): Promise<void> {
  await withStore(configFile, async (open) => {
    const message = await find(open.store, id);
    if (message.state !== 'quarantined')
      throw new HallpassError('link.used', `it is ${message.state}, not quarantined`);
    if (decision.choice === 'release' && !(await agreed(open.store, message, decision.actor))) return;
    const raw = await open.store.body(message.id);
    const held = { ...detailOf(message), state: 'quarantined', expiresAt: message.expiresAt ?? new Date() } as const;
    try {
      await open.store.step(decideHeld(contextOf(open), held, decision, headersOnly(raw)));
    } catch (error) {
      if (codeOf(error) !== 'store.lost-lease') throw error;
      throw new HallpassError('link.used', 'somebody else was faster; see "hallpass quarantine show"', {
        cause: error,
      });
    }
    const recipients = message.recipients.length;
    const done =
      decision.choice === 'release'
        ? `Released to ${recipients} recipient${recipients === 1 ? '' : 's'}; the gateway delivers it now. "hallpass quarantine show ${message.id.slice(0, 13)}" tells when the next hop has it.`
        : 'Rejected: it goes back to its sender with your words.';
    process.stdout.write(`${done}\n`);
  });
}

/** Where the policy wants several people for a release, each of them says so from an account of their own. */
async function agreed(store: Store, message: MessageDetail, actor: string): Promise<boolean> {
  const needed = message.verdict?.releasers ?? 1;
  const people = new Set(message.events.filter(({ event }) => event === 'release-agreed').map((event) => event.actor));
  if (people.has(actor) ? people.size >= needed : people.size + 1 >= needed) return true;
  if (!people.has(actor)) await store.audit(message.id, { event: 'release-agreed', actor, detail: {} });
  const have = new Set([...people, actor]).size;
  process.stdout.write(
    `Not released yet: the policy wants ${needed} people, ${have} agreed so far. Another person releases it with the same command.\n`,
  );
  return false;
}

/** A message by its id or the first characters of it. */
async function find(store: Store, id: string): Promise<MessageDetail> {
  const ids = await store.idsLike(id.toLowerCase());
  if (ids.length > 1)
    throw new HallpassError('cli.usage', `${ids.length} ids begin with these characters; give more of them`);
  const message = ids[0] === undefined ? undefined : await store.message(ids[0]);
  if (message === undefined) throw new HallpassError('store.not-found', 'see "hallpass quarantine list" for the ids');
  return message;
}

function contextOf({ config, keys }: OpenStore): ActContext {
  return {
    settings: noticeSettings(config),
    domains: [...config.district.domains, ...config.district.studentDomains],
    hold: config.hold,
    schedule: createSchedule(config.deliver),
    links: createLinks(keys.derive('links')),
    publicUrl: config.publicUrl ?? '',
    now: () => new Date(),
  };
}

/** `hallpass queue`: what waits for the next hop and why, trying it now, returning it now, and pausing a next hop. */
import { createActContext } from '../act/act-context.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import type { MessageId } from '../message/message-id.ts';
import { returnWaiting } from '../pipeline/return-waiting.ts';
import { pausedHops, setPaused } from '../store/paused-hops.ts';
import { readSenderLanguage } from '../store/sender-languages.ts';
import { queueGroups, retryNow, waitingIds, type QueueGroup, type QueueSelection } from '../store/trace.ts';
import { idsOf } from './ids-of.ts';
import { oneLine } from './one-line.ts';
import { withStore, type OpenStore } from './open-store.ts';
import { actedBy, operator } from './operator.ts';

export async function list(options: { config?: string; json: boolean }): Promise<void> {
  await withStore(options.config, async ({ database: { db } }) => {
    const [groups, paused] = [await queueGroups(db), await pausedHops(db)];
    if (options.json) {
      for (const line of [...groups, ...paused]) process.stdout.write(`${JSON.stringify(line)}\n`);
      return;
    }
    for (const { hop, pausedAt, actor } of paused)
      process.stdout.write(`${hop} has been paused since ${pausedAt.toISOString()} by ${actor}.\n`);
    if (groups.length === 0) process.stdout.write('No messages are waiting for the next hop.\n');
    for (const group of groups) process.stdout.write(`${describe(group)}\n`);
  });
}

function describe(group: QueueGroup): string {
  const { messages, oldestAt, nextAttemptAt } = group;
  return `${messages} waiting since ${oldestAt.toISOString()}, next attempt ${nextAttemptAt?.toISOString() ?? 'now'}: ${reasonOf(group)}`;
}

function reasonOf({ remote, status, reply }: QueueGroup): string {
  const why = [remote, status, reply].filter((part) => part !== null && part !== '').join(' ');
  return why === '' ? 'not tried yet' : oneLine(why);
}

/** Which messages are meant: some by their ids, or those whose line in the list has a text. */
async function selectionsOf(open: OpenStore, ids: readonly string[], matching?: string): Promise<QueueSelection[]> {
  const selections: QueueSelection[] = ids.length === 0 ? [] : [{ ids: await idsOf(open, ids) }];
  if (matching === undefined) return selections;
  const groups = (await queueGroups(open.database.db)).filter((group) => reasonOf(group).includes(matching));
  return [...selections, ...groups.map((group) => ({ reason: group }))];
}

/** @param ids first characters of ids @throws HallpassError cli.usage */
export async function retry(
  ids: readonly string[],
  options: { config?: string; all: boolean; matching?: string },
): Promise<void> {
  const { all, matching } = options;
  if (ids.length === 0 && !all && !matching) throw new HallpassError('cli.usage', 'expected ids, --matching or --all');
  await withStore(options.config, async (open) => {
    let count = 0;
    for (const selection of all ? [{ all: true } as const] : await selectionsOf(open, ids, matching))
      count += await retryNow(open.database.db, selection);
    await open.store.audit(null, { event: 'retry-requested', actor: operator(), detail: { messages: count } });
    process.stdout.write(`${count} messages will be tried now.\n`);
  });
}

/** Ends the attempts to deliver; the senders get delivery reports. @param prefixes first characters of ids */
export async function returnNow(
  prefixes: readonly string[],
  options: { config?: string; matching?: string; reason?: string },
): Promise<void> {
  const { matching } = options;
  if (prefixes.length === 0 && !matching) throw new HallpassError('cli.usage', 'expected ids or --matching');
  const by = actedBy(options);
  await withStore(options.config, async (open) => {
    const { config, keys, database, store } = open;
    let count = 0;
    for (const id of await waiting(open, await selectionsOf(open, prefixes, matching))) {
      const sender = (await store.message(id))?.sender ?? '';
      const language = await readSenderLanguage(database.db, sender);
      const context = createActContext(
        config,
        keys,
        () => config.publicUrl ?? '',
        () => language,
      );
      if (await returnWaiting(store, context, id, by(keys))) count += 1;
    }
    process.stdout.write(`${count} messages were returned to their senders.\n`);
    if (count === 0) process.exitCode = 1;
  });
}

async function waiting(
  { database: { db } }: OpenStore,
  selections: readonly QueueSelection[],
): Promise<Set<MessageId>> {
  const found = await Promise.all(selections.map((selection) => waitingIds(db, selection)));
  return new Set(found.flat());
}

/** @param hop `host:port` @throws HallpassError cli.usage */
export async function pause(hop: string, paused: boolean, options: { config?: string }): Promise<void> {
  if (!/^\S{1,255}:\d{1,5}$/.test(hop)) throw new HallpassError('cli.usage', 'expected host:port');
  await withStore(options.config, async ({ database: { db } }) => {
    const changed = await setPaused(db, { hop, paused, actor: operator() });
    const words = paused
      ? ['is paused: nothing is sent to it, and mail for it waits.', 'is already paused.']
      : ['is resumed: mail that was waiting for it is being retried.', 'is not paused.'];
    process.stdout.write(`${hop} ${words[changed ? 0 : 1]}\n`);
  });
}

/** `hallpass queue`: what waits for the next hop and why, trying it now, returning it now, and pausing a next hop. */
import { createActContext } from '../act/act-context.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { returnWaiting } from '../pipeline/return-waiting.ts';
import { pausedHops, setPaused } from '../store/paused-hops.ts';
import { readSenderLanguage } from '../store/sender-languages.ts';
import { queueGroups, retryNow, type QueueGroup } from '../store/trace.ts';
import { idsOf } from './ids-of.ts';
import { oneLine } from './one-line.ts';
import { withStore } from './open-store.ts';
import { operator } from './operator.ts';

export async function list(options: { config?: string; json: boolean }): Promise<void> {
  await withStore(options.config, async ({ database: { db } }) => {
    const [groups, paused] = [await queueGroups(db), await pausedHops(db)];
    if (options.json) {
      for (const line of [...groups, ...paused]) process.stdout.write(`${JSON.stringify(line)}\n`);
      return;
    }
    for (const { hop, pausedAt, actor } of paused)
      process.stdout.write(`${hop} is paused since ${pausedAt.toISOString()} by ${actor}.\n`);
    if (groups.length === 0) process.stdout.write('No message waits for the next hop.\n');
    for (const group of groups) process.stdout.write(`${describe(group)}\n`);
  });
}

function describe({ remote, status, reply, messages, oldestAt, nextAttemptAt }: QueueGroup): string {
  const why = [remote, status, reply].filter((part) => part !== null && part !== '').join(' ');
  return `${messages} waiting since ${oldestAt.toISOString()}, next attempt ${nextAttemptAt?.toISOString() ?? 'now'}: ${why === '' ? 'not tried yet' : oneLine(why)}`;
}

/** @param ids first characters of ids; none: every waiting message @throws HallpassError cli.usage */
export async function retry(ids: readonly string[], options: { config?: string; all: boolean }): Promise<void> {
  if (ids.length === 0 && !options.all) throw new HallpassError('cli.usage', 'expected ids or --all');
  await withStore(options.config, async (open) => {
    const count = await retryNow(open.database.db, options.all ? { all: true } : { ids: await idsOf(open, ids) });
    await open.store.audit(null, { event: 'retry-requested', actor: operator(), detail: { messages: count } });
    process.stdout.write(`${count} messages will be tried now.\n`);
  });
}

/** Ends the attempts to deliver; the senders get delivery reports. @param prefixes first characters of ids */
export async function returnNow(prefixes: readonly string[], options: { config?: string }): Promise<void> {
  await withStore(options.config, async (open) => {
    const { config, keys, database, store } = open;
    let count = 0;
    for (const id of await idsOf(open, prefixes)) {
      const sender = (await store.message(id))?.sender ?? '';
      const language = await readSenderLanguage(database.db, sender);
      const context = createActContext(
        config,
        keys,
        () => config.publicUrl ?? '',
        () => language,
      );
      if (await returnWaiting(store, context, id, operator())) count += 1;
    }
    process.stdout.write(`${count} messages were returned to their senders.\n`);
    if (count === 0) process.exitCode = 1;
  });
}

/** @param hop `host:port` @throws HallpassError cli.usage */
export async function pause(hop: string, paused: boolean, options: { config?: string }): Promise<void> {
  if (!/^\S{1,255}:\d{1,5}$/.test(hop)) throw new HallpassError('cli.usage', 'expected host:port');
  await withStore(options.config, async ({ database: { db } }) => {
    const changed = await setPaused(db, { hop, paused, actor: operator() });
    const words = paused
      ? ['is paused: nothing is sent to it, and mail for it waits.', 'is paused already.']
      : ['is resumed: what waited for it is tried now.', 'is not paused.'];
    process.stdout.write(`${hop} ${words[changed ? 0 : 1]}\n`);
  });
}

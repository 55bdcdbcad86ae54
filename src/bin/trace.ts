/** `hallpass trace` and `hallpass queue`: where a message is and how it came there, and what waits for the next hop; no content. */
import { HallpassError } from '../errors/hallpass-error.ts';
import { queueGroups, retryNow, traceMessages, type TracedMessage } from '../store/trace.ts';
import { withStore, type OpenStore } from './open-store.ts';

export interface TraceOptions {
  readonly config?: string;
  readonly sender?: string;
  readonly recipient?: string;
  readonly days: number;
  readonly limit: number;
  readonly json: boolean;
}

const DAY_MS = 86_400_000;

/** @param id first characters of a message's id @throws HallpassError cli.usage */
export async function trace(id: string | undefined, options: TraceOptions): Promise<void> {
  const { sender, recipient, days, limit } = options;
  if (id === undefined && sender === undefined && recipient === undefined)
    throw new HallpassError('cli.usage', 'expected an id, --sender or --recipient');
  await withStore(options.config, async (open) => {
    const found = await traceMessages(open.database.db, {
      ...(sender === undefined ? {} : { sender }),
      ...(recipient === undefined ? {} : { recipient }),
      ...(id === undefined ? {} : { ids: await idsOf(open, [id]) }),
      since: id === undefined ? new Date(Date.now() - days * DAY_MS) : new Date(0),
      limit,
    });
    if (options.json) for (const message of found) process.stdout.write(`${JSON.stringify(message)}\n`);
    else process.stdout.write(found.length === 0 ? 'No message found.\n' : found.map(describe).join('\n'));
    if (found.length === 0) process.exitCode = 1;
  });
}

async function idsOf({ store }: OpenStore, prefixes: readonly string[]): Promise<string[]> {
  return (await Promise.all(prefixes.map((prefix) => store.idsLike(prefix.toLowerCase())))).flat();
}

function describe(message: TracedMessage): string {
  const { id, kind, state, receivedAt, sender, dueAt, recipients, events } = message;
  return [
    `${id}  ${receivedAt.toISOString()}  ${state}${kind === 'notice' ? ' (notice)' : ''}`,
    `  from <${sender}>${dueAt === null ? '' : `, next due ${dueAt.toISOString()}`}`,
    ...recipients.map(({ address, state: result, attempts, status, reply, remote }) => {
      const answer = [remote, status, reply].filter((part) => part !== null && part !== '').join(' ');
      return `  to <${address}>  ${result}, ${attempts} attempts${answer === '' ? '' : `  ${oneLine(answer)}`}`;
    }),
    ...events.map(({ at, event, actor }) => `  ${new Date(at).toISOString()}  ${event}  ${actor}`),
    '',
  ].join('\n');
}

/** A reply of another server may hold anything. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');

export async function queue(options: { config?: string; json: boolean }): Promise<void> {
  await withStore(options.config, async ({ database }) => {
    const groups = await queueGroups(database.db);
    if (options.json) {
      for (const group of groups) process.stdout.write(`${JSON.stringify(group)}\n`);
      return;
    }
    if (groups.length === 0) process.stdout.write('No message waits for the next hop.\n');
    for (const { remote, status, reply, messages, oldestAt, nextAttemptAt } of groups) {
      const why = [remote, status, reply].filter((part) => part !== null && part !== '').join(' ');
      process.stdout.write(
        `${messages} waiting since ${oldestAt.toISOString()}, next attempt ${nextAttemptAt?.toISOString() ?? 'now'}: ${why === '' ? 'not tried yet' : oneLine(why)}\n`,
      );
    }
  });
}

/** @param ids first characters of ids; none: every waiting message */
export async function retry(ids: readonly string[], options: { config?: string; all: boolean }): Promise<void> {
  if (ids.length === 0 && !options.all) throw new HallpassError('cli.usage', 'expected ids or --all');
  await withStore(options.config, async (open) => {
    const count = await retryNow(open.database.db, options.all ? undefined : await idsOf(open, ids));
    await open.store.audit(null, { event: 'retry-requested', actor: 'operator', detail: { messages: count } });
    process.stdout.write(`${count} messages will be tried now.\n`);
  });
}

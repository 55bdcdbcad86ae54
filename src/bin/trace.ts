/** `hallpass trace`: where a message is and how it came there; no content. */
import { HallpassError } from '../errors/hallpass-error.ts';
import { traceMessages, type TracedMessage } from '../store/trace.ts';
import { idsOf } from './ids-of.ts';
import { oneLine } from './one-line.ts';
import { operator } from './operator.ts';
import { withStore } from './open-store.ts';

export interface TraceOptions {
  readonly config?: string;
  readonly sender?: string;
  readonly recipient?: string;
  readonly days: number;
  readonly since?: Date;
  readonly until?: Date;
  readonly limit: number;
  readonly json: boolean;
}

const DAY_MS = 86_400_000;

/** @param id first characters of a message's id @throws HallpassError cli.usage */
export async function trace(id: string | undefined, options: TraceOptions): Promise<void> {
  const { sender, recipient, days, since, until, limit } = options;
  if ([id, sender, recipient, since].every((given) => given === undefined))
    throw new HallpassError('cli.usage', 'expected an id, --sender, --recipient or --since');
  await withStore(options.config, async (open) => {
    const found = await traceMessages(open.database.db, {
      ...(sender === undefined ? {} : { sender }),
      ...(recipient === undefined ? {} : { recipient }),
      ...(id === undefined ? {} : { ids: await idsOf(open, [id]) }),
      since: since ?? new Date(id === undefined ? Date.now() - days * DAY_MS : 0),
      ...(until === undefined ? {} : { until }),
      limit,
    });
    // As for the console: that somebody looked, without the address looked for.
    await open.store.audit(null, { event: 'trace-read', actor: operator(), detail: { messages: found.length } });
    if (options.json) for (const message of found) process.stdout.write(`${JSON.stringify(message)}\n`);
    else process.stdout.write(found.length === 0 ? 'No message found.\n' : found.map(describe).join('\n'));
    if (found.length === 0) process.exitCode = 1;
  });
}

function describe(message: TracedMessage): string {
  const { id, kind, state, receivedAt, sender, size, client, tls, dueAt, recipients, copies, events } = message;
  const source = client === null ? '' : ` from ${client} ${tls ? 'with TLS' : 'without TLS'},`;
  return [
    `${id}  ${receivedAt.toISOString()}  ${state}${kind === 'notice' ? ' (notice)' : ''}`,
    `  received${source} ${size} bytes`,
    `  from <${sender}>${dueAt === null ? '' : `, next due ${dueAt.toISOString()}`}`,
    ...recipients.map(({ address, state: result, attempts, status, reply, remote }) => {
      const answer = [remote, status, reply].filter((part) => part !== null && part !== '').join(' ');
      return `  to <${address}>  ${result}, ${attempts} attempts${answer === '' ? '' : `  ${oneLine(answer)}`}`;
    }),
    ...copies.map(({ archive, copiedAt, attempts, code, reply }) => {
      const outcome = code === 'archive.withheld' ? 'left out' : 'copied';
      const state = copiedAt === null ? 'waits' : `${outcome} ${new Date(copiedAt).toISOString()}`;
      const why = [code, reply].filter((part) => part !== null && part !== '').join(' ');
      return `  archive ${archive}  ${state}, ${attempts} attempts${why === '' ? '' : `  ${oneLine(why)}`}`;
    }),
    ...events.map(({ at, event, actor }) => `  ${new Date(at).toISOString()}  ${event}  ${actor}`),
    '',
  ].join('\n');
}

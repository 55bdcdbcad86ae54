/** `hallpass retention` and `hallpass legal-hold`: deleting what is past its retention, and keeping what must not be deleted. */
import { HallpassError } from '../errors/hallpass-error.ts';
import { isMessageId } from '../message/message-id.ts';
import { endHold, legalHolds, placeHold, type HoldKind } from '../store/retention/legal-holds.ts';
import { deleteExpired } from '../store/retention/retention.ts';
import { withStore } from './open-store.ts';
import { actedBy, operator } from './operator.ts';
import { givenReason, type Acting } from './reason.ts';

interface Common {
  readonly config?: string;
}

export async function run(options: Common): Promise<void> {
  await withStore(options.config, async ({ config, database: { db }, keys, store }) => {
    const days = await store.maintain(new Date(), config.retention.bodyDays);
    if (days.length > 0) await store.audit(null, { event: 'retention', actor: operator(), detail: { days } });
    const deleted = await deleteExpired(db, keys, config.retention, new Date());
    process.stdout.write(
      [
        `Deleted: the content of ${days.length} days, the findings of ${deleted.findings} messages, the records of ${deleted.records} messages,`,
        `${deleted.revealReasons} reasons for reveals, ${deleted.auditEvents} events of the audit log.\n`,
      ].join('\n'),
    );
  });
}

export async function list(options: Common & { json: boolean }): Promise<void> {
  await withStore(options.config, async ({ database: { db }, keys }) => {
    const holds = await legalHolds(db, keys);
    if (options.json) for (const hold of holds) process.stdout.write(`${JSON.stringify(hold)}\n`);
    else if (holds.length === 0) process.stdout.write('There are no legal holds.\n');
    else
      for (const { id, kind, value, reason, createdAt, actor } of holds)
        process.stdout.write(
          `${id.slice(0, 8)}  ${kind} ${value}\n          since ${createdAt.toISOString().slice(0, 10)} by ${actor}: ${reason}\n`,
        );
  });
}

/** @throws HallpassError cli.usage */
export async function place(kind: HoldKind, value: string, options: Acting): Promise<void> {
  const named = value.trim();
  if (kind === 'message' && !isMessageId(named))
    throw new HallpassError('cli.usage', 'expected the whole id of a message');
  if (kind === 'sender' && !/^\S*@\S+$/.test(named))
    throw new HallpassError('cli.usage', 'expected an address or @domain');
  if (named === '') throw new HallpassError('cli.usage', 'expected a value');
  const reason = givenReason(options.reason);
  await withStore(options.config, async ({ database: { db }, keys }) => {
    const id = await placeHold(db, keys, { kind, value: named, reason, actor: operator() });
    process.stdout.write(`Legal hold ${id.slice(0, 8)} has been placed. It also covers messages that arrive later.\n`);
  });
}

/** @param prefix first characters of the id @throws HallpassError cli.usage */
export async function end(prefix: string, options: Acting): Promise<void> {
  const by = actedBy(options);
  await withStore(options.config, async ({ database: { db }, keys }) => {
    const found = (await legalHolds(db, keys)).filter(({ id }) => id.startsWith(prefix.toLowerCase()));
    if (found.length > 1) throw new HallpassError('cli.usage', 'several ids begin with these characters; give more');
    if (found[0] === undefined)
      throw new HallpassError('cli.usage', 'no legal hold has this id: see "hallpass legal-hold list"');
    await endHold(db, found[0].id, by(keys));
    process.stdout.write('The legal hold has ended.\n');
  });
}

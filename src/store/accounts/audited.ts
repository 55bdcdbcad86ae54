/** Changes of an account, each in one transaction with its event in the audit log. */
import type { Kysely, Transaction } from 'kysely';
import type { AuditEvent } from '../change.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';

export async function audited(
  db: Kysely<Database>,
  accountId: string,
  event: AuditEvent,
  write: (trx: Transaction<Database>) => Promise<unknown>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await write(trx);
    await appendAudit(trx, [{ messageId: null, event: { ...event, detail: { account: accountId, ...event.detail } } }]);
  });
}

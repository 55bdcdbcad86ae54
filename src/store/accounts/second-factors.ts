/** Second factors of accounts: their secrets, encrypted, and the codes that were taken. */
import type { Kysely } from 'kysely';
import type { ActedBy } from '../change.ts';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { audited } from './audited.ts';

export interface SecondFactors {
  /** Secret of the second factor in base32: the active one, or the one that is not confirmed yet. */
  totpSecret(id: string, which: 'totp' | 'totp_pending'): Promise<string | undefined>;
  beginTotp(id: string, secret: string): Promise<void>;
  /** Activates the pending secret; the code that confirmed it is used up. */
  confirmTotp(id: string, step: number, actor: string): Promise<void>;
  /** Takes a code once: false where this code, or a later one, was taken before. */
  takeTotpStep(id: string, step: number): Promise<boolean>;
  endTotp(id: string, by: ActedBy): Promise<void>;
}

export function createSecondFactors(db: Kysely<Database>, keys: KeyRing): SecondFactors {
  return {
    async totpSecret(id, which) {
      const row = await db.selectFrom('accounts').select(which).where('id', '=', id).executeTakeFirst();
      const sealed = row?.[which];
      return sealed == null ? undefined : keys.unseal<string>(sealed, `totp:${id}`);
    },
    async beginTotp(id, secret) {
      const sealed = keys.seal(secret, `totp:${id}`);
      await db.updateTable('accounts').set({ totp_pending: sealed }).where('id', '=', id).execute();
    },
    async confirmTotp(id, step, actor) {
      await audited(db, id, { event: 'second-factor-on', actor, detail: {} }, (trx) =>
        trx
          .updateTable('accounts')
          .set((eb) => ({ totp: eb.ref('totp_pending'), totp_pending: null, totp_step: String(step) }))
          .where('id', '=', id)
          .where('totp_pending', 'is not', null)
          .execute(),
      );
    },
    async takeTotpStep(id, step) {
      const { numUpdatedRows } = await db
        .updateTable('accounts')
        .set({ totp_step: String(step) })
        .where('id', '=', id)
        .where((eb) => eb.or([eb('totp_step', 'is', null), eb('totp_step', '<', String(step))]))
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async endTotp(id, by) {
      await audited(db, id, { event: 'second-factor-off', ...by, detail: {} }, (trx) =>
        trx.updateTable('accounts').set({ totp: null, totp_pending: null }).where('id', '=', id).execute(),
      );
    },
  };
}

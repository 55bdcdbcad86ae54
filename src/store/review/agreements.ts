/** Agreements to a release that the policy wants several people for. A person counts once, whatever accounts they use. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import type { Actor } from './actor.ts';

export interface AgreementRefused {
  /** The account has agreed before, or another account of the same person has. */
  readonly outcome: 'already-agreed' | 'same-person';
  readonly at: Date;
}

/** What the reason of an agreement is sealed for. */
export function approvalContext(messageId: string, accountId: string): string {
  return `approval:${messageId}:${accountId}`;
}

export interface Agreement {
  readonly id: string;
  readonly actor: Actor;
  /** Positions in the envelope, ascending. */
  readonly recipients: readonly number[];
  /** Encrypted reason. */
  readonly sealed: Buffer;
  /** To a copy without what was found, in place of the message. */
  readonly forCopy: boolean;
}

/**
 * Records that an account agrees to a release to these recipients; an earlier agreement to others is replaced. Accounts of
 * one person have the same name, the same mailbox (`+tags` aside) or the same subject at their identity providers.
 *
 * @returns why it does not count; undefined where it does
 */
export async function agree(
  trx: Transaction<Database>,
  { id, actor, recipients, sealed, forCopy }: Agreement,
): Promise<AgreementRefused | undefined> {
  const { rows } = await sql<{ own: boolean; at: Date; recipients: number[]; forCopy: boolean }>`
    SELECT p.account_id = ${actor.id} AS own, p.at, p.recipients, p.for_copy AS "forCopy"
    FROM review_approvals AS p LEFT JOIN accounts AS other ON other.id = p.account_id
      LEFT JOIN accounts AS self ON self.id = ${actor.id}
    WHERE p.message_id = ${id} AND (p.account_id = ${actor.id} OR (NOT coalesce(other.disabled, false)
      AND ${samePerson(sql`p.name`, actor)}))
    ORDER BY own DESC`.execute(trx);
  const own = rows.find((row) => row.own);
  if (own && own.forCopy === forCopy && own.recipients.join() === recipients.join())
    return { outcome: 'already-agreed', at: own.at };
  const other = rows.find((row) => !row.own);
  if (other) return { outcome: 'same-person', at: other.at };
  await sql`
    INSERT INTO review_approvals (message_id, account_id, name, recipients, sealed, for_copy)
    VALUES (${id}, ${actor.id}, ${actor.name}, ${[...recipients]}, ${sealed}, ${forCopy})
    ON CONFLICT (message_id, account_id) DO UPDATE
      SET recipients = excluded.recipients, sealed = excluded.sealed, for_copy = excluded.for_copy, at = now()`.execute(
    trx,
  );
  return undefined;
}

/** How many people agree to a release to at least these recipients; disabled accounts do not count. */
export async function countAgreed(
  trx: Transaction<Database>,
  id: string,
  recipients: readonly number[],
  forCopy = false,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM review_approvals AS p WHERE p.message_id = ${id} AND p.recipients @> ${[...recipients]}::int[]
      AND p.for_copy = ${forCopy}
      AND NOT EXISTS (SELECT FROM accounts AS a WHERE a.id = p.account_id AND a.disabled)`.execute(trx);
  return rows[0]?.n ?? 0;
}

type Text = ReturnType<typeof sql>;

/**
 * Over `accounts AS other` and `accounts AS self`, the actor's: whether both are one person's.
 *
 * @param name of the other person, which stays known when the account is gone
 */
export function samePerson(name: Text, actor: Actor): Text {
  return sql`(${folded(name)} = ${folded(sql`${actor.name}::text`)}
    OR ${mailbox(sql`other.email`)} = ${mailbox(sql`${actor.email}::text`)} OR coalesce(other.subject = self.subject, false))`;
}

const folded = (name: Text): Text => sql`lower(regexp_replace(btrim(${name}), '[[:space:]]+', ' ', 'g'))`;
const mailbox = (address: Text): Text => sql`regexp_replace(lower(${address}), '[+][^@]*@', '@')`;

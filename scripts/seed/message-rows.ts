/** A synthetic message as rows of the database: those that the gateway would have written so far. */
import { createHash, randomUUID } from 'node:crypto';
import { decide } from '../../src/decide/decide.ts';
import type { PolicyPack } from '../../src/decide/pack-schema.ts';
import type { DecisionInput, Verdict } from '../../src/decide/verdict.ts';
import { dayOf, newMessageId } from '../../src/message/message-id.ts';
import type { KeyRing } from '../../src/store/keys.ts';
import type { createBlindIndex } from '../../src/store/review/blind-words.ts';
import { itemValues } from '../../src/store/review/sync.ts';
import type { SealedFacts } from '../../src/store/schema.ts';
import type { copyIn } from './copy-in.ts';
import { fateOf } from './fate.ts';
import { heldMail, type SyntheticMail } from './held-mail.ts';

type Row = Parameters<typeof copyIn>[2][number];
/** By table, in the order in which they must be written. */
export type Rows = Readonly<Record<Table, Row[]>>;
const tables = [
  'messages',
  'recipients',
  'bodies',
  'findings',
  'review_items',
  'review_judgements',
  'review_appeals',
  'disclosures',
] as const;
type Table = (typeof tables)[number];

export interface RowMaker {
  /** Adds the rows of message `n`. @returns its audit events */
  add(rows: Rows, n: number, receivedAt: Date): object[];
}

const HOUR_MS = 3_600_000;

export function noRows(): Rows {
  return Object.fromEntries(tables.map((table) => [table, [] as Row[]])) as unknown as Rows;
}

/** @param holdMs how long a waiting message is held */
export function createRowMaker(
  keys: KeyRing,
  blind: ReturnType<typeof createBlindIndex>,
  { pack, now, holdMs }: { pack: PolicyPack; now: Date; holdMs: number },
): RowMaker {
  const verdicts = new Map<number, Verdict>();
  const verdictOf = ({ variant }: SyntheticMail, input: DecisionInput): Verdict => {
    const verdict = verdicts.get(variant) ?? decide(input, pack);
    verdicts.set(variant, verdict);
    return verdict;
  };
  const transport = { json: { client: '192.0.2.10', helo: 'mail.school.example', tls: true, smtpUtf8: false } };

  return {
    add(rows, n, receivedAt) {
      const mail = heldMail(n);
      const id = newMessageId(receivedAt.getTime());
      const expiresAt = new Date(receivedAt.getTime() + holdMs);
      const input = inputOf(mail, receivedAt);
      const verdict = verdictOf(mail, input);
      const sealed = factsOf(mail);
      const heldAs = verdict.action === 'warn' ? 'warned' : 'quarantined';
      const { decision, ...fate } = fateOf(n, heldAs, now.getTime() - receivedAt.getTime());
      const closedAt = decision ? new Date(receivedAt.getTime() + fate.hours * HOUR_MS) : null;
      rows.messages.push({
        id,
        kind: 'mail',
        state: fate.message,
        received_at: receivedAt,
        sender: mail.sender,
        size: mail.raw.length,
        sha256: createHash('sha256').update(mail.raw).digest(),
        trace: '',
        transport,
        attempts: 1,
        due_at: closedAt === null ? expiresAt : null,
        expires_at: expiresAt,
        finished_at: closedAt,
        verdict: { json: verdict },
        decision_input: { json: input },
        decision: decision ? { json: decision } : null,
        unread: { json: [] },
        sealed: keys.seal(sealed, `sealed:${id}`),
      });
      mail.recipients.forEach((address, at) =>
        rows.recipients.push({
          message_id: id,
          n: at,
          address,
          state: fate.recipients,
          tried_at: fate.recipients === 'delivered' ? closedAt : null,
        }),
      );
      const { keyId, nonce, tag, data } = keys.encrypt(mail.raw, `body:${id}`);
      rows.bodies.push({ day: dayOf(id), message_id: id, key_id: keyId, nonce, tag, data });
      mail.findings.forEach(({ code, detector, part, start, end, score, because }, at) => {
        const judged = { code, detector, part, start, end, score, because: { json: because } };
        rows.findings.push({ message_id: id, n: at, ...judged });
      });
      const { sender, recipients } = mail;
      const held = { id, state: heldAs, sender, recipients, verdict, input, sealed, receivedAt, expiresAt };
      const {
        pending: _,
        pending_due: _due,
        pending_reason: _reason,
        ...values
      } = itemValues(held, keys, blind, receivedAt);
      const appealed = closedAt === null && heldAs === 'quarantined' && n % 211 === 0;
      const judgement = decision && n % 2 === 0 ? (n % 6 === 0 ? 'false-alarm' : 'confirmed') : undefined;
      const item = {
        ...values,
        state: fate.item,
        choice: decision?.choice ?? '',
        disputed: decision?.falseAlarm === true,
        false_alarm: judgement === 'false-alarm',
        confirmed: judgement === 'confirmed',
        closed_at: closedAt,
        escalated: n % 97 === 0,
        appeal: appealed ? 'open' : null,
      };
      rows.review_items.push(item);
      if (appealed)
        rows.review_appeals.push({
          message_id: id,
          at: receivedAt,
          sealed: keys.seal('The printer has a contract with us.', `appeal:${id}`),
        });
      if (judgement)
        rows.review_judgements.push({
          message_id: id,
          n: 0,
          judgement,
          by_id: randomUUID(),
          by_name: decision?.actor ?? '',
          at: closedAt!,
        });
      if (fate.message === 'delivered' && verdict.students > 0)
        rows.disclosures.push({
          message_id: id,
          at: closedAt!,
          how: decision!.by,
          by_name: decision!.actor ?? '',
          schools: item.schools,
          words: item.words,
        });
      const detail = { bytes: mail.raw.length, recipients: recipients.length };
      return [
        { messageId: id, event: 'received', actor: 'gateway', detail },
        { messageId: id, event: 'verdict', actor: 'gateway', detail: { action: verdict.action } },
        ...(decision
          ? [{ messageId: id, event: decision.choice, actor: decision.account ?? decision.by, detail: {} }]
          : []),
      ];
    },
  };
}

function inputOf({ sender, facts, findings }: SyntheticMail, receivedAt: Date): DecisionInput {
  return {
    sender,
    recipients: facts,
    findings: findings.map(({ code, score, subject }) => ({
      code,
      score,
      ...(subject && { student: subject.id!, inDirectory: true }),
    })),
    unread: [],
    failures: [],
    receivedAt: receivedAt.toISOString(),
  };
}

function factsOf({ subject, sender, fromName, schools, findings }: SyntheticMail): SealedFacts {
  return {
    subject,
    from: sender,
    fromName,
    schools,
    attachments: 0,
    findings: findings.map(({ code, masked, subject: student }) => ({
      code,
      masked,
      ...(student && { subject: student }),
    })),
  };
}

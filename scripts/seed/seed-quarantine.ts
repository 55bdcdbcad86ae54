/** Fills a database with held messages as the gateway would have written them: for measuring and for trying the console. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { decide } from '../../src/decide/decide.ts';
import type { PolicyPack } from '../../src/decide/pack-schema.ts';
import type { DecisionInput } from '../../src/decide/verdict.ts';
import { dayOf, newMessageId } from '../../src/message/message-id.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import type { KeyRing } from '../../src/store/keys.ts';
import { ensurePartitions } from '../../src/store/partitions.ts';
import { createBlindIndex } from '../../src/store/review/blind-words.ts';
import { itemValues } from '../../src/store/review/sync.ts';
import type { SealedFacts } from '../../src/store/schema.ts';
import { copyIn } from './copy-in.ts';
import { heldMail } from './held-mail.ts';

export interface SeedOptions {
  readonly count: number;
  /** Over how many days back from now; the hold must be longer. */
  readonly days: number;
  readonly pack: PolicyPack;
  readonly now: Date;
  readonly onProgress?: (done: number) => void;
}

const DAY_MS = 86_400_000;
const atOnce = 2000;
const manyMessages = 20_000;
const holdMs = 30 * DAY_MS;

type Rows = Readonly<
  Record<'messages' | 'recipients' | 'bodies' | 'findings' | 'review_items', Parameters<typeof copyIn>[2][number][]>
>;

/** In transactions of some thousand messages; the record has `received` and `verdict` of each. */
export async function seedQuarantine({ db, pool }: OpenDatabase, keys: KeyRing, options: SeedOptions): Promise<void> {
  const { count, days, now } = options;
  await ensurePartitions(db, new Date(now.getTime() - days * DAY_MS), days + 1);
  const blind = createBlindIndex(keys.derive('search'));
  const client = await pool.connect();
  // Filling these row by row takes several times as long as making them anew.
  const { rows: indexes } = await client.query<{ name: string; made: string }>(
    `SELECT indexname AS name, indexdef AS made FROM pg_indexes WHERE tablename = 'review_items' AND indexdef LIKE '%USING gin%'`,
  );
  try {
    if (count >= manyMessages) for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    for (let from = 0; from < count; from += atOnce) {
      const rows: Rows = { messages: [], recipients: [], bodies: [], findings: [], review_items: [] };
      for (let n = from; n < Math.min(count, from + atOnce); n += 1) addMessage(rows, n, keys, blind, options);
      await client.query('BEGIN');
      for (const [table, list] of Object.entries(rows)) await copyIn(client, table, list);
      await record(client, rows);
      await client.query('COMMIT');
      options.onProgress?.(Math.min(count, from + atOnce));
    }
  } finally {
    if (count >= manyMessages)
      for (const { made } of indexes) await client.query(made.replace('CREATE INDEX', 'CREATE INDEX IF NOT EXISTS'));
    await client.query('VACUUM ANALYZE');
    client.release(true);
  }
}

function addMessage(
  rows: Rows,
  n: number,
  keys: KeyRing,
  blind: ReturnType<typeof createBlindIndex>,
  { count, days, pack, now }: SeedOptions,
): void {
  const mail = heldMail(n);
  const receivedAt = new Date(now.getTime() - Math.floor(((count - n) / count) * days * DAY_MS));
  const expiresAt = new Date(receivedAt.getTime() + holdMs);
  const id = newMessageId(receivedAt.getTime());
  const input: DecisionInput = {
    sender: mail.sender,
    senderGroups: [],
    recipients: mail.facts,
    findings: mail.findings.map(({ code, score, subject }) => ({
      code,
      score,
      ...(subject && { student: subject.id!, inDirectory: true }),
    })),
    unread: [],
    failures: [],
    receivedAt: receivedAt.toISOString(),
  };
  const verdict = decide(input, pack);
  const sealed: SealedFacts = {
    subject: mail.subject,
    from: mail.sender,
    fromName: mail.fromName,
    schools: mail.schools,
    attachments: 0,
    findings: mail.findings.map(({ code, masked, subject }) => ({ code, masked, ...(subject && { subject }) })),
  };
  const state = verdict.action === 'warn' ? 'warned' : 'quarantined';
  rows.messages.push({
    id,
    kind: 'mail',
    state,
    received_at: receivedAt,
    sender: mail.sender,
    size: mail.raw.length,
    sha256: createHash('sha256').update(mail.raw).digest(),
    trace: '',
    transport: { json: { client: '192.0.2.10', helo: 'mail.school.example', tls: true, smtpUtf8: false } },
    attempts: 1,
    due_at: expiresAt,
    expires_at: expiresAt,
    verdict: { json: verdict },
    decision_input: { json: input },
    unread: { json: [] },
    sealed: keys.seal(sealed, `sealed:${id}`),
  });
  mail.recipients.forEach((address, at) => rows.recipients.push({ message_id: id, n: at, address, state: 'pending' }));
  const { keyId, nonce, tag, data } = keys.encrypt(mail.raw, `body:${id}`);
  rows.bodies.push({ day: dayOf(id), message_id: id, key_id: keyId, nonce, tag, data });
  mail.findings.forEach(({ code, detector, part, start, end, score, because }, at) =>
    rows.findings.push({ message_id: id, n: at, code, detector, part, start, end, score, because: { json: because } }),
  );
  const held = {
    id,
    state,
    sender: mail.sender,
    recipients: mail.recipients,
    verdict,
    input,
    sealed,
    receivedAt,
    expiresAt,
  };
  const { pending: _, pending_due: _due, pending_reason: _reason, ...item } = itemValues(held, keys, blind, receivedAt);
  rows.review_items.push(item);
}

async function record(client: pg.ClientBase, { messages }: Rows): Promise<void> {
  const events = messages.flatMap(({ id }) => [
    { messageId: id, event: 'received', actor: 'gateway', detail: { bytes: 0, recipients: 1 } },
    { messageId: id, event: 'verdict', actor: 'gateway', detail: { action: 'quarantine' } },
  ]);
  await client.query('SELECT append_audit($1::jsonb)', [JSON.stringify(events)]);
}

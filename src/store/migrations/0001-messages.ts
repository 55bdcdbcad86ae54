/** First schema: messages with their recipients, bodies, findings, and the audit chain. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createMessages(db);
  await createRecipients(db);
  await createBodies(db);
  await createFindings(db);
  await createAuditEvents(db);
  await createSettings(db);
}

async function createMessages(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE messages (
      id uuid PRIMARY KEY,
      kind text NOT NULL CHECK (kind IN ('mail', 'notice')),
      state text NOT NULL,
      received_at timestamptz NOT NULL,
      sender text NOT NULL,
      size integer NOT NULL,
      sha256 bytea NOT NULL,
      trace text NOT NULL,
      transport jsonb NOT NULL,
      attempts smallint NOT NULL DEFAULT 0,
      due_at timestamptz,
      lease uuid,
      expires_at timestamptz,
      verdict jsonb,
      decision_input jsonb,
      decision jsonb,
      decision_reason bytea,
      unread jsonb,
      sealed bytea,
      about uuid,
      notice text,
      finished_at timestamptz
    ) WITH (fillfactor = 70)`.execute(db);
  // Only messages that wait are in these indexes: they stay small however many messages are kept.
  await sql`CREATE INDEX messages_due ON messages (due_at) WHERE due_at IS NOT NULL`.execute(db);
  await sql`CREATE INDEX messages_held ON messages (state, id) WHERE state IN ('warned', 'quarantined')`.execute(db);
  await sql`CREATE INDEX messages_unfinished ON messages (id) WHERE finished_at IS NULL`.execute(db);
  // One notice of a kind about a message, however often a crash repeats the step.
  await sql`CREATE UNIQUE INDEX messages_notice ON messages (about, notice) WHERE about IS NOT NULL`.execute(db);
}

async function createRecipients(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE recipients (
      message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      n integer NOT NULL,
      address text NOT NULL,
      notify jsonb,
      orcpt text,
      state text NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'withheld')),
      attempts integer NOT NULL DEFAULT 0,
      status text,
      reply text,
      remote text,
      tried_at timestamptz,
      PRIMARY KEY (message_id, n)
    ) WITH (fillfactor = 80)`.execute(db);
}

async function createBodies(db: Kysely<unknown>): Promise<void> {
  // Ciphertext does not compress: external storage saves the attempt. Each day has a partition, which retention drops whole.
  await sql`
    CREATE TABLE bodies (
      day date NOT NULL,
      message_id uuid NOT NULL,
      key_id text NOT NULL,
      nonce bytea NOT NULL,
      tag bytea NOT NULL,
      data bytea NOT NULL,
      PRIMARY KEY (day, message_id)
    ) PARTITION BY RANGE (day)`.execute(db);
  await sql`ALTER TABLE bodies ALTER COLUMN data SET STORAGE EXTERNAL`.execute(db);
}

async function createFindings(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE findings (
      message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      n integer NOT NULL,
      code text NOT NULL,
      detector text NOT NULL,
      part text NOT NULL,
      start integer NOT NULL,
      "end" integer NOT NULL,
      score real NOT NULL,
      because jsonb NOT NULL,
      PRIMARY KEY (message_id, n)
    )`.execute(db);
}

async function createAuditEvents(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE audit_events (
      seq bigint PRIMARY KEY,
      at timestamptz NOT NULL,
      message_id uuid,
      event text NOT NULL,
      actor text NOT NULL,
      detail jsonb NOT NULL,
      prev_hash bytea NOT NULL,
      hash bytea NOT NULL
    )`.execute(db);
  await sql`CREATE INDEX audit_events_message ON audit_events (message_id, seq)`.execute(db);
  await sql`
    CREATE FUNCTION audit_hash(prev bytea, seq bigint, at timestamptz, message_id uuid, event text, actor text, detail jsonb)
    RETURNS bytea LANGUAGE sql STABLE AS $$
      SELECT sha256(prev || convert_to(concat_ws(E'\\x1f', seq::text, extract(epoch FROM at)::text, coalesce(message_id::text, ''), event, actor, detail::text), 'UTF8'))
    $$`.execute(db);
  // The lock makes the chain one line across all processes; it is taken last in a transaction and held until its commit.
  await sql`
    CREATE FUNCTION append_audit(events jsonb) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      head record;
      next_seq bigint;
      prev bytea;
      next_hash bytea;
      item jsonb;
      stamp timestamptz;
      subject uuid;
    BEGIN
      PERFORM pg_advisory_xact_lock(4846911);
      SELECT seq, hash INTO head FROM audit_events ORDER BY seq DESC LIMIT 1;
      next_seq := coalesce(head.seq, 0);
      prev := coalesce(head.hash, sha256('hallpass'));
      FOR item IN SELECT * FROM jsonb_array_elements(events) LOOP
        next_seq := next_seq + 1;
        stamp := clock_timestamp();
        subject := (item->>'messageId')::uuid;
        next_hash := audit_hash(prev, next_seq, stamp, subject, item->>'event', item->>'actor', item->'detail');
        INSERT INTO audit_events (seq, at, message_id, event, actor, detail, prev_hash, hash)
        VALUES (next_seq, stamp, subject, item->>'event', item->>'actor', item->'detail', prev, next_hash);
        prev := next_hash;
      END LOOP;
    END $$`.execute(db);
  await sql`
    CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit events are append-only'; END $$`.execute(db);
  await sql`
    CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()`.execute(db);
}

async function createSettings(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE settings (name text PRIMARY KEY, value jsonb NOT NULL)`.execute(db);
}

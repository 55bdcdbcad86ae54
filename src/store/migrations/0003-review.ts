/** Review: one row for each message that is or was held, what reviewers did to it, and what left after a decision. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createItems(db);
  await createItemIndexes(db);
  await createChangeTrigger(db);
  await createApprovalsAndNotes(db);
  await createReveals(db);
  await createJudgements(db);
  await createAppeals(db);
  await createViews(db);
  await createExceptions(db);
  await createDisclosures(db);
  await createTimeIndexes(db);
}

async function createItems(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE review_items (
      message_id uuid PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
      state text NOT NULL,
      severity smallint NOT NULL,
      opened_at timestamptz NOT NULL,
      closed_at timestamptz,
      received_at timestamptz NOT NULL,
      expires_at timestamptz,
      students integer NOT NULL,
      score real NOT NULL,
      needed smallint NOT NULL,
      escalated boolean NOT NULL DEFAULT false,
      appeal text CHECK (appeal IN ('open', 'answered')),
      assignee uuid,
      assignee_name text,
      pending jsonb,
      pending_due timestamptz,
      codes text[] NOT NULL,
      rules text[] NOT NULL,
      detectors text[] NOT NULL,
      schools text[] NOT NULL,
      words bigint[] NOT NULL,
      sealed bytea NOT NULL,
      pending_reason bytea
    ) WITH (fillfactor = 85, toast_tuple_target = 256)`.execute(db);
  // Columns that are read a page at a time are stored outside the rows that counts and filters scan.
  await sql`ALTER TABLE review_items ALTER COLUMN sealed SET STORAGE EXTERNAL, ALTER COLUMN words SET STORAGE EXTERNAL`.execute(
    db,
  );
}

async function createItemIndexes(db: Kysely<unknown>): Promise<void> {
  for (const [name, order] of Object.entries({
    severity: 'severity, opened_at, message_id',
    received: 'received_at, message_id',
    score: 'score, message_id',
  })) {
    await sql`CREATE INDEX ${sql.raw(`review_items_${name}`)} ON review_items (${sql.raw(order)})`.execute(db);
    await sql`CREATE INDEX ${sql.raw(`review_items_state_${name}`)} ON review_items (state, ${sql.raw(order)})`.execute(
      db,
    );
  }
  // One index per column: a combined index is slower to write and no faster to read.
  for (const column of ['words', 'codes', 'rules', 'detectors', 'schools'])
    await sql`CREATE INDEX ${sql.raw(`review_items_${column}`)} ON review_items USING gin (${sql.raw(column)})`.execute(
      db,
    );
  await sql`CREATE INDEX review_items_assignee ON review_items (assignee, state) WHERE assignee IS NOT NULL`.execute(
    db,
  );
  await sql`CREATE INDEX review_items_appeal ON review_items (state) WHERE appeal = 'open'`.execute(db);
  await sql`CREATE INDEX review_items_escalated ON review_items (state) WHERE escalated`.execute(db);
}

async function createChangeTrigger(db: Kysely<unknown>): Promise<void> {
  // Each write notifies the processes that watch: with the ids, or with * where there are many.
  await sql`
    CREATE FUNCTION review_items_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE ids text;
    BEGIN
      SELECT CASE WHEN count(*) <= 100 THEN string_agg(message_id::text, ' ') ELSE '*' END INTO ids FROM changed;
      IF ids IS NOT NULL THEN PERFORM pg_notify('hallpass_review', ids); END IF;
      RETURN NULL;
    END $$`.execute(db);
  for (const [name, when] of [
    ['inserted', 'INSERT'],
    ['updated', 'UPDATE'],
  ])
    await sql`
      CREATE TRIGGER ${sql.raw(`review_items_${name}`)} AFTER ${sql.raw(when!)} ON review_items
      REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION review_items_changed()`.execute(db);
}

async function createApprovalsAndNotes(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE review_approvals (
      message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      account_id uuid NOT NULL,
      name text NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      recipients integer[] NOT NULL,
      PRIMARY KEY (message_id, account_id)
    )`.execute(db);
  await sql`
    CREATE TABLE review_notes (
      id uuid PRIMARY KEY,
      message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      by_id uuid NOT NULL,
      by_name text NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      sealed bytea NOT NULL
    )`.execute(db);
  await sql`CREATE INDEX review_notes_message ON review_notes (message_id, at)`.execute(db);
}

async function createReveals(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE review_reveals (
      message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      account_id uuid NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      sealed bytea NOT NULL,
      PRIMARY KEY (message_id, account_id)
    )`.execute(db);
}

async function createJudgements(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE review_judgements (
      message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      n integer NOT NULL,
      judgement text NOT NULL CHECK (judgement IN ('confirmed', 'false-alarm')),
      by_id uuid NOT NULL,
      by_name text NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (message_id, n)
    )`.execute(db);
}

async function createAppeals(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE review_appeals (
      message_id uuid PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
      at timestamptz NOT NULL,
      sealed bytea NOT NULL,
      answered_at timestamptz,
      answered_by text,
      answer bytea
    )`.execute(db);
}

async function createViews(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE review_views (
      id uuid PRIMARY KEY,
      account_id uuid NOT NULL,
      shared boolean NOT NULL,
      sealed bytea NOT NULL
    )`.execute(db);
}

async function createExceptions(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE exceptions (
      id uuid PRIMARY KEY,
      message_id uuid REFERENCES messages (id) ON DELETE SET NULL,
      codes text[] NOT NULL,
      sender text,
      recipient text,
      schools text[] NOT NULL,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      ended_at timestamptz,
      by_id uuid NOT NULL,
      by_name text NOT NULL,
      used integer NOT NULL DEFAULT 0,
      sealed bytea NOT NULL
    )`.execute(db);
  await sql`CREATE INDEX exceptions_in_force ON exceptions (expires_at) WHERE ended_at IS NULL`.execute(db);
}

async function createDisclosures(db: Kysely<unknown>): Promise<void> {
  // Student data that left: by a person's decision, at the end of a hold, or under an exception. `recipients` says what arrived.
  await sql`
    CREATE TABLE disclosures (
      message_id uuid PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
      at timestamptz NOT NULL,
      how text NOT NULL CHECK (how IN ('reviewer', 'sender', 'expiry', 'exception')),
      by_name text NOT NULL,
      exception_id uuid,
      schools text[] NOT NULL,
      words bigint[] NOT NULL
    )`.execute(db);
  await sql`CREATE INDEX disclosures_at ON disclosures (at, message_id)`.execute(db);
  await sql`CREATE INDEX disclosures_words ON disclosures USING gin (words)`.execute(db);
}

async function createTimeIndexes(db: Kysely<unknown>): Promise<void> {
  // The overview counts messages by time, the audit log is paged by time: both tables grow in that order, so that a block summary suffices.
  await sql`CREATE INDEX messages_received ON messages USING brin (received_at) WITH (autosummarize = on)`.execute(db);
  await sql`CREATE INDEX audit_events_at ON audit_events USING brin (at) WITH (autosummarize = on)`.execute(db);
}

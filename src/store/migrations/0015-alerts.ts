/** Alerts with their posts to webhooks, and an index that gives traces their messages newest first. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE alerts (
      id uuid PRIMARY KEY,
      kind text NOT NULL,
      subject text NOT NULL,
      source text NOT NULL,
      summary text NOT NULL,
      message_id uuid,
      raised_at timestamptz NOT NULL,
      seen_at timestamptz NOT NULL,
      sent_at timestamptz,
      ended_at timestamptz
    )`.execute(db);
  await sql`CREATE UNIQUE INDEX alerts_open ON alerts (kind, subject, source) WHERE ended_at IS NULL`.execute(db);
  await sql`CREATE INDEX alerts_sent ON alerts (sent_at)`.execute(db);
  await sql`
    CREATE TABLE alert_posts (
      id uuid PRIMARY KEY,
      webhook text NOT NULL,
      body jsonb NOT NULL,
      created_at timestamptz NOT NULL,
      due_at timestamptz NOT NULL,
      attempts integer NOT NULL DEFAULT 0
    )`.execute(db);
  await sql`CREATE INDEX messages_trace ON messages (received_at DESC, id DESC)`.execute(db);
}

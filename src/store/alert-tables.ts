/** Columns of the tables of alerts and their posts. */
import type { AlertPost } from '../alerts/alert.ts';

export interface AlertsTable {
  id: string;
  kind: string;
  subject: string;
  source: string;
  summary: string;
  message_id: string | null;
  raised_at: Date;
  seen_at: Date;
  sent_at: Date | null;
  ended_at: Date | null;
}

export interface AlertPostsTable {
  id: string;
  webhook: string;
  body: AlertPost;
  created_at: Date;
  due_at: Date;
  attempts: number;
}

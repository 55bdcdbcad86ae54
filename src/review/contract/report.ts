/** The monthly report in the console's API: numbers of a whole month, for print. */
import { z } from 'zod';
import { overview } from './pages.ts';

export const reportQuery = z.object({
  /** `2026-11`. Default: the last month that is over. */
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional(),
});

export const monthlyReport = z.object({
  /** `2026-11`. */
  month: z.string(),
  /** The month is not over: the numbers go up to today. */
  isOpen: z.boolean(),
  /** ISO dates of the first and the last day, in UTC. */
  from: z.string(),
  to: z.string(),
  madeAt: z.iso.datetime(),
  district: z.string(),
  policy: z.object({ title: z.string(), version: z.int(), monitor: z.boolean() }),
  /** Empty: all schools. */
  schools: z.array(z.string()),
  days: overview.shape.days,
  totals: overview.shape.totals,
  decisionHours: overview.shape.decisionHours,
  rules: overview.shape.rules,
  senders: overview.shape.senders,
  monitored: overview.shape.monitored,
  /** Messages with student data that reached somebody who is not entitled to it, by who allowed it. */
  disclosures: z.object({ reviewer: z.int(), sender: z.int(), expiry: z.int(), exception: z.int() }),
});
export type MonthlyReport = z.infer<typeof monthlyReport>;

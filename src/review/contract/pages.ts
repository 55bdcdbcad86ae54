/** The pages Overview, Disclosures, Policy, Settings and Audit log in the console's API. */
import { z } from 'zod';
import { eventKinds } from './event-kinds.ts';

export const pageQuery = z.object({
  q: z.string().max(500).default(''),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const auditQuery = pageQuery.extend({ kind: z.enum(eventKinds).optional() });

const dayCount = z.object({
  /** `2026-11-22`, in UTC. */
  day: z.string(),
  delivered: z.int(),
  warned: z.int(),
  held: z.int(),
  returned: z.int(),
});

/** A share of a sample with its 95 % interval. */
export const rate = z.object({ share: z.number(), low: z.number(), high: z.number() });
export type Rate = z.infer<typeof rate>;

const ruleCount = z.object({
  rule: z.string(),
  title: z.string(),
  matched: z.int(),
  /** Messages with a finding that was judged so. */
  falseAlarms: z.int(),
  confirmed: z.int(),
  /** Of the messages that were judged; null where none was. */
  falseAlarmRate: rate.nullable(),
});
export type RuleCount = z.infer<typeof ruleCount>;

export const overview = z.object({
  days: z.array(dayCount),
  totals: z.object({ messages: z.int(), held: z.int(), released: z.int(), returned: z.int(), expired: z.int() }),
  /** Hours from hold to decision, for decisions in the period. */
  decisionHours: z.object({ median: z.number().nullable(), p90: z.number().nullable() }),
  rules: z.array(ruleCount),
  /** The whole policy is in monitor mode. */
  monitor: z.boolean(),
  /** Messages that were delivered only because of monitor mode: what would have happened to them. */
  monitored: z.object({ held: z.int(), asked: z.int(), returned: z.int(), rules: z.array(ruleCount) }),
  senders: z.object({ warned: z.int(), sent: z.int(), cancelled: z.int(), toldFalseAlarm: z.int() }),
  oldest: z.object({ id: z.uuid(), receivedAt: z.iso.datetime() }).nullable(),
});
export type Overview = z.infer<typeof overview>;

export const disclosure = z.object({
  messageId: z.uuid(),
  at: z.iso.datetime(),
  sender: z.string(),
  recipient: z.string(),
  /** Empty for roles that may not read messages. */
  subject: z.string(),
  /** Schools of the students and of the sender. */
  schools: z.array(z.string()),
  /** Names, or initials for roles that may not reveal messages. */
  students: z.array(z.string()),
  studentCount: z.int(),
  kinds: z.array(z.string()),
  by: z.string(),
  reason: z.string(),
});
/** Beside the rows: whose record it is, for paper. */
export const disclosures = z.object({
  district: z.string(),
  rows: z.array(disclosure),
  next: z.string().nullable(),
});
export type Disclosures = z.infer<typeof disclosures>;

export const exception = z.object({
  id: z.uuid(),
  codes: z.array(z.string()),
  sender: z.string().nullable(),
  recipient: z.string().nullable(),
  expiresAt: z.iso.datetime(),
  reason: z.string(),
  by: z.string(),
  createdAt: z.iso.datetime(),
  /** The most students that a message may be about. */
  students: z.int(),
  used: z.int(),
  firstUsedAt: z.iso.datetime().nullable(),
  /** It has no effect until a manager consents. */
  waitsForConsent: z.boolean(),
  /** The manager who consented; null where nobody had to. */
  consentedBy: z.string().nullable(),
});
export type Exception = z.infer<typeof exception>;

const check = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['good', 'attention', 'bad']),
  /** What the check found, and what to do about it. */
  detail: z.string(),
});
export const settings = z.object({
  /** Problems first. */
  checks: z.array(check),
  roster: z.object({
    importedAt: z.iso.datetime().nullable(),
    students: z.int(),
    guardians: z.int(),
    staff: z.int(),
    /** Number of students whose pictures may not be published. */
    mediaRestricted: z.int(),
    refused: z.int(),
    /** Where new rosters come from by themselves; null where only people import them. */
    source: z.enum(['folder', 'provider']).nullable(),
    /** What became of the last exports and runs, newest first. */
    syncs: z.array(
      z.object({
        at: z.iso.datetime(),
        /** Of an export: its name. Of the OneRoster service: its host. */
        name: z.string(),
        outcome: z.enum(['imported', 'skipped', 'failed']),
        code: z.string().nullable(),
        /** Files, rows and counts; never a value of a row. */
        detail: z.string().nullable(),
      }),
    ),
  }),
  lists: z.array(z.object({ address: z.string(), kind: z.string(), members: z.int().nullable() })),
  waiting: z.array(z.object({ state: z.string(), count: z.int() })),
  version: z.string(),
});
export type Settings = z.infer<typeof settings>;

export const auditPage = z.object({
  district: z.string(),
  rows: z.array(
    z.object({
      seq: z.string(),
      at: z.iso.datetime(),
      event: z.string(),
      words: z.string(),
      actor: z.string(),
      messageId: z.uuid().nullable(),
      /** Why content was revealed; empty for other events, and for roles that may not reveal messages. */
      reason: z.string(),
    }),
  ),
  next: z.string().nullable(),
});
export type AuditPage = z.infer<typeof auditPage>;

/** The schema of a policy pack: what a policies/*.yaml file may hold. The documentation of the keys is generated from it. */
import { z } from 'zod';
import { actions, threadWindows } from './verdict.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'an id in lower case such as student-data');
const words = z.string().trim().min(1);
const codeGlob = z
  .string()
  .regex(/^(\*|[a-z0-9*-]+\.[a-z0-9*-]+)$/, 'a code or pattern such as student-pii.phone or student-pii.*');
const addressPattern = z
  .string()
  .regex(
    /^[^\s@<>]*@[^\s@<>]+$|^(\*?\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/i,
    'an address, a pattern such as *-office@school.example, or a domain',
  );
const date = z.iso.date('a date such as 2026-06-30');
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 07:30');
const timeZone = z.string().refine(isTimeZone, 'a time zone such as America/Chicago');
const count = z.number().int().positive();

export const unreadReasons = [
  'unsupported',
  'image',
  'media',
  'encrypted',
  'damaged',
  'too-deep',
  'too-big',
  'too-many',
  'too-slow',
  'ambiguous',
] as const;
export const failureCodes = [
  'detector-failed',
  'timed-out',
  'out-of-memory',
  'worker-died',
  'malformed',
  'poison',
] as const;
export const listKinds = ['staff', 'department', 'family', 'student', 'other'] as const;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const time = z.strictObject({
  days: z.array(z.enum(days)).min(1).optional().describe('Days on which it holds. Default: every day.'),
  from: timeOfDay.optional().describe('From this time of day; default 00:00.'),
  to: timeOfDay
    .optional()
    .describe(
      'Until before this time of day; default the end of the day. Earlier than from: over midnight, counted to the day it began on.',
    ),
  timeZone: timeZone.optional().describe("Default: the pack's time zone."),
});

/** Conditions on who writes to whom and when. They never depend on what was found. */
const context = {
  senders: z.array(addressPattern).min(1).optional().describe('The envelope sender matches one of these.'),
  senderGroups: z.array(id).min(1).optional().describe('The sender is in one of these groups.'),
  notSenderGroups: z.array(id).min(1).optional().describe('The sender is in none of these groups.'),
  recipientsIn: z.array(addressPattern).min(1).optional().describe('Counts for recipients that match one of these.'),
  recipientGroups: z.array(id).min(1).optional().describe('Counts for recipients in one of these groups.'),
  listKinds: z.array(z.enum(listKinds)).min(1).optional().describe('Counts for mailing lists of these kinds.'),
  time: time.optional().describe('When the message was received.'),
};

const threadWindow = z.literal(threadWindows);
const thread = z.strictObject({
  senders: count,
  withinMinutes: threadWindow.default(20),
});

export const conditionSchema = z.strictObject({
  codes: z.array(codeGlob).min(1).optional().describe('A finding has one of these codes.'),
  notCodes: z.array(codeGlob).min(1).optional().describe('Findings with one of these codes do not count.'),
  minScore: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("Findings below it do not count. Default: the pack's minScore."),
  minCount: count.optional().describe('At least so many findings count.'),
  minStudents: count.optional().describe('The findings that count are about at least so many different students.'),
  unread: z
    .array(z.enum([...unreadReasons, '*']))
    .min(1)
    .optional()
    .describe('A part was not read for one of these reasons.'),
  failures: z
    .array(z.enum([...failureCodes, '*']))
    .min(1)
    .optional()
    .describe('The scan failed in one of these ways.'),
  repliers: z
    .strictObject({
      atLeast: count.describe('People other than the sender.'),
      withinMinutes: threadWindow.default(20).describe('One of 5, 10, 20, 60, 240.'),
    })
    .optional()
    .describe('A reply to a mailing list that so many people have already answered: a reply-all storm.'),
  recipients: z
    .enum(['any', 'outside', 'inside', 'unentitled', 'list'])
    .optional()
    .describe(
      'For which recipients it counts. unentitled: those who may not have the data of the student whom a finding is about; where the student is in no roster, everyone.',
    ),
  colleagues: z
    .boolean()
    .optional()
    .describe(
      "false: single mailboxes of the district's own staff do not count (its lists and student mailboxes do). Default: true.",
    ),
  minRecipients: count.optional().describe('It counts for at least so many recipients.'),
  ...context,
});

export const ruleSchema = z.strictObject({
  id,
  title: words.describe('What was found, in words fit for a notice.'),
  when: conditionSchema
    .refine((when) => Object.keys(when).length > 0, 'at least one condition')
    .describe('All conditions given must hold.'),
  action: z.enum(actions),
  clauses: z.array(id).default([]).describe('Ids of the clauses that it enforces.'),
  tell: z
    .array(z.enum(['sender', 'security']))
    .default(['sender'])
    .describe('Who is told.'),
  monitor: z.boolean().default(false).describe('Record the rule, but do not act on it.'),
  releasers: count.default(1).describe('People needed to release the message from quarantine.'),
});

export const exceptionSchema = z.strictObject({
  id,
  rules: z.array(id).min(1).describe('Ids of the rules that it switches off.'),
  when: z
    .strictObject({
      ...context,
      recipients: z.enum(['outside', 'inside', 'list']).optional().describe('Counts for these recipients.'),
    })
    .refine((when) => Object.keys(when).length > 0, 'at least one condition')
    .describe('For which messages; where recipients are named, for those recipients only.'),
  reason: words.describe('Why, and who allowed it.'),
  until: date.optional().describe('Last day on which it holds. Default: no end, for what an office does for ever.'),
});

const student = z.string().min(1);
const caseSchema = z.strictObject({
  name: words,
  input: z
    .strictObject({
      sender: z.string().default('teacher@school.example'),
      recipients: z
        .array(
          z.strictObject({
            address: z.string(),
            inside: z.boolean().default(false),
            list: z.strictObject({ kind: z.enum(listKinds), members: count.optional() }).optional(),
            entitledTo: z.array(student).default([]),
          }),
        )
        .min(1)
        .default([{ address: 'someone@elsewhere.example', inside: false, entitledTo: [] }]),
      findings: z
        .array(
          z.strictObject({
            code: z.string(),
            score: z.number().min(0).max(1).default(0.9),
            student: student.optional(),
            inDirectory: z.boolean().optional().describe('Default: true where a student is given.'),
            times: count
              .default(1)
              .describe('So many findings alike; with %, each about another student: student: s%.'),
          }),
        )
        .default([]),
      unread: z.array(z.enum(unreadReasons)).default([]),
      failures: z.array(z.enum(failureCodes)).default([]),
      thread: thread.optional().describe('A reply to a list: so many others have answered before.'),
      groups: z
        .record(id, z.array(addressPattern))
        .default({})
        .describe('Who is in a group, for this case: beside those whom the pack names.'),
      receivedAt: z.iso.datetime().default('2026-03-04T16:00:00Z'),
    })
    .describe('The facts; see the schema for what is assumed where nothing is said.'),
  expect: z.strictObject({
    action: z.enum(actions),
    monitored: z.enum(actions).optional(),
    rules: z.array(id).optional().describe('Exactly the rules that match, in any order.'),
    codes: z.array(z.string()).optional(),
    students: z.number().int().nonnegative().optional(),
    releasers: count.optional(),
  }),
});

export const packSchema = z.strictObject({
  name: id,
  title: words,
  version: count.describe('Raised with each change.'),
  extends: z
    .string()
    .optional()
    .describe(
      'A pack whose policies, clauses, groups, rules and exceptions are taken over; entries with the same id replace its own.',
    ),
  monitor: z.boolean().default(false).describe('Every rule of the pack records only: everything is delivered.'),
  minScore: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Findings below it do not count, where a rule does not say otherwise. Default: 0.'),
  timeZone: timeZone.optional().describe('For times of day and last days. Default: UTC.'),
  policies: z
    .record(id, z.strictObject({ title: words, link: z.url().optional() }))
    .default({})
    .describe('The written policies.'),
  clauses: z
    .record(
      id,
      z.strictObject({ policy: id, number: words.describe('As the policy writes it: (2)(b)6.'), text: words }),
    )
    .default({})
    .describe("The policies' clauses, in their own words."),
  groups: z
    .record(id, z.array(addressPattern))
    .default({})
    .describe(
      'Groups of people: addresses, patterns, domains. Those of district.groups in the configuration are added; an empty group waits for them.',
    ),
  rules: z.array(ruleSchema).default([]).describe('The strictest rule that matches wins; the order does not matter.'),
  exceptions: z.array(exceptionSchema).default([]),
  cases: z
    .array(caseSchema)
    .default([])
    .describe('Messages and what must become of them: run by "hallpass check-policy". Not taken over by extends.'),
});

export type PackFile = z.infer<typeof packSchema>;
export type Condition = z.infer<typeof conditionSchema>;
export type Rule = z.infer<typeof ruleSchema>;
export type PolicyException = z.infer<typeof exceptionSchema>;
export type PolicyCase = z.infer<typeof caseSchema>;
export type TimeCondition = z.infer<typeof time>;

/** A pack with what it extends merged in and every reference checked. */
export interface PolicyPack {
  readonly name: string;
  readonly title: string;
  readonly version: number;
  /** SHA-256, hex, of what decides: everything but the cases. */
  readonly hash: string;
  readonly monitor: boolean;
  readonly minScore: number;
  readonly timeZone: string;
  readonly policies: PackFile['policies'];
  readonly clauses: PackFile['clauses'];
  readonly groups: PackFile['groups'];
  readonly rules: readonly Rule[];
  readonly exceptions: readonly PolicyException[];
  /** Ids of the rules that the pack's own file holds. */
  readonly ownRules: readonly string[];
  readonly ownExceptions: readonly string[];
  readonly cases: readonly PolicyCase[];
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

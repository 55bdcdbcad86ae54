/** The schema of a policy pack: the keys of a policies/*.yaml file. Their documentation is generated from it. */
import { z } from 'zod';
import { caseSchema } from './case-schema.ts';
import {
  addressPattern,
  groupMember,
  count,
  failureCodes,
  id,
  listKinds,
  threadWindow,
  unreadReasons,
  words,
} from './pack-fields.ts';
import { actions } from './verdict.ts';

export { failureCodes, listKinds, unreadReasons };

const codeGlob = z
  .string()
  .regex(/^(\*|[a-z0-9*-]+\.[a-z0-9*-]+)$/, 'a code or pattern such as student-pii.phone or student-pii.*');
const date = z.iso.date('a date such as 2026-06-30');
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 07:30');
const timeZone = z.string().refine(isTimeZone, 'a time zone such as America/Chicago');

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const time = z.strictObject({
  days: z.array(z.enum(days)).min(1).optional().describe('Days on which the condition holds. Default: every day.'),
  from: timeOfDay.optional().describe('First time of day. Default: 00:00.'),
  to: timeOfDay
    .optional()
    .describe(
      'Time of day at which the condition ends. Default: the end of the day. If it is earlier than from, the span runs over midnight and belongs to the day on which it begins.',
    ),
  timeZone: timeZone.optional().describe("Default: the pack's time zone."),
});

/** Conditions on sender, author, recipients and time. They never depend on findings. */
const context = {
  author: z
    .enum(['sender', 'other'])
    .optional()
    .describe(
      "Who wrote the message. other: an outside author or a colleague whose mail the sender passes on, by a rule, a list or a meeting. Rules about the sender's conduct have sender. Default: both.",
    ),
  automatic: z
    .boolean()
    .optional()
    .describe(
      'true: the message is from a program (automatic replies, notifications, lists, reports). false: it is from a person. Default: both.',
    ),
  senders: z.array(addressPattern).min(1).optional().describe('The envelope sender matches one of these patterns.'),
  senderGroups: z.array(id).min(1).optional().describe('The sender is in one of these groups.'),
  notSenderGroups: z.array(id).min(1).optional().describe('The sender is in none of these groups.'),
  recipientsIn: z
    .array(addressPattern)
    .min(1)
    .optional()
    .describe('The rule applies to recipients that match one of these patterns.'),
  recipientGroups: z.array(id).min(1).optional().describe('The rule applies to recipients in one of these groups.'),
  listKinds: z.array(z.enum(listKinds)).min(1).optional().describe('The rule applies to mailing lists of these kinds.'),
  time: time.optional().describe('When the message was received.'),
};

export const conditionSchema = z.strictObject({
  codes: z.array(codeGlob).min(1).optional().describe('A finding has one of these codes.'),
  notCodes: z.array(codeGlob).min(1).optional().describe('Findings with one of these codes do not count.'),
  minScore: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Findings with a lower score do not count. Default: minScore of the pack.'),
  minCount: count.optional().describe('Minimum number of findings that count.'),
  minStudents: count.optional().describe('Minimum number of different students in the findings that count.'),
  unread: z
    .array(z.enum([...unreadReasons, '*']))
    .min(1)
    .optional()
    .describe('A part could not be read for one of these reasons.'),
  failures: z
    .array(z.enum([...failureCodes, '*']))
    .min(1)
    .optional()
    .describe('The scan failed in one of these ways.'),
  repliers: z
    .strictObject({
      atLeast: count.describe('Minimum number of people other than the sender who have replied.'),
      withinMinutes: threadWindow
        .default(20)
        .describe('Period in which the replies are counted: 5, 10, 20, 60 or 240 minutes.'),
    })
    .optional()
    .describe('The message is a reply to a mailing list in a conversation with many replies: a reply-all storm.'),
  recipients: z
    .enum(['any', 'outside', 'inside', 'unentitled', 'list'])
    .optional()
    .describe(
      'Recipients to whom the rule applies. unentitled: those who are not entitled to the data of the student in the finding; if the student is not in the roster, all recipients.',
    ),
  colleagues: z
    .boolean()
    .optional()
    .describe(
      "false: the rule does not apply to individual mailboxes of the district's staff; it still applies to lists and student mailboxes. Default: true.",
    ),
  likelyFamily: z
    .boolean()
    .optional()
    .describe(
      'true: the rule applies only to recipients whom the message itself shows to be the family of the one student found, although the roster does not know the address. false: it does not apply to them. Default: both.',
    ),
  minRecipients: count.optional().describe('Minimum number of recipients to whom the rule applies.'),
  ...context,
});

export const ruleSchema = z.strictObject({
  id,
  title: words.describe('What the rule finds, as notices show it.'),
  titleEs: words.optional().describe('The title in Spanish, for notices and pages in Spanish. Default: the title.'),
  when: conditionSchema
    .refine((when) => Object.keys(when).length > 0, 'at least one condition')
    .describe('All of these conditions must hold.'),
  action: z.enum(actions),
  clauses: z.array(id).default([]).describe('Ids of the clauses that the rule enforces.'),
  tell: z
    .array(z.enum(['sender', 'security']))
    .default(['sender'])
    .describe(
      'Who is notified of a message that is held. Without sender, notices and pages for senders say nothing of the rule and what it found.',
    ),
  unanswered: z
    .enum(['review', 'record'])
    .default('review')
    .describe(
      'What happens to a message for which the sender is asked (warn) or gets it back (bounce), if nobody can answer, because a program, a list or a forwarding rule sends it. review: it is held for review. record: it is delivered and recorded.',
    ),
  monitor: z.boolean().default(false).describe('The rule is recorded with the message and has no effect.'),
  releasers: count.default(1).describe('Number of people who must approve the release of the message.'),
});

export const exceptionSchema = z.strictObject({
  id,
  rules: z.array(id).min(1).describe('Ids of the rules that the exception switches off.'),
  when: z
    .strictObject({
      ...context,
      recipients: z
        .enum(['outside', 'inside', 'list'])
        .optional()
        .describe('The exception applies to these recipients.'),
    })
    .refine((when) => Object.keys(when).length > 0, 'at least one condition')
    .describe('Messages to which the exception applies. If it names recipients, it applies to those recipients only.'),
  reason: words.describe('The reason, and who approved it.'),
  until: date.optional().describe('Last day of the exception. Default: no end, for the permanent task of an office.'),
});

export const packSchema = z.strictObject({
  name: id,
  title: words,
  version: count.describe('Increased with each change.'),
  extends: z
    .string()
    .optional()
    .describe(
      'A pack whose policies, clauses, groups, rules and exceptions are inherited. Entries with the same id replace the inherited ones.',
    ),
  monitor: z.boolean().default(false).describe('All rules of the pack are in monitor mode: everything is delivered.'),
  minScore: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Findings with a lower score do not count, unless a rule has its own minScore. Default: 0.'),
  timeZone: timeZone.optional().describe('Time zone of times of day and of last days. Default: UTC.'),
  policies: z
    .record(
      id,
      z.strictObject({
        title: words,
        titleEs: words.optional().describe('The title in Spanish. Default: the title.'),
        link: z.url().optional(),
        district: words
          .optional()
          .describe(
            'Name of the district whose policy it is. Its clauses are quoted only where district.name is the same. Default: they are quoted.',
          ),
      }),
    )
    .default({})
    .describe('The written policies.'),
  clauses: z
    .record(
      id,
      z.strictObject({
        policy: id,
        number: words.describe('As written in the policy: (2)(b)6.'),
        numberEs: words.optional().describe('The number in Spanish, where it contains words. Default: the number.'),
        text: words,
        textEs: words.optional().describe('The text in Spanish. Default: the text, marked as English.'),
      }),
    )
    .default({})
    .describe('The clauses of the policies, quoted.'),
  groups: z
    .record(id, z.array(groupMember))
    .default({})
    .describe(
      'Groups of people: addresses, patterns, domains, and groups of the roster (roster:principal, roster:school:Lincoln Elementary). The members in district.groups of the configuration are added.',
    ),
  rules: z.array(ruleSchema).default([]).describe('The strictest rule that matches wins; the order does not matter.'),
  exceptions: z.array(exceptionSchema).default([]),
  cases: z
    .array(caseSchema)
    .default([])
    .describe(
      'Test messages with the expected result, for "hallpass check-policy". They are not inherited by extends.',
    ),
});

export type PackFile = z.infer<typeof packSchema>;
export type Condition = z.infer<typeof conditionSchema>;
export type Rule = z.infer<typeof ruleSchema>;
export type PolicyException = z.infer<typeof exceptionSchema>;
export type PolicyCase = z.infer<typeof caseSchema>;
export type TimeCondition = z.infer<typeof time>;

/** A pack merged with the pack that it extends, with every reference checked. */
export interface PolicyPack {
  readonly name: string;
  readonly title: string;
  readonly version: number;
  /** SHA-256, hex, of everything but the cases. */
  readonly hash: string;
  readonly monitor: boolean;
  readonly minScore: number;
  readonly timeZone: string;
  readonly policies: PackFile['policies'];
  readonly clauses: PackFile['clauses'];
  readonly groups: PackFile['groups'];
  readonly rules: readonly Rule[];
  readonly exceptions: readonly PolicyException[];
  /** Ids of the rules in the pack's own file. */
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

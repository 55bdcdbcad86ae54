/** Actions that reviewers take on messages. A single message, many messages and undo share one shape. */
import { z } from 'zod';

const words = z.string().trim().max(4000);

/** What an exception allows. The students of the message that it is made from are the most that a later one may be about. */
export const exceptionBounds = z.object({
  /** Codes of the findings that are allowed until the exception expires. */
  codes: z.array(z.string()).min(1),
  sender: z.string().max(254).optional(),
  recipient: z.string().max(254).optional(),
  expiresAt: z.iso.datetime(),
});
export const exceptionScope = exceptionBounds.extend({
  reason: words.min(1),
  /** The `messages` of the preview that the reviewer has seen. Refused where the number is another one now. */
  wouldRelease: z.int().min(0),
});

/** What a copy without what was found would change, masked. */
export const copyPreview = z.object({
  /** False where it cannot be removed, or the message is no longer held. The rest is then empty. */
  isPossible: z.boolean(),
  changed: z.array(z.object({ where: z.string(), before: z.string(), after: z.string() })),
  /** Names of attachments; empty for one without a name. */
  leftOut: z.array(z.string()),
  keptFiles: z.int(),
  recipients: z.array(z.string()),
});
export type CopyPreview = z.infer<typeof copyPreview>;

/** What an exception would have released in the last days. */
export const exceptionPreview = z.object({
  days: z.int(),
  /** The most students that a message may be about. */
  students: z.int(),
  /** Whether a manager has to consent before it has an effect. */
  needsConsent: z.boolean(),
  messages: z.int(),
  senders: z.int(),
  /** The newest of these messages that the account may see. */
  examples: z.array(z.object({ id: z.uuid(), receivedAt: z.iso.datetime(), sender: z.string(), students: z.int() })),
});
export type ExceptionPreview = z.infer<typeof exceptionPreview>;

const releaseFields = {
  recipients: z.array(z.int()).min(1).optional(),
  reason: words,
  withoutReading: z.boolean().optional(),
};

export const reviewAction = z.discriminatedUnion('action', [
  z.object({ action: z.literal('claim') }),
  z.object({ action: z.literal('unclaim') }),
  z.object({ action: z.literal('assign'), to: z.uuid() }),
  z.object({ action: z.literal('escalate'), note: words }),
  z.object({ action: z.literal('note'), text: words.min(1) }),
  /**
   * `recipients` are positions in the envelope; without them, the message goes to all recipients. A release that weighs
   * heavily (`gravity` of the message) needs a reason, and is refused unless the account has revealed the message or says
   * that it releases it `withoutReading`.
   */
  z.object({
    action: z.literal('release'),
    ...releaseFields,
    /** In place of `recipients`: those who are entitled to all that was found. Refused where there are none. */
    to: z.literal('entitled').optional(),
  }),
  z.object({
    action: z.literal('release-and-allow'),
    ...releaseFields,
    exception: exceptionScope,
  }),
  /** One action: judges all findings as false alarms and releases the message to all recipients, as `release` does. */
  z.object({
    action: z.literal('false-alarm'),
    reason: words.default(''),
    withoutReading: releaseFields.withoutReading,
  }),
  /** Return to sender: the message is not sent. */
  z.object({ action: z.literal('reject'), template: z.string().max(60).optional(), words }),
  /** Return for correction: `words` tell the sender what to change. */
  z.object({ action: z.literal('return'), template: z.string().max(60).optional(), words: words.min(1) }),
  /** Cancels the message and sends a copy without what was found, at once. The sender reads the words. */
  z.object({ action: z.literal('send-copy'), words: words.default('') }),
  z.object({ action: z.literal('answer-appeal'), words: words.min(1) }),
  z.object({ action: z.literal('undo') }),
]);
export type ReviewAction = z.infer<typeof reviewAction>;

/** A reviewer's judgement of one finding. The Overview page counts false alarms by rule. Null removes the judgement. */
export const judgement = z.object({ judgement: z.enum(['confirmed', 'false-alarm']).nullable() });

/** One judgement of many findings of a message, which are named by their `n`. */
export const judgements = z.object({
  findings: z.array(z.int().min(0)).min(1).max(1000),
  judgement: judgement.shape.judgement,
});
/** One result for each finding, in the order of the request, without repeats. */
export const judgementResults = z.object({
  results: z.array(z.object({ n: z.int(), ok: z.boolean(), words: z.string(), code: z.string().optional() })),
});

export const actionResult = z.object({
  id: z.uuid(),
  ok: z.boolean(),
  /** What happened, or why not: `Mia Ortiz released it 4 seconds before you.` */
  words: z.string(),
  code: z.string().optional(),
  undoUntil: z.iso.datetime().nullable(),
});
export type ActionResult = z.infer<typeof actionResult>;

export const bulk = z.object({ ids: z.array(z.uuid()).min(1).max(500), action: reviewAction });
export const bulkResult = z.object({ results: z.array(actionResult) });
export type BulkResult = z.infer<typeof bulkResult>;

export const reveal = z.object({ reason: words.min(3) });

export const savedView = z.object({
  id: z.uuid(),
  name: z.string().min(1).max(60),
  query: z.string().max(500),
  sort: z.string().max(20),
  shared: z.boolean(),
});
export type SavedView = z.infer<typeof savedView>;

export const rejectTemplate = z.object({ id: z.string(), title: z.string(), words: z.string() });

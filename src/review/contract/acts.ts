/** What reviewers do to messages: one shape for a single message, many, and the undoing. */
import { z } from 'zod';

const words = z.string().trim().max(4000);

export const exceptionScope = z.object({
  /** What is allowed from now on. */
  codes: z.array(z.string()).min(1),
  sender: z.string().max(254).optional(),
  recipient: z.string().max(254).optional(),
  expiresAt: z.iso.datetime(),
  reason: words.min(1),
});

export const act = z.discriminatedUnion('act', [
  z.object({ act: z.literal('claim') }),
  z.object({ act: z.literal('unclaim') }),
  z.object({ act: z.literal('assign'), to: z.uuid() }),
  z.object({ act: z.literal('escalate'), note: words }),
  z.object({ act: z.literal('note'), text: words.min(1) }),
  /** Positions of the envelope's recipients; without it all. */
  z.object({ act: z.literal('release'), recipients: z.array(z.int()).min(1).optional(), reason: words }),
  z.object({
    act: z.literal('release-and-allow'),
    recipients: z.array(z.int()).min(1).optional(),
    reason: words,
    exception: exceptionScope,
  }),
  z.object({ act: z.literal('reject'), template: z.string().max(60).optional(), words }),
  /** Back to the sender for correction: `words` say what to change. */
  z.object({ act: z.literal('return'), template: z.string().max(60).optional(), words: words.min(1) }),
  z.object({ act: z.literal('answer-appeal'), words: words.min(1) }),
  z.object({ act: z.literal('undo') }),
]);
export type Act = z.infer<typeof act>;

/** `findings/:n/judgement`: false alarms feed the scorecard and show in Overview. */
export const judgement = z.object({ judgement: z.enum(['confirmed', 'false-alarm']).nullable() });

/** The same of many findings of a message: by their `n`. */
export const judgements = z.object({
  findings: z.array(z.int().min(0)).min(1).max(1000),
  judgement: judgement.shape.judgement,
});
/** In the order asked, without repeats. */
export const judgementResults = z.object({
  results: z.array(z.object({ n: z.int(), ok: z.boolean(), words: z.string(), code: z.string().optional() })),
});

export const actResult = z.object({
  id: z.uuid(),
  ok: z.boolean(),
  /** What happened, or why not: `Mia Ortiz released it 4 seconds before you.` */
  words: z.string(),
  code: z.string().optional(),
  undoUntil: z.iso.datetime().nullable(),
});
export type ActResult = z.infer<typeof actResult>;

export const bulk = z.object({ ids: z.array(z.uuid()).min(1).max(500), act });
export const bulkResult = z.object({ results: z.array(actResult) });
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

/** Reads the form of the sender's page and reports what is missing. */
import { z } from 'zod';

export const sendReasons = ['entitled', 'false-alarm', 'approved', 'other'] as const;
export type SendReason = (typeof sendReasons)[number];

export interface SenderDecision {
  readonly choice: 'send' | 'cancel';
  /** One of `sendReasons`; empty where the sender cancels without one. */
  readonly reason: string;
  /** What the sender wrote, at most 1000 characters. */
  readonly words: string;
}

export const maxWords = 1000;

const text = z.string().catch('');
const formSchema = z.object({
  choice: z.enum(['send', 'cancel']).optional().catch(undefined),
  reason: z.enum(sendReasons).or(z.literal('')).catch(''),
  words: text,
});

export type FormProblem = 'needReason' | 'needWords' | 'needChoice';

export interface FilledForm {
  readonly reason: string;
  readonly words: string;
}

/** A decision, or the first field that is missing and the values filled in so far. Reasons that need words: `approved` and `other`. */
export function readForm(
  body: unknown,
): SenderDecision | { readonly problem: FormProblem; readonly filled: FilledForm } {
  const { choice, reason, words: raw } = formSchema.parse(typeof body === 'object' && body !== null ? body : {});
  const words = raw.trim().slice(0, maxWords).toWellFormed();
  if (choice === undefined) return { problem: 'needChoice', filled: { reason, words } };
  if (choice === 'send' && reason === '') return { problem: 'needReason', filled: { reason, words } };
  if (choice === 'send' && (reason === 'approved' || reason === 'other') && words === '') {
    return { problem: 'needWords', filled: { reason, words } };
  }
  return { choice, reason, words };
}

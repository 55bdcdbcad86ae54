/** Results of actions: what happened, or why not. */
import type { ActionResult } from '../contract/actions.ts';

export type Result = Omit<ActionResult, 'id'>;
export const done = (words: string, undoUntil: Date | null = null): Result => ({
  ok: true,
  words,
  undoUntil: undoUntil?.toISOString() ?? null,
});
export const refused = (words: string, code: string): Result => ({ ok: false, words, code, undoUntil: null });

export const refusalWords = {
  'already-agreed': 'You have approved this release already. Somebody else has to approve it as well.',
  'same-person':
    'Another account with your name or mailbox has approved this release already. Another person has to approve it.',
  'needs-reason': 'Releasing this message weighs heavily. Give a reason.',
  'needs-reading':
    'Releasing this message weighs heavily. Reveal it first, or state that you release it without reading it.',
} as const;

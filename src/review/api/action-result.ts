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
  'already-agreed': 'You have already approved this release. Somebody else has to approve it as well.',
  'same-person':
    'Another account with your name or mailbox has already approved this release. Another person has to approve it.',
  'needs-reason': 'This message is sensitive. Give a reason for its release.',
  'needs-reading': 'This message is sensitive. Reveal it first, or confirm that you release it without reading it.',
} as const;

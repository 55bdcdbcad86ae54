/** Send without it: a reviewer sends a copy without what was found in place of a held message. */
import type { MessageDetail } from '../../store/stored-message.ts';
import type { Caller } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import type { CopyPreview } from '../contract/actions.ts';
import { done, refusalWords, refused, type Result } from './action-result.ts';
import { actorOf, viewerOf, type ReviewParts } from './review-parts.ts';
import { tooLateWords } from './too-late-words.ts';

export async function previewCopy({ copies }: ReviewParts, message: MessageDetail): Promise<CopyPreview> {
  const preview = await copies.preview(message);
  if (preview === undefined) return { isPossible: false, changed: [], leftOut: [], keptFiles: 0, recipients: [] };
  return { isPossible: true, ...preview };
}

type CopySent =
  | { readonly outcome: 'sent' | 'not-possible' | 'lost' }
  | Exclude<Awaited<ReturnType<ReviewParts['review']['decisions']['agreeToCopy']>>, { outcome: 'go' }>;

/** As many people agree as a release of the message needs. The copy is judged again like any other message. */
async function sendCopy(parts: ReviewParts, id: string, words: string, caller: Caller): Promise<CopySent> {
  const message = await parts.message(id);
  if (message === undefined) throw new ApiProblem('message.not-found');
  if (!parts.copies.mayBePossible(message)) return { outcome: 'not-possible' };
  const actor = actorOf(caller);
  const agreed = await parts.review.decisions.agreeToCopy(id, viewerOf(caller), words, {
    actor,
    recipients: message.recipients.length,
  });
  if (agreed.outcome !== 'go') return agreed;
  const outcome = await parts.copies.send(message, { actor, reason: words });
  return { outcome: outcome === 'too-late' ? 'lost' : outcome };
}

/** @throws ApiProblem message.not-found */
export async function sendWithoutIt(parts: ReviewParts, id: string, words: string, caller: Caller): Promise<Result> {
  const result = await sendCopy(parts, id, words, caller);
  switch (result.outcome) {
    case 'sent':
      return done('The message is cancelled. A copy without the flagged parts will be checked again and then sent.');
    case 'agreed':
      return done(`Your approval of the copy stands: ${result.given} of ${result.needed}.`);
    case 'not-possible':
      return refused('The flagged parts cannot be removed from this message.', 'conflict.no-copy');
    case 'lost':
      return refused('Somebody else has decided on it in the meantime.', 'conflict.already-decided');
    case 'too-late':
      return refused(tooLateWords(result, caller, parts.now()), 'conflict.already-decided');
    case 'not-there':
      throw new ApiProblem('message.not-found');
    case 'already-agreed':
    case 'same-person':
      return refused(refusalWords[result.outcome], `conflict.${result.outcome}`);
  }
}

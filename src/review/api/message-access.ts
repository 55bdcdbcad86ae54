/** Finds messages for a caller: searches that the caller may make, and single messages that the caller may see. */
import { pilotVerdict } from '../../decide/verdict.ts';
import type { MessageDetail as StoredMessage } from '../../store/stored-message.ts';
import type { ReviewItem } from '../../store/review/read-items.ts';
import type { Search } from '../../store/review/search.ts';
import type { Caller } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import { actorOf, viewerOf, type ReviewParts } from './review-parts.ts';
import { parseSearch } from './search/parse-search.ts';

export type ParsedSearch = ReturnType<typeof parseSearch>;

export function parseSearchText({ review, now, dayStart }: ReviewParts, text: string): ParsedSearch {
  return parseSearch(text, { now: now(), dayStart, foldWords: review.foldWords });
}

/** @throws ApiProblem request.invalid, or access.forbidden for a search by content without `messages.read` */
export function searchOf(parts: ReviewParts, text: string, { permissions }: Caller): Search {
  const search = parseSearchText(parts, text);
  if ('message' in search)
    throw new ApiProblem('request.invalid', {
      detail: search.message,
      fields: [{ path: 'q', message: search.message }],
    });
  // A search by subject or student would disclose content to a role that may not read it.
  if (searchesContent(search) && !permissions.has('messages.read'))
    throw new ApiProblem('access.forbidden', {
      detail: 'Your account cannot search by subject, text, attachment or student.',
    });
  return permissions.has('messages.read') ? search : search.map(withoutSubject);
}

/** @throws ApiProblem message.not-found, also for messages of schools that the caller may not see */
export async function findMessage(
  parts: ReviewParts,
  id: string,
  caller: Caller,
): Promise<{ item: ReviewItem; message: StoredMessage }> {
  const item = await parts.review.items.item(id, viewerOf(caller));
  const message = item && (await parts.message(id));
  if (!item || !message) throw new ApiProblem('message.not-found');
  if (item.state !== 'monitored') return { item, message };
  // Shows what would have happened without monitor mode.
  return { item, message: { ...message, verdict: pilotVerdict(message.verdict) ?? message.verdict } };
}

/** Finds a message that the account has revealed, and records that its content is read. @throws ApiProblem message.not-revealed */
export async function findRevealed(parts: ReviewParts, id: string, caller: Caller): Promise<StoredMessage> {
  const { records } = parts.review;
  const { message } = await findMessage(parts, id, caller);
  if (!(await records.revealed(id, caller.account.id))) throw new ApiProblem('message.not-revealed');
  await records.read(id, actorOf(caller), parts.now());
  return message;
}

const contentFields: ReadonlySet<string> = new Set(['subject', 'student', 'body', 'file']);

export function searchesContent(search: ParsedSearch): boolean {
  return !('message' in search) && search.some((term) => term.kind === 'words' && contentFields.has(term.field));
}

/** For roles that may not read content, words without a key search the sender only. */
function withoutSubject(term: Search[number]): Search[number] {
  return term.kind === 'words' && term.field === 'any' ? { ...term, field: 'from' } : term;
}

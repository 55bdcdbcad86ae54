/** Handlers of the routes about saved views. */
import type { ListedSearch } from '../../store/review/views.ts';
import type { Caller, ReviewHandlers } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import { parseSearchText, searchesContent, searchOf, type ParsedSearch } from './message-access.ts';
import { viewerOf, type ReviewParts } from './review-parts.ts';

type SavedViewHandlers = Pick<ReviewHandlers, 'views' | 'saveView' | 'deleteView'>;

export function createSavedViewHandlers(parts: ReviewParts): SavedViewHandlers {
  const { searches } = parts.review;
  return {
    async views({ caller }) {
      const views = await searches.list(caller.account.id);
      return { views: views.filter((view) => mayKnow(view, parseSearchText(parts, view.query), caller)) };
    },
    async saveView({ body, caller }) {
      searchOf(parts, body.query, caller);
      return searches.save(viewerOf(caller), body);
    },
    async deleteView({ params, caller }) {
      if (!(await searches.remove(caller.account.id, params.id))) throw new ApiProblem('not-found');
      return undefined;
    },
  };
}

/**
 * Whether the caller may know a shared view. A search by words may name a student, so the view is only for accounts that
 * may search content and that see the messages of every school that its owner sees.
 */
function mayKnow(
  { own, schools }: ListedSearch,
  search: ParsedSearch,
  { permissions, schools: callerSchools }: Caller,
): boolean {
  if (!permissions.has('messages.read') && searchesContent(search)) return false;
  if (own || callerSchools.length === 0 || 'message' in search) return true;
  if (!search.some(({ kind }) => kind === 'words')) return true;
  return schools.length > 0 && schools.every((school) => callerSchools.includes(school));
}

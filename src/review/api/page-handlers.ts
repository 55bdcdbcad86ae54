/** Handlers of the routes of the pages Overview, Disclosures, Settings and Audit log. */
import type { ReviewHandlers } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import { auditLogOf, disclosuresOf, exceptionsOf, overviewOf } from './pages.ts';
import { reportOf } from './report-page.ts';
import { actorOf, viewerOf, type ReviewParts } from './review-parts.ts';

type PageHandlers = Pick<
  ReviewHandlers,
  | 'overview'
  | 'report'
  | 'disclosures'
  | 'exceptions'
  | 'consentToException'
  | 'endException'
  | 'settings'
  | 'selfTest'
  | 'schools'
  | 'audit'
>;

export function createPageHandlers(parts: ReviewParts): PageHandlers {
  return {
    overview: ({ query, caller }) => overviewOf(parts, query.days, caller),
    report: ({ query, caller }) => reportOf(parts, query.month, caller),
    disclosures: ({ query, caller }) => disclosuresOf(parts, query, caller),
    exceptions: async ({ caller }) => ({ exceptions: await exceptionsOf(parts, caller) }),
    async consentToException({ params, caller }) {
      const { exceptions } = parts.review;
      if (!(await exceptions.consent(params.id, viewerOf(caller), actorOf(caller), parts.now())))
        throw new ApiProblem('not-found');
      return undefined;
    },
    async endException({ params, caller }) {
      const { exceptions } = parts.review;
      if (!(await exceptions.end(params.id, viewerOf(caller), actorOf(caller), parts.now())))
        throw new ApiProblem('not-found');
      return undefined;
    },
    settings: () => parts.settings(),
    selfTest: async () => ({ checks: await parts.selfTest() }),
    schools: async () => ({ schools: await parts.schools() }),
    audit: ({ query, caller }) => auditLogOf(parts, query, caller),
  };
}

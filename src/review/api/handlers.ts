/** The handlers of all routes about messages, put together by subject. */
import type { ReviewHandlers } from '../access/handler.ts';
import { createAbsenceHandlers } from './absence-handlers.ts';
import { takeAction, takeActions } from './actions.ts';
import { createContentHandlers } from './content-handlers.ts';
import { openEvents } from './events.ts';
import { createDistrictHandlers } from './district-handlers.ts';
import { createJudgementHandlers } from './judgement-handlers.ts';
import { createMailFlowHandlers } from './mail-flow-handlers.ts';
import { createMessageHandlers } from './message-handlers.ts';
import { createPageHandlers } from './page-handlers.ts';
import { createPolicyHandlers } from './policy-handlers.ts';
import type { ReviewParts } from './review-parts.ts';
import { createSavedViewHandlers } from './saved-view-handlers.ts';

export function createReviewHandlers(parts: ReviewParts): ReviewHandlers {
  return {
    ...createMessageHandlers(parts),
    ...createContentHandlers(parts),
    ...createJudgementHandlers(parts),
    ...createSavedViewHandlers(parts),
    ...createPageHandlers(parts),
    ...createPolicyHandlers(parts),
    ...createMailFlowHandlers(parts.mailFlow),
    ...createDistrictHandlers(parts.district),
    ...createAbsenceHandlers(parts),
    takeAction: ({ params, body, caller }) => takeAction(parts, params.id, body, caller),
    bulk: async ({ body, caller }) => ({ results: await takeActions(parts, body.ids, body.action, caller) }),
    events: ({ caller }) => Promise.resolve(openEvents(parts, caller)),
    templates: () => Promise.resolve({ templates: parts.templates }),
  };
}

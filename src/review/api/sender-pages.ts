/** The pages that warnings link to: GET changes nothing, because link scanners follow links; POST decides. */
import type { FastifyInstance } from 'fastify';
import { languageOf, registerLinkPages, type LinkPageOptions, type LinkRequest } from './link-pages.ts';
import { readForm, type SenderDecision } from './sender-pages-form.ts';
import { plainPage, viewPage, type SenderView } from './sender-pages-html.ts';

/** The result of a decision: carried out, or too late. */
export type SenderOutcome = { readonly state: 'sent' } | { readonly state: 'cancelled' } | LateView;
type LateView = Exclude<SenderView, { state: 'open' }>;

/**
 * Both throw HallpassError `link.invalid`, and may throw `link.expired` and `link.used`; any other error is shown as a
 * failure, and the sender may try again.
 */
export interface SenderHandlers {
  /** Must change nothing. */
  view(token: string): Promise<SenderView>;
  /** Decides at most once, even when requests run at the same time. */
  decide(token: string, decision: SenderDecision): Promise<SenderOutcome>;
}

const bodyLimit = 16_384;
const lateStatus: Readonly<Record<LateView['state'], number>> = { decided: 409, expired: 410 };

/** Adds GET, HEAD and POST /w/:token. Statuses: 200, 404 invalid, 409 decided before, 410 expired, 422 incomplete, 429. */
export function registerSenderPages(app: FastifyInstance, handlers: SenderHandlers, options: LinkPageOptions): void {
  registerLinkPages(app, options, { bodyLimit }, (scope) => {
    scope.get('/w/:token', async (request: LinkRequest, reply) => {
      const view = await handlers.view(request.params.token);
      return reply.code(view.state === 'expired' ? 410 : 200).send(viewPage(view, languageOf(request), options));
    });

    scope.post('/w/:token', { bodyLimit }, async (request: LinkRequest, reply) => {
      const { token } = request.params;
      const language = languageOf(request);
      const form = readForm(request.body);
      if ('problem' in form) {
        const view = await handlers.view(token);
        const status = view.state === 'open' ? 422 : lateStatus[view.state];
        return reply.code(status).send(viewPage(view, language, options, form));
      }
      const outcome = await handlers.decide(token, form);
      if (outcome.state === 'sent' || outcome.state === 'cancelled') {
        return reply.code(200).send(plainPage(outcome.state, language, options));
      }
      return reply.code(lateStatus[outcome.state]).send(viewPage(outcome, language, options));
    });
  });
}

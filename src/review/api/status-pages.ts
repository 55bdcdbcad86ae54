/** The page that says what became of a message, and the form on it by which its sender chooses the language of notices. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { languageOf, registerLinkPages, type LinkPageOptions, type LinkRequest } from './link-pages.ts';
import type { PageLanguage } from './page.ts';
import { statement } from './sender-pages-html.ts';
import { senderWords } from './sender-pages-words.ts';
import { statusPage, type StatusView } from './status-pages-html.ts';

/** Both throw HallpassError `link.invalid`, `link.expired`. */
export interface StatusHandlers {
  /** Must change nothing. `elsewhere`: the message waits, and this page of it takes the decision, relative to this one. */
  view(token: string): Promise<StatusView | { readonly elsewhere: string }>;
  chooseLanguage(token: string, language: PageLanguage): Promise<void>;
}

const bodyLimit = 1024;
const form = z.object({ language: z.enum(['en', 'es']) });

/** Adds GET, HEAD and POST /m/:token. Statuses: 200, 303 to the page that decides, 404 invalid, 410 expired, 422, 429. */
export function registerStatusPages(app: FastifyInstance, handlers: StatusHandlers, options: LinkPageOptions): void {
  registerLinkPages(app, options, { bodyLimit }, (scope) => {
    scope.get('/m/:token', async (request: LinkRequest, reply) => {
      const language = languageOf(request);
      const view = await handlers.view(request.params.token);
      if ('elsewhere' in view) return reply.redirect(`${view.elsewhere}?lang=${language}`, 303);
      return reply.code(200).send(statusPage(view, language, options));
    });
    scope.post('/m/:token', { bodyLimit }, async (request: LinkRequest, reply) => {
      const chosen = form.safeParse(request.body);
      const language = chosen.success ? chosen.data.language : languageOf(request);
      if (!chosen.success) {
        const { needChoice, invalid } = senderWords[language];
        return reply.code(422).send(statement(language, options, { ...invalid, mark: '▲', text: needChoice }));
      }
      await handlers.chooseLanguage(request.params.token, language);
      return reply.code(200).send(statement(language, options, { ...senderWords[language].languageChosen, mark: '●' }));
    });
  });
}

/** The page that offers a copy of a held message without what is wrong with it: GET shows before and after, POST sends the copy. */
import type { FastifyInstance } from 'fastify';
import { copyWords } from './copy-pages-words.ts';
import { languageOf, registerLinkPages, type LinkPageOptions, type LinkRequest } from './link-pages.ts';
import { escape, type PageLanguage } from './page.ts';
import { address, formFrame, frame, quoted, statement, type PageSettings } from './sender-pages-html.ts';
import { senderWords } from './sender-pages-words.ts';

export type CopyView =
  | {
      readonly state: 'offered';
      readonly subject: string;
      /** Lines of the text, masked. */
      readonly changed: readonly { readonly where: string; readonly before: string; readonly after: string }[];
      /** Masked names of the attachments that are left out. */
      readonly leftOut: readonly string[];
      readonly keptFiles: number;
      readonly recipients: readonly string[];
    }
  | { readonly state: 'not-possible'; readonly subject: string };

/** Both throw HallpassError `link.invalid`, `link.expired`. */
export interface CopyHandlers {
  /** Must change nothing. */
  view(token: string, language: PageLanguage): Promise<CopyView>;
  /** Cancels the original and sends the copy, at most once. */
  send(token: string, language: PageLanguage): Promise<{ readonly sent: boolean; readonly view: CopyView }>;
}

const bodyLimit = 1024;

/** Adds GET, HEAD and POST /m/:token/copy. Statuses: 200, 404 invalid, 409 not possible, 410 expired, 429. */
export function registerCopyPages(app: FastifyInstance, handlers: CopyHandlers, options: LinkPageOptions): void {
  registerLinkPages(app, options, { bodyLimit }, (scope) => {
    scope.get('/m/:token/copy', async (request: LinkRequest, reply) => {
      const language = languageOf(request);
      const view = await handlers.view(request.params.token, language);
      return reply
        .code(view.state === 'offered' ? 200 : 409)
        .send(copyPage(view, request.params.token, language, options));
    });
    scope.post('/m/:token/copy', { bodyLimit }, async (request: LinkRequest, reply) => {
      const language = languageOf(request);
      const { sent, view } = await handlers.send(request.params.token, language);
      if (!sent)
        return reply
          .code(409)
          .send(copyPage({ state: 'not-possible', subject: view.subject }, request.params.token, language, options));
      return reply.code(200).send(statement(language, options, { ...copyWords[language].sent, mark: '●' }));
    });
  });
}

function copyPage(view: CopyView, token: string, language: PageLanguage, settings: PageSettings): string {
  const say = copyWords[language];
  if (view.state === 'not-possible') return statement(language, settings, { ...say.notPossible, mark: '▲' });
  const title = quoted(view.subject, senderWords[language]);
  return frame(language, settings, `${say.label}: ${title}`, [
    `<p class="label">▲ ${escape(say.label)}</p>`,
    `<h1>${escape(title)}</h1>`,
    `<p>${escape(say.intro)}</p>`,
    ...changes(view.changed, language),
    ...(view.leftOut.length === 0
      ? []
      : [`<h2>${escape(say.leftOut)}</h2>`, list(view.leftOut.map((name) => escape(name || say.unnamed)))]),
    ...(view.keptFiles > 0 ? [`<p>${escape(say.kept(view.keptFiles))}</p>`] : []),
    `<p class="hint">${escape(say.plain)} ${escape(say.masked)}</p>`,
    `<h2>${escape(say.to)}</h2>`,
    list(view.recipients.map(address)),
    formFrame(language, {
      heading: say.heading,
      problem: undefined,
      fields: [
        `<p>${escape(say.confirm)}</p>
<div class="buttons">
<button class="button main" type="submit" name="choice" value="copy">${escape(say.send)}</button>
</div>
<p><a href="../${encodeURIComponent(token)}?lang=${language}">${escape(say.back)}</a></p>`,
      ],
    }),
  ]);
}

function changes(changed: Extract<CopyView, { state: 'offered' }>['changed'], language: PageLanguage): string[] {
  const say = copyWords[language];
  if (changed.length === 0) return [];
  return [
    `<h2>${escape(say.changes)}</h2>`,
    ...changed.map(
      ({ where, before, after }) => `<p>${escape(where)}</p>
<dl class="facts"><dt>${escape(say.before)}</dt><dd>${escape(before)}</dd><dt>${escape(say.after)}</dt><dd>${escape(after)}</dd></dl>`,
    ),
  ];
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}

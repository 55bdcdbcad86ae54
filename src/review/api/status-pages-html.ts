/** The page that says what became of a message, for its sender: who got it, who did not, and what to do. */
import { dateInWords } from '../../message/date-in-words.ts';
import { escape, type PageLanguage } from './page.ts';
import {
  about,
  address,
  frame,
  languageChoice,
  quoted,
  type PageSettings,
  type SenderMessage,
} from './sender-pages-html.ts';
import { senderWords } from './sender-pages-words.ts';
import { statusWords, type Happened, type RecipientResult } from './status-pages-words.ts';

export interface StatusView {
  readonly message: SenderMessage;
  readonly happened: Happened;
  /** When it was decided or delivered; absent while it is being sent. */
  readonly at?: Date;
  readonly results: readonly { readonly address: string; readonly result: RecipientResult }[];
  /** What a reviewer wrote to the sender. */
  readonly reviewerWords?: string;
}

const maxListed = 50;

export function statusPage(view: StatusView, language: PageLanguage, settings: PageSettings): string {
  const say = statusWords[language];
  const sender = senderWords[language];
  const { message, happened, at, results, reviewerWords } = view;
  const { label, mark, text, todo } = say.happened[happened];
  const title = quoted(message.subject, sender);
  const withoutIt = results.filter(({ result }) => result === 'withheld');
  const isPartial = withoutIt.length > 0 && withoutIt.length < results.length;
  return frame(language, settings, `${label}: ${title}`, [
    `<p class="label">${mark} ${escape(label)}</p>`,
    `<h1>${escape(title)}</h1>`,
    `<p>${escape(at === undefined ? text : text.replace('%s', dateInWords(at, language, settings.timeZone)))}</p>`,
    ...(isPartial ? [`<p>${escape(say.partly(withoutIt.length, results.length))}</p>`] : []),
    ...(todo === '' && !isPartial ? [] : [`<p>${escape(todoOf(view, isPartial, language))}</p>`]),
    ...(reviewerWords
      ? [
          `<h2>${escape(say.reviewer)}</h2>`,
          `<blockquote>${escape(reviewerWords).replace(/\r?\n/g, '<br>')}</blockquote>`,
        ]
      : []),
    `<h2>${escape(say.recipients)}</h2>`,
    recipientList(results, language),
    ...about(message, language, settings, { recipients: false }),
    languageChoice(language, message.statusToken, settings),
  ]);
}

/** What to change is listed on the page, unless its sender does not learn of it. */
function todoOf({ message, happened }: StatusView, isPartial: boolean, language: PageLanguage): string {
  const say = statusWords[language];
  const isListed = message.reasons[language].length > 0;
  if (!isListed && (isPartial || happened === 'expired')) return say.askTodo;
  return isPartial ? say.partlyTodo : say.happened[happened].todo;
}

function recipientList(results: StatusView['results'], language: PageLanguage): string {
  const say = statusWords[language];
  const listed = results
    .slice(0, maxListed)
    .map(({ address: to, result }) => `<dt>${escape(say.results[result])}</dt><dd>${address(to)}</dd>`);
  const rest = results.length - listed.length;
  const more = rest > 0 ? [`<dt></dt><dd>${escape(senderWords[language].more(rest))}</dd>`] : [];
  return `<dl class="facts">${[...listed, ...more].join('\n')}</dl>`;
}

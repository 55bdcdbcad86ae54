/** The senders' pages as HTML: one decision a page; they work without scripts, by keyboard and with a screen reader. */
import { quotedClause, type ClauseRef, type QuotedClause } from '../../decide/verdict.ts';
import { dateInWords } from '../../message/date-in-words.ts';
import { contactIn, districtIn } from '../../message/district-words.ts';
import { copyWords } from './copy-pages-words.ts';
import { escape, renderPage, type PageLanguage } from './page.ts';
import { maxWords, sendReasons, type FilledForm, type FormProblem } from './sender-pages-form.ts';
import { senderWords, type SenderWords } from './sender-pages-words.ts';

/** A place in the message: `in row 3 of the table`, and its line, masked. */
export interface ShownInText {
  readonly where: string;
  readonly line?: string;
}

/** A message as its sender's page shows it, without its text. */
export interface SenderMessage {
  readonly subject: string;
  readonly recipients: readonly string[];
  readonly receivedAt: Date;
  /** The findings, masked, in each language. */
  readonly found: Readonly<Record<PageLanguage, readonly string[]>>;
  /** Titles of the rules that counted, in each language. */
  readonly reasons: Readonly<Record<PageLanguage, readonly string[]>>;
  /** Where the findings stand, with the masked line, in each language. */
  readonly places: Readonly<Record<PageLanguage, readonly ShownInText[]>>;
  readonly clauses: readonly ClauseRef[];
  /** Of the page that says what became of the message, where the sender chooses a language. */
  readonly statusToken: string;
  /** A copy without what was found can be offered. */
  readonly mayBeMended: boolean;
}

export type SenderView =
  | {
      readonly state: 'open';
      readonly message: SenderMessage;
      readonly expiresAt: Date;
      readonly onExpiry: 'bounce' | 'deliver';
    }
  | {
      readonly state: 'decided';
      readonly subject: string;
      readonly by: 'sender' | 'reviewer' | 'expiry';
      readonly choice: 'send' | 'cancel';
      readonly at: Date;
    }
  | { readonly state: 'expired' };

export interface PageSettings {
  readonly districtName: string;
  readonly contact: string;
  /** IANA name of the zone in which dates are shown. */
  readonly timeZone: string;
  /** Languages of notices; a sender chooses where there are several. */
  readonly languages: readonly PageLanguage[];
}

const maxListed = 20;
const maxTitle = 90;

/** The page of a message: the form while it waits for its sender, otherwise the decision about it. */
export function viewPage(
  view: SenderView,
  language: PageLanguage,
  settings: PageSettings,
  missing?: { readonly problem: FormProblem; readonly filled: FilledForm },
): string {
  const words = senderWords[language];
  if (view.state === 'expired') return plainPage('expired', language, settings);
  if (view.state === 'decided') {
    const happened = words.decided.by[view.by][view.choice].replace(
      '%s',
      dateInWords(view.at, language, settings.timeZone),
    );
    const title = quoted(view.subject, words);
    return frame(language, settings, words.decided.title, [
      `<p class="label">● ${escape(words.decided.label)}</p>`,
      `<h1>${escape(title)}</h1>`,
      `<p>${escape(happened)} ${escape(words.decided.text)}</p>`,
    ]);
  }
  const { message, expiresAt, onExpiry } = view;
  const title = quoted(message.subject, words);
  const until = words.open[onExpiry].replace('%s', dateInWords(expiresAt, language, settings.timeZone));
  return frame(language, settings, missing ? `${words.error}: ${title}` : `${words.open.label}: ${title}`, [
    `<p class="label">▲ ${escape(words.open.label)}</p>`,
    `<h1>${escape(title)}</h1>`,
    `<p>${escape(until)}</p>`,
    ...about(message, language, settings),
    ...copyOffer(message, language),
    form(words, language, missing),
    languageChoice(language, message.statusToken, settings),
  ]);
}

/** A page without a message: the confirmation of a decision, or why no decision can be made. */
export function plainPage(
  kind: 'sent' | 'cancelled' | 'decided' | 'expired' | 'invalid' | 'tooMany' | 'failed',
  language: PageLanguage,
  settings: PageSettings,
): string {
  const { label, title, text } = senderWords[language][kind];
  const isDone = kind === 'sent' || kind === 'cancelled' || kind === 'decided';
  return statement(language, settings, { mark: isDone ? '●' : '▲', label, title, text });
}

export interface Statement {
  readonly mark: '●' | '▲';
  readonly label: string;
  readonly title: string;
  readonly text: string;
}

/** A page with one statement and no form. */
export function statement(
  language: PageLanguage,
  settings: PageSettings,
  { mark, label, title, text }: Statement,
): string {
  return frame(language, settings, title, [
    `<p class="label">${mark} ${escape(label)}</p>`,
    `<h1>${escape(title)}</h1>`,
    `<p>${escape(text)}</p>`,
  ]);
}

export function frame(language: PageLanguage, settings: PageSettings, title: string, body: readonly string[]): string {
  const { switchTo, footer } = senderWords[language];
  return renderPage({
    language,
    title: `${title} – Hallpass`,
    top: `<span>Hallpass · ${escape(districtIn(language, settings.districtName))}</span><a href="?lang=${switchTo.language}" lang="${switchTo.language}" hreflang="${switchTo.language}">${switchTo.label}</a>`,
    body: body.join('\n'),
    foot: escape(footer(contactIn(language, settings.contact))),
  });
}

/** The way to a copy without what was found, where one can be offered. */
export function copyOffer({ mayBeMended, statusToken }: SenderMessage, language: PageLanguage): string[] {
  if (!mayBeMended) return [];
  const { offer, offerHint } = copyWords[language];
  return [
    `<p><a class="button" href="../m/${statusToken}/copy?lang=${language}">${escape(offer)}</a></p>`,
    `<p class="hint">${escape(offerHint)}</p>`,
  ];
}

/** The form by which the sender gets notices in the language of the page; empty where notices have one language. */
export function languageChoice(language: PageLanguage, token: string, settings: PageSettings): string {
  if (settings.languages.length < 2) return '';
  return `<form class="aside" method="post" action="../m/${token}?lang=${language}">
<button class="link" type="submit" name="language" value="${language}">${escape(senderWords[language].chooseLanguage)}</button>
</form>`;
}

/**
 * Why the message is held, its findings, and which message it is: what a sender needs before deciding or appealing.
 *
 * @param show.recipients whether the facts list them
 */
export function about(
  message: SenderMessage,
  language: PageLanguage,
  settings: PageSettings,
  show: { readonly recipients: boolean } = { recipients: true },
): string[] {
  const words = senderWords[language];
  const found = message.found[language];
  const reasons = message.reasons[language];
  return [
    ...(reasons.length === 0 ? [] : [`<h2>${escape(words.why)}</h2>`]),
    ...reasons.map((reason) => `<p>${escape(reason)}</p>`),
    ...(found.length === 0
      ? []
      : [`<h2>${escape(words.found)}</h2>`, `<ul>${found.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`]),
    ...where(message.places[language], words),
    // Closed at first: on a phone, open clauses would push the decision off the screen.
    ...(message.clauses.length === 0
      ? []
      : [
          `<details><summary>${escape(words.policy)}</summary>`,
          ...message.clauses.map((clause) => quote(quotedClause(clause, language))),
          '</details>',
        ]),
    `<h2>${escape(words.message)}</h2>`,
    facts(message, words, dateInWords(message.receivedAt, language, settings.timeZone), show.recipients),
  ];
}

function where(places: readonly ShownInText[], words: SenderWords): string[] {
  if (places.length === 0) return [];
  const items = places.map(
    (place) =>
      `<li>${escape(place.where)}${place.line === undefined ? '' : `:<br><span class="masked">${escape(place.line)}</span>`}</li>`,
  );
  return [`<h2>${escape(words.where)}</h2>`, `<ul>${items.join('')}</ul>`];
}

function quote({ text, source }: QuotedClause): string {
  return `<blockquote>${escape(text)}<cite>${escape(source)}</cite></blockquote>`;
}

export interface FormFrame {
  readonly heading: string;
  /** What was missing when the form was last sent. */
  readonly problem: string | undefined;
  readonly fields: readonly string[];
}

/**
 * The frame of a form. The Enter key in a field must not decide: the first submit button of a form is its default (HTML,
 * implicit submission), so the first one is disabled. The address is relative, so that the pages work below a path of a
 * reverse proxy.
 */
export function formFrame(language: PageLanguage, { heading, problem, fields }: FormFrame): string {
  return `<form method="post" action="?lang=${language}" aria-labelledby="decision">
<button type="submit" disabled hidden></button>
<h2 id="decision">${escape(heading)}</h2>
${problem === undefined ? '' : `<p class="error" role="alert" id="problem">${escape(problem)}</p>`}
${fields.join('\n')}
</form>`;
}

function facts(message: SenderMessage, words: SenderWords, received: string, recipients: boolean): string {
  const listed = message.recipients.slice(0, maxListed);
  const rest = message.recipients.length - listed.length;
  const to = [...listed.map(address), ...(rest > 0 ? [escape(words.more(rest))] : [])];
  return `<dl class="facts">
<dt>${escape(words.subject)}</dt><dd>${escape(visible(message.subject) || words.noSubject)}</dd>
${recipients ? `<dt>${escape(words.to)}</dt><dd>${to.join(' ')}</dd>\n` : ''}<dt>${escape(words.received)}</dt><dd>${escape(received)}</dd>
</dl>`;
}

function form(
  words: SenderWords,
  language: PageLanguage,
  missing?: { readonly problem: FormProblem; readonly filled: FilledForm },
): string {
  const invalid = (field: 'needReason' | 'needWords') =>
    missing?.problem === field ? ' aria-invalid="true" autofocus' : '';
  const options = sendReasons.map(
    (reason) =>
      `<option value="${reason}"${missing?.filled.reason === reason ? ' selected' : ''}>${escape(words.reasons[reason])}</option>`,
  );
  return formFrame(language, {
    heading: words.decision,
    problem: missing && words[missing.problem],
    fields: [
      `<label for="reason">${escape(words.reason)}</label>
<select id="reason" name="reason" required${invalid('needReason')}${missing ? ' aria-describedby="problem"' : ''}>
<option value="">${escape(words.chooseReason)}</option>
${options.join('\n')}
</select>`,
      `<label for="words">${escape(words.words)}</label>
<span class="hint" id="words-hint">${escape(words.wordsHint)}</span>
<textarea id="words" name="words" maxlength="${maxWords}" aria-describedby="words-hint${missing ? ' problem' : ''}"${invalid('needWords')}>${escape(missing?.filled.words ?? '')}</textarea>`,
      `<div class="buttons">
<button class="button main" type="submit" name="choice" value="send">${escape(words.send)}</button>
<button class="button" type="submit" name="choice" value="cancel" formnovalidate aria-describedby="cancel-hint">${escape(words.cancel)}</button>
</div>
<p class="hint" id="cancel-hint">${escape(words.cancelHint)}</p>`,
    ],
  });
}

/** The subject for headings, cut to fit two or three lines on a phone; the facts show it in full. */
export function quoted(subject: string, words: SenderWords): string {
  const line = visible(subject);
  if (line.length <= maxTitle) return `“${line || words.noSubject}”`;
  const cut = line.slice(0, maxTitle).toWellFormed();
  return `“${cut.replace(/(?<=.{50})\s\S*$/u, '')}…”`;
}

/** Removes control characters and those that change the text direction. */
function visible(text: string): string {
  return text
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** An address may break before its @ and its dots, but not in the middle of a name. */
export function address(text: string): string {
  return `<span class="address">${escape(text).replace(/(?=@)|(?<=@.*)(?=\.)/g, '<wbr>')}</span>`;
}

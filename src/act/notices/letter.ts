/** A notice in one language: text and HTML are rendered from the same letter, so that both say the same. */
import { dateInWords } from '../../message/date-in-words.ts';
import { contactIn, districtIn } from '../../message/district-words.ts';
import { countedRules, quotedClause, ruleTitles, type QuotedClause } from '../../decide/verdict.ts';
import { foundInWords, maskedExamples } from './found.ts';
import { english } from './letter-en.ts';
import { spanish } from './letter-es.ts';
import { isForStaff, type Language, type NoticeInput, type RecipientOutcome } from './notice.ts';
import { oneLine, someLines } from './one-line.ts';
import type { NoticeFacts, NoticeLanguage, NoticeText } from './notice-language.ts';
import { placesInWords, type PlaceInWords } from './shown-places.ts';
import { timeLeft } from './time-left.ts';

const maxSubject = 80;
const maxQuoted = 220;
const maxListed = 10;
const maxReply = 300;

export interface Letter extends NoticeText {
  readonly language: Language;
  /** Display name of the sender address. */
  readonly fromName: string;
  /** The page of the message in another language. */
  readonly other?: { readonly language: Language; readonly label: string; readonly href: string };
  /** The original's subject in quotation marks; absent in notices to staff who review. */
  readonly title?: string;
  readonly why: string;
  readonly found?: { readonly heading: string; readonly items: readonly string[]; readonly examples?: string };
  /** Where the findings stand, each place with its masked line. */
  readonly where?: { readonly heading: string; readonly places: readonly PlaceInWords[] };
  readonly clauses?: { readonly heading: string; readonly clauses: readonly QuotedClause[] };
  readonly replies?: { readonly heading: string; readonly rows: readonly (readonly [string, string])[] };
  readonly details: { readonly heading: string; readonly rows: readonly (readonly [string, string])[] };
  readonly footer: string;
}

const languages: Readonly<Record<Language, NoticeLanguage>> = { en: english, es: spanish };

export function writeLetter(input: NoticeInput, code: Language): Letter {
  const language = languages[code];
  const facts = factsOf(input, language);
  const text = language.textOf(input, facts);
  const secret = isForStaff(input);
  const clauses = (input.verdict?.clauses ?? []).map((clause) => quotedClause(clause, code));
  const quoted = clauses[0] && oneLine(clauses[0].text, maxQuoted);
  const found = secret ? [] : foundInWords(input.findings ?? [], input.verdict, code, true);
  const places = secret ? [] : placesInWords(input.findings ?? [], input.verdict, code);
  // The masked forms are English, and the masked lines say more.
  const examples =
    secret || code !== 'en' || places.some(({ line }) => line !== undefined)
      ? []
      : maskedExamples(input.findings ?? [], input.verdict);
  const showClauses = clauses.length > 1 || (clauses[0] !== undefined && quoted !== clauses[0].text);
  return {
    ...text,
    ...(text.action && { action: { ...text.action, href: inLanguage(text.action.href, input, code) } }),
    language: code,
    fromName: language.fromName(facts.district),
    ...otherLanguage(input, code),
    ...(!secret && { title: `“${facts.subject}”` }),
    why: text.why ?? (isUntold(input, facts) ? language.held : language.why(facts.titles, clauses[0], quoted)),
    ...(found.length > 0 && {
      found: {
        heading: language.headings.found,
        items: found,
        ...(examples.length > 0 && { examples: `${language.headings.examples} ${examples.join('; ')}` }),
      },
    }),
    ...(places.length > 0 && { where: { heading: language.headings.where, places } }),
    ...(showClauses && { clauses: { heading: language.headings.policy, clauses } }),
    ...(facts.outcomes.some(({ reply }) => reply !== undefined) && {
      replies: { heading: language.headings.replies, rows: replies(facts.outcomes, language) },
    }),
    details: {
      heading: language.headings.details,
      rows: secret ? counts(input, language) : details(input, facts, language),
    },
    footer: language.footer(facts),
  };
}

/** Its sender learns nothing of the rules, and somebody has decided; before that, a message without rules could not be checked. */
function isUntold({ kind }: NoticeInput, { titles }: NoticeFacts): boolean {
  return titles.length === 0 && !['warn', 'quarantine-held', 'security-copy'].includes(kind);
}

function factsOf(input: NoticeInput, language: NoticeLanguage): NoticeFacts {
  const { settings } = input;
  const [first, ...rest] = input.recipients;
  return {
    subject: oneLine(input.subject, maxSubject) || language.noSubject,
    toWhom: language.toWhom(oneLine(first?.address ?? '', 254), rest.length),
    contact: contactIn(language.language, settings.contact),
    district: districtIn(language.language, settings.districtName),
    titles: ruleTitles(input.verdict, language.language).map((title) => oneLine(title, 160).replace(/\.$/, '')),
    outcomes: 'outcomes' in input ? input.outcomes : [],
    recipients: input.recipients.map(({ address }) => address),
    date: (date) => dateInWords(date, language.language, settings.timeZone),
    until: (date) => timeLeft(input.at, date, language.language),
    lines: (text) => someLines(text, 4000),
    list: (addresses) => listed(addresses, language),
  };
}

/** The sender's page opens in the language of the notice. */
function inLanguage(href: string, input: NoticeInput, code: Language): string {
  return isForStaff(input) || input.settings.languages.length < 2 ? href : `${href}?lang=${code}`;
}

/** The label is in the language that it leads to. */
function otherLanguage(input: NoticeInput, code: Language): Pick<Letter, 'other'> {
  const language = input.settings.languages.find((candidate) => candidate !== code);
  const page = input.kind === 'warn' || input.kind === 'quarantine-held' ? (input.link ?? input.page) : input.page;
  if (language === undefined || page === undefined || isForStaff(input)) return {};
  return { other: { language, label: languages[language].readHere, href: `${page}?lang=${language}` } };
}

function listed(addresses: readonly string[], { more }: NoticeLanguage): string {
  const rest = addresses.length - maxListed;
  return [
    ...addresses.slice(0, maxListed).map((address) => oneLine(address, 254)),
    ...(rest > 0 ? [more(rest)] : []),
  ].join(', ');
}

function replies(outcomes: readonly RecipientOutcome[], language: NoticeLanguage): (readonly [string, string])[] {
  const rows = outcomes
    .slice(0, maxListed)
    .map(({ address, reply }) => [oneLine(address, 254), oneLine(reply ?? '—', maxReply)] as const);
  return outcomes.length > maxListed ? [...rows, [language.more(outcomes.length - maxListed), '']] : rows;
}

function details(input: NoticeInput, facts: NoticeFacts, language: NoticeLanguage): (readonly [string, string])[] {
  const { labels } = language;
  return [
    [labels.message, facts.subject],
    [
      labels.to,
      listed(
        input.recipients.map(({ address }) => address),
        language,
      ),
    ],
    [labels.received, facts.date(input.receivedAt)],
    [labels.number, input.messageId],
  ];
}

/** The details for security staff: ids, rules and counts; no subject, no address, no excerpt. */
function counts(input: NoticeInput, { labels, language }: NoticeLanguage): (readonly [string, string])[] {
  const rules = countedRules(input.verdict);
  return [
    [labels.number, input.messageId],
    [labels.rules, rules.map(({ id }) => id).join(', ') || '—'],
    [labels.codes, input.verdict?.codes.join(', ') || '—'],
    [labels.students, String(input.verdict?.students ?? 0)],
    [labels.recipients, String(input.recipients.length)],
    [labels.received, dateInWords(input.receivedAt, language, input.settings.timeZone)],
  ];
}

/** A notice in one language before it becomes text or HTML: both are written from the same letter, so they say the same. */
import type { ClauseRef } from '../../decide/verdict.ts';
import { countedRules } from '../../decide/verdict.ts';
import { foundInWords, maskedExamples } from './found.ts';
import { english } from './letter-en.ts';
import { spanish } from './letter-es.ts';
import type { Language, NoticeInput, RecipientOutcome } from './notice.ts';
import { oneLine, someLines } from './one-line.ts';
import type { Facts, Told, Tongue } from './tongue.ts';
import { dateInWords, untilInWords } from './when.ts';

const maxSubject = 80;
const maxQuoted = 220;
const maxListed = 10;
const maxReply = 300;

export interface Letter extends Told {
  readonly language: Language;
  /** The original's subject in quotation marks; absent in security copies. */
  readonly title?: string;
  readonly why: string;
  readonly found?: { readonly heading: string; readonly items: readonly string[]; readonly examples?: string };
  readonly clauses?: { readonly heading: string; readonly clauses: readonly ClauseRef[] };
  readonly replies?: { readonly heading: string; readonly rows: readonly (readonly [string, string])[] };
  readonly details: { readonly heading: string; readonly rows: readonly (readonly [string, string])[] };
  readonly footer: string;
}

const tongues: Readonly<Record<Language, Tongue>> = { en: english, es: spanish };

export function writeLetter(input: NoticeInput, language: Language): Letter {
  const tongue = tongues[language];
  const facts = factsOf(input, tongue);
  const told = tongue.tell(input, facts);
  const secret = input.kind === 'security-copy';
  const clauses = input.verdict?.clauses ?? [];
  const quoted = clauses[0] && oneLine(clauses[0].text, maxQuoted);
  const found = secret ? [] : foundInWords(input.findings ?? [], input.verdict, language, true);
  const examples = secret ? [] : maskedExamples(input.findings ?? [], input.verdict);
  const showClauses = clauses.length > 1 || (clauses[0] !== undefined && quoted !== clauses[0].text);
  return {
    ...told,
    language,
    ...(!secret && { title: `“${facts.subject}”` }),
    why: told.why ?? tongue.why(facts.titles, clauses[0], quoted),
    ...(found.length > 0 && {
      found: {
        heading: tongue.headings.found,
        items: found,
        ...(examples.length > 0 && { examples: `${tongue.headings.examples} ${examples.join('; ')}` }),
      },
    }),
    ...(showClauses && { clauses: { heading: tongue.headings.policy, clauses } }),
    ...(facts.outcomes.some(({ reply }) => reply !== undefined) && {
      replies: { heading: tongue.headings.replies, rows: replies(facts.outcomes, tongue) },
    }),
    details: { heading: tongue.headings.details, rows: secret ? counts(input, tongue) : details(input, facts, tongue) },
    footer: tongue.footer(facts),
  };
}

function factsOf(input: NoticeInput, tongue: Tongue): Facts {
  const { settings } = input;
  const [first, ...rest] = input.recipients;
  return {
    subject: oneLine(input.subject, maxSubject) || tongue.noSubject,
    toWhom: tongue.toWhom(oneLine(first?.address ?? '', 254), rest.length),
    contact: settings.contact,
    district: settings.districtName,
    titles: [...new Set(countedRules(input.verdict).map(({ title }) => oneLine(title, 160).replace(/\.$/, '')))],
    outcomes: 'outcomes' in input ? input.outcomes : [],
    date: (date) => dateInWords(date, tongue.language, settings.timeZone),
    until: (date) => untilInWords(input.at, date, tongue.language),
    lines: (text) => someLines(text, 4000),
    list: (addresses) => listed(addresses, tongue),
  };
}

function listed(addresses: readonly string[], { more }: Tongue): string {
  const rest = addresses.length - maxListed;
  return [
    ...addresses.slice(0, maxListed).map((address) => oneLine(address, 254)),
    ...(rest > 0 ? [more(rest)] : []),
  ].join(', ');
}

function replies(outcomes: readonly RecipientOutcome[], tongue: Tongue): (readonly [string, string])[] {
  const rows = outcomes
    .slice(0, maxListed)
    .map(({ address, reply }) => [oneLine(address, 254), oneLine(reply ?? '—', maxReply)] as const);
  return outcomes.length > maxListed ? [...rows, [tongue.more(outcomes.length - maxListed), '']] : rows;
}

function details(input: NoticeInput, facts: Facts, tongue: Tongue): (readonly [string, string])[] {
  const { labels } = tongue;
  return [
    [labels.message, facts.subject],
    [
      labels.to,
      listed(
        input.recipients.map(({ address }) => address),
        tongue,
      ),
    ],
    [labels.received, facts.date(input.receivedAt)],
    [labels.number, input.messageId],
  ];
}

/** For security staff: ids, rules and counts; no subject, no address, no excerpt. */
function counts(input: NoticeInput, { labels, language }: Tongue): (readonly [string, string])[] {
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

/** Stretches of a part that may tell something of a student's record: sentences, list lines, fields of forms, and numbers. */
import type { Span } from '../detector.ts';
import type { Repeated } from '../shared/evidence/repeated.ts';
import { surroundings } from '../shared/evidence/surroundings.ts';
import { fieldAt, zoneOf, type PartView } from '../shared/evidence/part-view.ts';
import type { RecordField } from '../shared/reading/records/record.ts';
import { classesOfWord } from '../shared/evidence/word-classes.ts';
import { numberFeatures as tokenFeatures, numberToken } from '../shared/people/number-token.ts';
import { firstStartingFrom, overlapsAny } from '../shared/text/sorted-spans.ts';
import { tokenAt } from '../shared/text/tokens.ts';
import { labelMeaning } from './labels.ts';
import { marksIn } from './marks.ts';
import { isIssued, isPlaceholder } from './numbers.ts';
import { ids, lexicon, recordPhrases, ssn, type Code } from './rules.ts';

export interface Statement extends Span {
  readonly view: PartView;
  readonly kind: 'words' | 'field' | 'number';
  /** What the model weighs. */
  readonly features: readonly string[];
  /** The words that rules know, one of each code: the evidence that is shown, and what it tells of. */
  readonly evidence: readonly (Span & { readonly code: Code })[];
  /** Digits of a number. */
  readonly digits?: string;
  /** How many names of the part a number of as many digits follows. */
  readonly repeated?: Repeated;
}

/** Longer stretches are read up to here. */
const longest = 420;
const mostTokens = 90;

/**
 * In order; numbers last. Linear in the length of the text.
 *
 * @param entries where the entries of lists of names begin: what is said of one person is not said of the next
 */
export function statementsIn(view: PartView, entries: readonly number[] = []): Statement[] {
  const hits = hitsIn(view);
  const fields = fieldsToRead(view);
  const spans = fields.map(({ field }) => field);
  const told = fields.filter(({ field }) => !identifies(view, field)).map((field) => fieldStatement(view, field, hits));
  const segments = segmentsOf(view, entries)
    .filter((span) => !overlapsAny(spans, span))
    .map((span): Statement => wordsStatement(view, span, hits, 'words', []));
  return [...told, ...segments, ...numbersIn(view)];
}

interface Hit extends Span {
  readonly feature: string;
  readonly code?: Code;
}

interface Hits {
  readonly sorted: readonly Hit[];
  /** Characters of the longest one. */
  readonly longest: number;
}

/** What the rules know, as features of whatever holds it. */
function hitsIn(view: PartView): Hits {
  const words = lexicon.findInPart(view.part).map(({ start, end, data }): Hit => {
    if (data === 'ordinary') return { start, end, feature: 'ordinary' };
    const written =
      data.capitals === undefined || view.text.slice(start, end) === view.text.slice(start, end).toUpperCase();
    return { start, end, feature: `rule ${data.id}${written ? '' : ' small'}`, ...(written && { code: data.code }) };
  });
  const marks = [...marksIn(view.text)].map(({ start, end, mark }): Hit => ({
    start,
    end,
    feature: `rule ${mark.id}`,
  }));
  const sorted = [...words, ...marks].sort((a, b) => a.start - b.start);
  return { sorted, longest: sorted.reduce((most, { start, end }) => Math.max(most, end - start), 0) };
}

/** Sentences, cut at empty lines, list items, and lines that are short and do not go on. */
function segmentsOf(view: PartView, entries: readonly number[]): Span[] {
  const { text } = view;
  const cuts = new Set<number>(entries);
  const sentences = view.sentences();
  for (let at = 0; at < sentences.count; at += 1) cuts.add(sentences.at(at).start);
  for (const [at, line] of view.lines.entries()) {
    const before = view.lines[at - 1];
    if (before && (before.paragraph !== line.paragraph || line.row || before.row || !goesOn(text, before, line)))
      cuts.add(line.start);
  }
  const starts = [...cuts, text.length].sort((a, b) => a - b);
  return starts.slice(0, -1).flatMap((start, at) => {
    const end = Math.min(starts[at + 1]!, start + longest);
    return /\p{L}{2}/u.test(text.slice(start, end)) ? [trimmed(text, start, end)] : [];
  });
}

function trimmed(text: string, start: number, end: number): Span {
  while (start < end && /\s/.test(text[start]!)) start += 1;
  while (end > start && /\s/.test(text[end - 1]!)) end -= 1;
  return { start, end };
}

/** A sentence was wrapped there: the next line begins with a small letter, or the line is as long as lines get. */
function goesOn(text: string, line: Span, next: Span): boolean {
  const first = text.slice(next.start, next.end).trimStart()[0] ?? '';
  if (/\p{Ll}/u.test(first)) return true;
  return (
    line.end - line.start > 34 && !/[.!?:;]\s*$/.test(text.slice(line.start, line.end)) && /[\p{L}\d"“(]/u.test(first)
  );
}

interface FieldToRead {
  readonly field: RecordField;
  readonly shape: string;
}

/** Fields of forms and tables that may say something beside who and where somebody is. */
function fieldsToRead(view: PartView): FieldToRead[] {
  return view.records().flatMap(({ fields, shape }) =>
    fields.flatMap((field) => {
      if (whoAndWhere.has(field.kind)) return [];
      const raw = view.text.slice(field.start, field.end);
      return raw.trim() === '' || raw.length > longest * 3 ? [] : [{ field, shape }];
    }),
  );
}
const whoAndWhere: ReadonlySet<string> = new Set([
  ...['given-name', 'family-name', 'middle-name', 'full-name', 'phone', 'street', 'email', 'staff', 'family-member'],
]);

/** A number or a date by which somebody is known: whether it may be told is weighed as a number, not as words. */
function identifies({ text }: PartView, { kind, start, end }: RecordField): boolean {
  return (kind === 'student-number' || kind === 'birth-date') && !/\p{L}/u.test(text.slice(start, end));
}

function fieldStatement(view: PartView, { field, shape }: FieldToRead, hits: Hits): Statement {
  const raw = view.text.slice(field.start, field.end);
  const label = field.label.split(' ').filter(Boolean).slice(0, 8);
  const value = shapeOf(raw);
  const meaning = labelMeaning(field.label);
  const extra = [
    ...[`k ${field.kind}`, `shape ${shape}`, `value ${value}`],
    ...label.map((word) => `f ${word}`),
    ...meaning.features.flatMap((one) => [one, `${one}|${value}`]),
  ];
  const statement = wordsStatement(view, trimmed(view.text, field.start, field.end), hits, 'field', extra);
  const { code } = meaning;
  const isSilent = code === undefined || statement.evidence.length > 0 || value === 'none' || value === 'blank';
  return isSilent ? statement : { ...statement, evidence: [{ start: statement.start, end: statement.end, code }] };
}

const saysNothing = recordPhrases.pattern(String.raw`^(?:<emptyCells>|<emptyFields>|-+|–|—)$`);
const yesFields = recordPhrases.phrases('yesFields');

/** `none`, `yes`, `blank`, `letter`, `amount`, `number`, `digits`, `words`. */
function shapeOf(raw: string): string {
  const value = raw.trim().toLowerCase();
  // `Allergies: none. Swimming: yes` on one line.
  if (saysNothing.test(value.split(/[.;](?:\s|$)/)[0]!)) return 'none';
  if (/^(?:_+|\.+|\[ ?\]|☐|□)$/.test(value)) return 'blank';
  if (yesFields.has(value)) return 'yes';
  if (/^[a-df][+-]?$/.test(value)) return 'letter';
  if (/^(?:\$ ?[\d.,]+|\d{2,6}\.\d\d)$/.test(value)) return 'amount';
  if (/^\d{1,3}(?:\.\d+)?%?$/.test(value)) return 'number';
  return /^\d+$/.test(value) ? 'digits' : 'words';
}

function wordsStatement(
  view: PartView,
  span: Span,
  hits: Hits,
  kind: 'words' | 'field',
  extra: readonly string[],
): Statement {
  const zone = zoneOf(view, span.start);
  const features = new Set([`kind ${kind}`, `z ${zone}`, `part ${view.part.kind}`, ...extra]);
  const own = hitsOf(hits, span);
  for (const { feature, code } of own) {
    features.add(feature);
    // A notice is full of the words of records and states nothing.
    if (code) features.add(`known in ${zone}`);
  }
  const tokens = view.tokensAround(span);
  let last = '^';
  let before = '^';
  const first = tokenAt(tokens, span.start);
  for (let at = first; at < tokens.length && tokens[at]!.start < span.end && at < first + mostTokens; at += 1) {
    const { kind: of, key } = tokens[at]!;
    if (of === 'line') continue;
    const classes = of === 'word' ? classesOfWord(key) : [];
    const word = classes.includes('name') ? '@' : key;
    features.add(`w ${word}`);
    features.add(`b ${last} ${word}`);
    if (before !== '^') features.add(`t ${before} ${last} ${word}`);
    for (const one of classes) features.add(`c ${one}`);
    [before, last] = [last, word];
  }
  const evidence = new Map<Code, Span & { code: Code }>();
  for (const { start, end, code } of own)
    if (code && !evidence.has(code))
      evidence.set(code, { start: Math.max(start, span.start), end: Math.min(end, span.end), code });
  return { view, ...span, kind, features: [...features], evidence: [...evidence.values()] };
}

/** Those that overlap a span; they may overlap each other. */
function hitsOf({ sorted, longest: most }: Hits, { start, end }: Span): Hit[] {
  const found: Hit[] = [];
  for (let at = firstStartingFrom(sorted, start - most); at < sorted.length && sorted[at]!.start < end; at += 1)
    if (sorted[at]!.end > start) found.push(sorted[at]!);
  return found;
}

const numberPattern = /(?<![\d.$/-])(?:\d{3}[- ]\d{2}[- ]\d{4}|[A-Z]{0,3}-?\d{4,12})(?![\d/-]|\.\d)/g;
const mostNumbers = 20_000;

/** Numbers that may be a student's: not phones, not parts of addresses, not one digit over and over. */
function numbersIn(view: PartView): Statement[] {
  const { text } = view;
  if (!/\d{4}/.test(text)) return [];
  // Ten digits in a row are as often an id as a phone.
  const phones = view.phones().filter(({ start, end }) => !/^\d+$/.test(text.slice(start, end)));
  const taken = [...phones, ...view.addresses()].sort((a, b) => a.start - b.start);
  const found: Statement[] = [];
  for (const match of text.matchAll(numberPattern)) {
    const span = { start: match.index, end: match.index + match[0].length };
    const digits = match[0].replace(/\D/g, '');
    if (found.length >= mostNumbers) break;
    const token = numberToken(text, span, fieldAt(view, span.start)?.field.label);
    if (overlapsAny(taken, span) || token.inLink || isPlaceholder(digits) || /^(?:19|20)\d\d$/.test(digits)) continue;
    found.push({
      view,
      ...span,
      kind: 'number',
      digits,
      evidence: [],
      features: [...numberFeatures(view, span, match[0], digits), ...tokenFeatures(token)],
    });
  }
  return found;
}

function numberFeatures(view: PartView, span: Span, raw: string, digits: string): string[] {
  const before = view.text.slice(Math.max(0, span.start - 60), span.start);
  const called = (pattern: RegExp, name: string): string[] => {
    pattern.lastIndex = 0;
    return [...before.matchAll(pattern)].length > 0 ? [`called ${name}`] : [];
  };
  return [
    ...surroundings(view, span),
    'kind number',
    `digits ${Math.min(10, digits.length)}`,
    `form ${raw.replace(/\d/g, '#').replace(/[A-Z]+/g, 'A')}`,
    ...(digits.length === 9 && isIssued(digits.slice(0, 3), digits.slice(3, 5), digits.slice(5)) ? ['issued'] : []),
    ...called(ssn, 'ssn'),
    ...called(ids.strong, 'id'),
    ...called(ids.weak, 'weak'),
  ];
}

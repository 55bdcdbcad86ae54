/** Whose record is it? The nearest full name on the line, in the sentence, in the paragraph; or the message's only student. */
import type { Sentences } from '../shared/text/sentences.ts';
import { nameKeys } from '../shared/people/names.ts';
import { firstStartingFrom, neighbours } from '../shared/text/sorted-spans.ts';
import type { Mention } from '../shared/students/mention.ts';
import { lineOf, type PartView } from '../shared/students/part-view.ts';
import { studentWords } from '../shared/students/student-words.ts';
import { recordPhrases } from './rules.ts';
import type { Signal } from './signal.ts';

export interface Owned {
  readonly signal: Signal;
  readonly mention: Mention;
  readonly score: number;
  readonly how: 'row' | 'line' | 'list' | 'sentence' | 'given name' | 'paragraph' | 'message';
}

export interface Names {
  /** Known students of a part, sorted. */
  readonly of: (view: PartView) => readonly Mention[];
  /** The same with names that may be a student's. */
  readonly withPossible: (view: PartView) => readonly Mention[];
  /** Set where the message names exactly one student. */
  readonly only: Mention | undefined;
  /** Where no student is known: the one full name of the subject. */
  readonly inSubject: () => Mention | undefined;
  readonly sentencesOf: (view: PartView) => Sentences;
}

const nearness: Readonly<Record<Owned['how'], number>> = {
  row: 1,
  line: 1,
  list: 0.92,
  sentence: 1,
  'given name': 0.92,
  paragraph: 0.88,
  message: 0.78,
};

/** Undefined where nobody is named near enough. */
export function ownerOf(signal: Signal, names: Names): Owned | undefined {
  const { view } = signal;
  const line = lineOf(view, signal.start);
  const known = near(signal, names.of(view));
  const onLine = known.find((mention) => mention.start >= line.start && mention.end <= line.end);
  if (line.row) return onLine && owned(signal, onLine, 'row');
  if (onLine) return owned(signal, onLine, 'line');
  const sentences = names.sentencesOf(view);
  const { start, end } = sentences.around(signal.start);
  const possible = near(signal, names.withPossible(view));
  const inSentence = [...known, ...possible].find((mention) => mention.start >= start && mention.end <= end);
  if (signal.besideName) {
    const beside = possible.find((mention) => mention.start >= line.start && mention.end <= line.end);
    return beside && owned(signal, beside, 'line');
  }
  if (inSentence) return owned(signal, inSentence, 'sentence');
  const spoken = byGivenName(
    view,
    start,
    end,
    names.of(view).filter(({ strength }) => strength >= 0.6),
  );
  if (spoken) return owned(signal, spoken, 'given name');
  const inParagraph = [...known, ...(signal.student || signal.weight > 0.8 ? possible : [])].find(
    (mention) => mention.paragraph === line.paragraph && mention.start < signal.start,
  );
  if (inParagraph) return owned(signal, inParagraph, 'paragraph');
  const only = names.only ?? (signal.student || signal.weight >= 0.84 ? names.inSubject() : undefined);
  return only && carries(signal, only) ? owned(signal, only, 'message') : undefined;
}

/** Names that begin the lines below a heading such as `ISS today:`, or below a subject that is one. */
export function listedBelow(signal: Signal, names: Names, body: PartView | undefined): Owned[] {
  const { view } = signal;
  const heading = lineOf(view, signal.start);
  const inSubject = view.part.kind === 'subject';
  if (heading.row || heading.end - heading.start > longestHeading || signal.weight < 0.8) return [];
  if (names.of(view).some((mention) => mention.start >= heading.start && mention.end <= heading.end)) return [];
  const list = inSubject ? body : view;
  if (!list || (!inSubject && !/:\s*$/.test(view.text.slice(heading.start, heading.end)))) return [];
  const from = inSubject ? 0 : list.lines.indexOf(heading) + 1;
  const found: Owned[] = [];
  for (let at = from; at < list.lines.length; at += 1) {
    const line = list.lines[at]!;
    const first = names.of(list).find((mention) => mention.start >= line.start && mention.end <= line.end);
    const begins = first && /^[\s>*•\d.)-]*$/.test(list.text.slice(line.start, first.start));
    if (begins && line.end - first.end < 40)
      found.push({ signal, mention: first, how: 'list', score: signal.weight * nearness.list });
    else if (found.length > 0) break;
    else if (!inSubject) break;
  }
  return found.length > 1 || !inSubject ? found : [];
}
const longestHeading = 60;

/** A long letter that names one student somewhere speaks of much else. */
function carries({ view, start, student, weight }: Signal, only: Mention): boolean {
  if (!student && weight < 0.8) return false;
  return only.view !== view ? view.text.length < longLetter : Math.abs(only.start - start) < longLetter;
}
const longLetter = 1500;

/** The name before the signal and the one after it, in that order. */
function near(signal: Signal, mentions: readonly Mention[]): Mention[] {
  const { before, after } = neighbours(mentions, signal);
  return [before, after].filter((mention) => mention !== undefined);
}

/** A student who is named in full elsewhere in the part, and by the given name in this sentence. */
function byGivenName(view: PartView, from: number, to: number, mentions: readonly Mention[]): Mention | undefined {
  if (mentions.length === 0 || mentions.length > 60) return undefined;
  for (let at = firstStartingFrom(view.words, from); at < view.words.length && view.words[at]!.end <= to; at += 1) {
    const { key, capital } = view.words[at]!;
    if (!capital) continue;
    const found = mentions.find((mention) => givenNames(mention).includes(key));
    if (found) return found;
  }
  return undefined;
}

function givenNames(mention: Mention): readonly string[] {
  const person = mention.people[0];
  const names = person ? [person.givenName, ...person.preferredNames] : [mention.name];
  return names.map((name) => nameKeys(name)[0] ?? '');
}

/** A name that may be anybody's needs words that are said of students only, or a sure record in a message about school. */
function owned(signal: Signal, mention: Mention, how: Owned['how']): Owned | undefined {
  let sure = mention.strength;
  if (mention.ambiguous && mention.people.length === 0) {
    if (!signal.student && !(signal.weight >= 0.84 && speaksOfSchool(signal))) return undefined;
    if (signal.student) sure = 0.55 + 0.35 * sure;
    else sure = signal.code === 'student-record.discipline' ? 0.4 + 0.4 * sure : 0.3 + 0.3 * sure;
  } else if (signal.student || how === 'row') sure = Math.max(sure, 0.85);
  else if (mention.people.length === 0 && mention.cued) sure = Math.max(sure, 0.75);
  const kin = ofRelative(signal, mention) ? 0.55 : 1;
  return { signal, mention, how, score: signal.weight * nearness[how] * sure * kin };
}

/** Words of a school stand near; further away, a long message holds them by chance. */
function speaksOfSchool({ view, start }: Signal): boolean {
  if (!view.schoolWords) return false;
  const at = firstStartingFrom(view.words, start);
  return view.words
    .slice(Math.max(0, at - wordsAround), at + wordsAround)
    .some(({ key }) => studentWords.schoolWords.has(key));
}
const wordsAround = 30;

const persons = recordPhrases.phrases('persons');

/** `Mai's father was hospitalized`: a relative is the last person spoken of before the signal. */
function ofRelative({ view, start }: Signal, mention: Mention): boolean {
  const words = view.words;
  const at = firstStartingFrom(words, start);
  for (let i = at - 1; i >= 0 && i >= at - 6; i -= 1) {
    const { key, end } = words[i]!;
    if (/[.!?;\n]/.test(view.text.slice(end, start)) || (mention.view === view && end <= mention.end)) return false;
    if (persons.has(key)) return false;
    if (studentWords.relations.has(key)) return true;
  }
  return false;
}

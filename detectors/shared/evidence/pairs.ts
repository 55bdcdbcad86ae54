/** Pairs of a student and something said beside the name, with the numbers that speak for and against their belonging together. */
import type { DirectoryPerson, Span } from '../../detector.ts';
import { nameKeys } from '../people/names.ts';
import { lineAt } from '../text/layout.ts';
import { firstEndingAfter, firstStartingFrom } from '../text/sorted-spans.ts';
import { beginsLine } from './name-lists.ts';
import type { PairContext, Target } from './pair-context.ts';
import { fieldAt, lineOf, zoneOf, type PartView } from './part-view.ts';
import type { StudentCandidate, WeighedPerson } from './weigh.ts';

/** Where a name and a target stand to each other. Order is that of `relationNames`. */
export const relationNames = [
  ...['same field', 'same record', 'same line', 'same sentence', 'same paragraph', 'same part'],
  ...['lines apart', 'sentences apart', 'before', 'between students', 'between others', 'rank', 'only student'],
  ...['students', 'given name near', 'surname on line', 'aligned', 'subject to body', 'body to file', 'file to file'],
  ...[
    'zone own',
    'zone legal',
    'zone quoted',
    'name zone own',
    'table',
    'target record has name',
    'list item of name',
    'heads list of name',
    'another name on line',
    'zone notice',
    'repeated',
    'repeated share',
  ],
] as const;

const far = 20;
const mostRepeats = 8;

export interface Place {
  readonly mention: WeighedPerson;
  readonly values: readonly number[];
}

/** The mention that stands nearest to the target in the sense of the text, and how the two stand. */
export function placeOf(student: StudentCandidate, target: Target, context: PairContext): Place {
  let best: Place | undefined;
  const shared = studentValues(student, target, context);
  const here = student.mentions.filter(({ view }) => view === target.view);
  const at = firstEndingAfter(here, target.start);
  const near = here.length > 0 ? here.slice(Math.max(0, at - 2), at + 2) : student.mentions.slice(0, 3);
  for (const mention of near) {
    const values = relation(mention, { student, target, context, values: shared });
    if (!best || closer(values, best.values)) best = { mention, values };
  }
  return best!;
}

/** Same record, then same sentence, then fewer lines apart, then the surer name. */
function closer(a: readonly number[], b: readonly number[]): boolean {
  for (const at of [0, 1, 3, 2]) if (a[at] !== b[at]) return a[at]! > b[at]!;
  return a[6]! < b[6]!;
}

/** What every pair of a target needs to know of it. */
interface TargetFacts {
  readonly field: ReturnType<typeof fieldAt>;
  readonly line: ReturnType<typeof lineOf>;
  readonly lineAt: number;
  readonly sentence: number;
  readonly around: Span;
  readonly words: ReadonlySet<string>;
  /** The values that are the same for all names: its zone, and of what table it is. */
  readonly zones: readonly number[];
  readonly table: readonly number[];
  /** It stands in a legal notice or the footer of a list. */
  readonly notice: number;
}

const keptFacts = new WeakMap<Target, TargetFacts>();

export function factsOf(target: Target, context: PairContext): TargetFacts {
  const known = keptFacts.get(target);
  if (known) return known;
  const { view, start } = target;
  const field = fieldAt(view, start);
  const line = lineOf(view, start);
  const sentences = view.sentences();
  const zone = zoneOf(view, start);
  const facts: TargetFacts = {
    field,
    line,
    lineAt: lineAt(view.lines, start),
    sentence: sentences.indexAt(start),
    around: sentences.around(start),
    words: wordsOfLine(target),
    zones: [
      Number(['own', 'forwarded'].includes(zone)),
      Number(['legal', 'list', 'meeting', 'auto', 'machine', 'signature'].includes(zone)),
      Number(zone === 'quoted'),
    ],
    notice: Number(zone === 'legal' || zone === 'list'),
    table: [
      Number(line.row !== undefined || field?.record.shape === 'row'),
      Number(field !== undefined && oneWithin(context.studentsIn(view), field.record)),
    ],
  };
  keptFacts.set(target, facts);
  return facts;
}

/** The values that are the same for all mentions of a student. */
function studentValues(student: StudentCandidate, target: Target, context: PairContext): StudentValues {
  const { line, around } = factsOf(target, context);
  return {
    givenName: Number(givenNameNear(student, target.view, around)),
    aligned: Number(isAligned(student.mentions, target, context)),
    anotherName: Number(anotherNameOn(line, student, target, context)),
  };
}

type StudentValues = Readonly<Record<'givenName' | 'aligned' | 'anotherName', number>>;

function relation(
  mention: WeighedPerson,
  {
    student,
    target,
    context,
    values,
  }: { student: StudentCandidate; target: Target; context: PairContext; values: StudentValues },
): number[] {
  const same = mention.view === target.view;
  const { view } = target;
  const { field, line, words, sentence, zones, table, lineAt: targetLine, notice } = factsOf(target, context);
  const own = same ? fieldAt(view, mention.start) : undefined;
  const nameLine = lineOf(mention.view, mention.start);
  const nameSentence = same ? view.sentences().indexAt(mention.start) : -far;
  // What a heading says stands before each name of its list, as if it were written there.
  const governs = same && isInHeading(view, target, mention, context);
  const linesApart = governs ? 0 : same ? Math.abs(targetLine - lineAt(view.lines, mention.start)) : far;
  const [from, to] = mention.start < target.start ? [mention.end, target.start] : [target.end, mention.start];
  const between = (people: readonly WeighedPerson[]) => (governs ? 0 : same ? countBetween(people, from, to) : 3);
  const kind = mention.view.part.kind;
  const sameRecord =
    field !== undefined &&
    own !== undefined &&
    (field.record === own.record ||
      mention.fields?.some((span) => span.start >= field.record.start && span.end <= field.record.end) === true);
  return [
    Number(field !== undefined && field.field === own?.field),
    Number(sameRecord),
    Number(governs || (same && line === nameLine)),
    Number(governs || sentence === nameSentence),
    Number(governs || (same && line.paragraph === nameLine.paragraph)),
    Number(same),
    Math.min(far, linesApart),
    governs ? 0 : same ? Math.min(far, Math.abs(sentence - nameSentence)) : far,
    Number(same && mention.start < target.start),
    Math.min(3, between(context.studentsIn(view))),
    Math.min(3, between(context.othersIn(view))),
    governs ? 0 : same ? rankOf(mention, target, context) : 4,
    Number(context.likely <= 1 || (context.likely === 1 && student.best > -1)),
    Math.min(10, context.likely),
    values.givenName,
    Number(line !== nameLine && words.has(mention.keys.at(-1)!)),
    values.aligned,
    Number(!same && kind === 'subject' && view.part.kind === 'body'),
    Number(!same && kind === 'body' && view.part.kind === 'attachment'),
    Number(!same && kind === 'attachment' && view.part.kind !== 'subject'),
    ...zones,
    Number(['own', 'forwarded'].includes(zoneOf(mention.view, mention.start))),
    ...table,
    Number(same && isInEntry(view, target, mention, context)),
    Number(governs),
    values.anotherName,
    notice,
    Math.min(mostRepeats, target.repeated?.count ?? 0),
    target.repeated?.share ?? 0,
  ];
}

/** Whether one of the people stands within a span. */
function oneWithin(people: readonly WeighedPerson[], { start, end }: Span): boolean {
  const next = people[firstStartingFrom(people, start)];
  return next !== undefined && next.end <= end;
}

function countBetween(people: readonly WeighedPerson[], from: number, to: number): number {
  let count = 0;
  for (let at = firstEndingAfter(people, from); at < people.length && people[at]!.end <= to && count < 4; at += 1)
    count += 1;
  return count;
}

/** 0 where no other student stands nearer to the target on either side, 1 where one does … A name on its line is nearer than any on another. */
function rankOf(mention: WeighedPerson, target: Target, context: PairContext): number {
  const { lines } = target.view;
  const own = context.keyOf.get(mention);
  const line = factsOf(target, context).lineAt;
  const apart = (person: WeighedPerson): number => Math.abs(line - lineAt(lines, person.start));
  const [ownGap, ownLines] = [gap(mention, target), apart(mention)];
  const people = context.studentsIn(target.view);
  const at = firstEndingAfter(people, target.start);
  let rank = 0;
  for (const person of people.slice(Math.max(0, at - 4), at + 4)) {
    if (context.keyOf.get(person) === own) continue;
    const further = apart(person) - ownLines;
    if (further < 0 || (further === 0 && gap(person, target) < ownGap)) rank += 1;
  }
  return Math.min(4, rank);
}

function gap(a: Span, b: Span): number {
  return Math.max(b.start - a.end, a.start - b.end, 0);
}

/** Somebody else stands on the line of the target, whoever that may be: whose it is then is likely theirs. */
function anotherNameOn(line: Span, student: StudentCandidate, target: Target, context: PairContext): boolean {
  const people = context.peopleIn(target.view);
  for (let at = firstEndingAfter(people, line.start); at < people.length && people[at]!.start < line.end; at += 1) {
    const person = people[at]!;
    const itself = person.start < target.end && person.end > target.start;
    if (!itself && person.keys.length > 1 && context.keyOf.get(person) !== student.key) return true;
  }
  return false;
}

/** The target stands in the name's block of a list, or on the line that begins with it. */
function isInEntry(view: PartView, target: Target, mention: WeighedPerson, { weighed }: PairContext): boolean {
  const block = weighed.listsIn(view).entryOf(mention)?.block;
  if (block && target.start >= block.start && target.start < block.end) return true;
  const line = lineAt(view.lines, target.start);
  return (
    mention.start >= view.lines[line]!.start && mention.end <= target.start && beginsLine(view, line, mention.start)
  );
}

/** `Suspended this week:` above a list that the name stands in. */
function isInHeading(view: PartView, target: Target, mention: WeighedPerson, { weighed }: PairContext): boolean {
  const heading = weighed.listsIn(view).entryOf(mention)?.list.heading;
  return heading !== undefined && target.start >= heading.start && target.start < heading.end;
}

/** The student is called by the given name in the sentence of the target. */
function givenNameNear({ people, mentions }: StudentCandidate, view: PartView, { start, end }: Span): boolean {
  const names = new Set([
    mentions[0]!.keys[0]!,
    ...people.flatMap((person: DirectoryPerson) =>
      [person.givenName, ...person.preferredNames].flatMap((name) => nameKeys(name)[0] ?? []),
    ),
  ]);
  for (let at = firstStartingFrom(view.words, start); at < view.words.length && view.words[at]!.end <= end; at += 1)
    if (names.has(view.words[at]!.key)) return true;
  return false;
}

function wordsOfLine(target: Target): ReadonlySet<string> {
  const { view } = target;
  const line = lineOf(view, target.start);
  const found = new Set<string>();
  for (
    let at = firstStartingFrom(view.words, line.start);
    at < view.words.length && view.words[at]!.end <= line.end && found.size < 40;
    at += 1
  )
    found.add(view.words[at]!.key);
  return found;
}

/** A list of students in one part and as many targets in another one: both have the same place in their list. */
export function isAligned(mentions: readonly WeighedPerson[], target: Target, context: PairContext): boolean {
  const list = context.listOf(target);
  if (!list || list.targets.length < 2) return false;
  const { targets, at } = list;
  return mentions.some(({ view, start }) => {
    if (view === target.view) return false;
    const names = context.studentsIn(view);
    return names.length === targets.length && names[at]?.start === start;
  });
}

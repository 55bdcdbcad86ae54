/** Pairs of a student and something said beside the name, with the numbers that speak for and against their belonging together. */
import type { Span } from '../../detector.ts';
import { firstEndingAfter } from '../text/sorted-spans.ts';
import type { MentionFacts, Target, TargetFacts } from './kept-facts.ts';
import type { PairContext } from './pair-context.ts';
import { factsOf, givenNameIn, mentionFacts, mentionsIn } from './pair-facts.ts';
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

/** The mention that stands nearest to the target in the sense of the text. */
export function nearestMention(student: StudentCandidate, target: Target, context: PairContext): WeighedPerson {
  const { mentions } = student;
  if (mentions.length === 1) return mentions[0]!;
  const here = mentionsIn(target.view, student, context);
  const near = here.length > 0 ? here : mentions;
  const at = here.length > 0 ? firstEndingAfter(here, target.start) : 1;
  const from = Math.max(0, at - 2);
  const to = Math.min(near.length, at + 2);
  let best = near[from]!;
  if (to - from === 1) return best;
  const facts = factsOf(target, context);
  let least = nearness(best, target, facts, context);
  for (let one = from + 1; one < to; one += 1) {
    const reached = nearness(near[one]!, target, facts, context);
    if (reached > least) [best, least] = [near[one]!, reached];
  }
  return best;
}

/** Same field, same record, then same sentence, same line, then fewer lines apart: each counts more than all that follow. */
function nearness(mention: WeighedPerson, target: Target, facts: TargetFacts, context: PairContext): number {
  if (mention.view !== target.view) return 0;
  const own = mentionFacts(mention, context);
  const governs = isInHeading(target, own);
  const linesApart = governs ? 0 : Math.min(far, Math.abs(facts.lineAt - own.lineAt));
  return (
    Number(isSameField(facts, own)) * 512 +
    Number(isSameRecord(mention, facts, own)) * 256 +
    Number(governs || facts.sentence === own.sentence) * 128 +
    Number(governs || facts.line === own.line) * 64 +
    (far - linesApart)
  );
}

function isSameField({ field }: TargetFacts, own: MentionFacts): boolean {
  return field !== undefined && field.field === own.field?.field;
}

function isSameRecord({ fields }: WeighedPerson, { field }: TargetFacts, { field: own }: MentionFacts): boolean {
  if (field === undefined || own === undefined) return false;
  const { record } = field;
  if (record === own.record) return true;
  return fields?.some((span) => span.start >= record.start && span.end <= record.end) === true;
}

/** A student's name and something that may be the student's. */
export interface NameAndTarget {
  readonly student: StudentCandidate;
  readonly mention: WeighedPerson;
  readonly target: Target;
}

/** Adds how the two stand to each other, in the order of `relationNames`. */
export function addRelation(values: number[], { student, mention, target }: NameAndTarget, context: PairContext): void {
  const facts = factsOf(target, context);
  const own = mentionFacts(mention, context);
  const { view } = target;
  const same = mention.view === view;
  // What a heading says stands before each name of its list, as if it were written there.
  const governs = same && isInHeading(target, own);
  if (same) addPlaces(values, { student, mention, target }, context, governs);
  else values.push(0, 0, 0, 0, 0, 0, far, far, 0, 3, 3, 4);
  const { kind } = mention.view.part;
  const sameLine = facts.line === own.line;
  values.push(
    Number(context.likely <= 1),
    Math.min(10, context.likely),
    Number(givenNameIn(facts.around, view, student, context)),
    Number(!sameLine && facts.words().has(mention.keys.at(-1)!)),
    Number(facts.aligned.has(student.key)),
    Number(!same && kind === 'subject' && view.part.kind === 'body'),
    Number(!same && kind === 'body' && view.part.kind === 'attachment'),
    Number(!same && kind === 'attachment' && view.part.kind !== 'subject'),
  );
  for (const value of facts.zones) values.push(value);
  values.push(own.zoneOwn);
  for (const value of facts.table) values.push(value);
  values.push(
    Number(same && isInEntry(target, mention, own, facts)),
    Number(governs),
    Number(anotherNameOn(facts.line, student, target, context)),
    facts.notice,
    Math.min(mostRepeats, target.repeated?.count ?? 0),
    target.repeated?.share ?? 0,
  );
}

/** The values up to the rank, of a name in the target's part. */
function addPlaces(
  values: number[],
  { student, mention, target }: NameAndTarget,
  context: PairContext,
  governs: boolean,
): void {
  const facts = factsOf(target, context);
  const own = mentionFacts(mention, context);
  const { view } = target;
  const isBefore = mention.start < target.start;
  const from = isBefore ? mention.end : target.end;
  const to = isBefore ? target.start : mention.start;
  values.push(
    Number(isSameField(facts, own)),
    Number(isSameRecord(mention, facts, own)),
    Number(governs || facts.line === own.line),
    Number(governs || facts.sentence === own.sentence),
    Number(governs || facts.line.paragraph === own.line.paragraph),
    1,
    governs ? 0 : Math.min(far, Math.abs(facts.lineAt - own.lineAt)),
    governs ? 0 : Math.min(far, Math.abs(facts.sentence - own.sentence)),
    Number(isBefore),
    governs ? 0 : countBetween(context.studentsIn(view), from, to),
    governs ? 0 : countBetween(context.othersIn(view), from, to),
    governs ? 0 : rankOf(mention, student, target, context),
  );
}

/** At most three. */
function countBetween(people: readonly WeighedPerson[], from: number, to: number): number {
  let count = 0;
  for (let at = firstEndingAfter(people, from); at < people.length && people[at]!.end <= to && count < 3; at += 1)
    count += 1;
  return count;
}

/** 0 where no other student stands nearer to the target on either side, 1 where one does … A name on its line is nearer than any on another. */
function rankOf(mention: WeighedPerson, { key }: StudentCandidate, target: Target, context: PairContext): number {
  const people = context.studentsIn(target.view);
  const { lineAt } = factsOf(target, context);
  const apart = (person: WeighedPerson): number => Math.abs(lineAt - mentionFacts(person, context).lineAt);
  const [ownGap, ownLines] = [gap(mention, target), apart(mention)];
  const at = firstEndingAfter(people, target.start);
  let rank = 0;
  for (let one = Math.max(0, at - 4); one < people.length && one < at + 4; one += 1) {
    const person = people[one]!;
    if (context.keyOf.get(person) === key) continue;
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
function isInEntry({ start }: Target, mention: Span, own: MentionFacts, { line }: TargetFacts): boolean {
  const block = own.entry?.block;
  if (block && start >= block.start && start < block.end) return true;
  return mention.start >= line.start && mention.end <= start && own.beginsLine;
}

/** `Suspended this week:` above a list that the name stands in. */
function isInHeading({ start }: Target, { entry }: MentionFacts): boolean {
  const heading = entry?.list.heading;
  return heading !== undefined && start >= heading.start && start < heading.end;
}

/** What all pairs of a target, of a name or of a student share: each is found once for a message. */
import type { DirectoryPerson, Span } from '../../detector.ts';
import { nameKeys } from '../people/names.ts';
import { lineAt } from '../text/layout.ts';
import { firstStartingFrom } from '../text/sorted-spans.ts';
import type { MentionFacts, StudentFacts, Target, TargetFacts } from './kept-facts.ts';
import { beginsLine } from './name-lists.ts';
import type { PairContext } from './pair-context.ts';
import { fieldAt, once, zoneOf, type PartView } from './part-view.ts';
import type { StudentCandidate, WeighedPerson } from './weigh.ts';

function kept<Key, Value>(values: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = values.get(key);
  if (value === undefined) {
    value = make();
    values.set(key, value);
  }
  return value;
}

export function factsOf(target: Target, context: PairContext): TargetFacts {
  return kept(context.facts.targets, target, () => targetFacts(target, context));
}

function targetFacts(target: Target, context: PairContext): TargetFacts {
  const { view, start } = target;
  const field = fieldAt(view, start);
  const at = lineAt(view.lines, start);
  const line = view.lines[at]!;
  const sentences = view.sentences();
  const sentence = sentences.indexAt(start);
  const zone = zoneOf(view, start);
  return {
    field,
    line,
    lineAt: at,
    sentence,
    around: sentences.at(sentence),
    words: once(() => wordsOfLine(view, line)),
    aligned: alignedWith(target, context),
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
}

export function mentionFacts(mention: WeighedPerson, context: PairContext): MentionFacts {
  return kept(context.facts.mentions, mention, () => {
    const { view, start } = mention;
    const at = lineAt(view.lines, start);
    return {
      field: fieldAt(view, start),
      line: view.lines[at]!,
      lineAt: at,
      sentence: view.sentences().indexAt(start),
      zoneOwn: Number(['own', 'forwarded'].includes(zoneOf(view, start))),
      entry: context.weighed.listsIn(view).entryOf(mention),
      beginsLine: beginsLine(view, at, start),
    };
  });
}

/** Whether one of the people stands within a span. */
function oneWithin(people: readonly WeighedPerson[], { start, end }: Span): boolean {
  const next = people[firstStartingFrom(people, start)];
  return next !== undefined && next.end <= end;
}

function wordsOfLine({ words }: PartView, line: Span): ReadonlySet<string> {
  const found = new Set<string>();
  for (
    let at = firstStartingFrom(words, line.start);
    at < words.length && words[at]!.end <= line.end && found.size < 40;
    at += 1
  )
    found.add(words[at]!.key);
  return found;
}

const nobody: ReadonlySet<string> = new Set();

/** A list of students in one part and as many targets in another one: both have the same place in their list. */
function alignedWith(target: Target, context: PairContext): ReadonlySet<string> {
  const list = context.listOf(target);
  if (!list || list.targets.length < 2) return nobody;
  const found = new Set<string>();
  for (const view of context.weighed.views) {
    const names = context.studentsIn(view);
    if (view === target.view || names.length !== list.targets.length) continue;
    const { start } = names[list.at]!;
    const people = context.candidatesIn(view);
    for (let at = firstStartingFrom(people, start); people[at]?.start === start; at += 1)
      found.add(context.keyOf.get(people[at]!)!);
  }
  return found;
}

export function mentionsIn(view: PartView, student: StudentCandidate, context: PairContext): readonly WeighedPerson[] {
  return studentFacts(student, context).mentionsIn.get(view) ?? [];
}

/** The student is called by the given name in a span of a part. */
export function givenNameIn({ start, end }: Span, view: PartView, student: StudentCandidate, context: PairContext) {
  const places = kept(context.facts.givenNames, view, () => placesOfGivenNames(view, context));
  for (const name of studentFacts(student, context).givenNames) {
    const words = places.get(name);
    const next = words?.[firstStartingFrom(words, start)];
    if (next !== undefined && next.end <= end) return true;
  }
  return false;
}

function studentFacts(student: StudentCandidate, { facts }: PairContext): StudentFacts {
  return kept(facts.students, student, () => ({
    givenNames: [
      student.mentions[0]!.keys[0]!,
      ...student.people.flatMap((person: DirectoryPerson) =>
        [person.givenName, ...person.preferredNames].flatMap((name) => nameKeys(name)[0] ?? []),
      ),
    ],
    mentionsIn: Map.groupBy(student.mentions, ({ view }) => view),
  }));
}

/** Where the given names of all students stand: the sentence of a table may be all of it. */
function placesOfGivenNames(view: PartView, context: PairContext): ReadonlyMap<string, readonly Span[]> {
  const found = new Map<string, Span[]>();
  for (const student of context.weighed.students)
    for (const name of studentFacts(student, context).givenNames) found.set(name, []);
  for (const word of view.words) found.get(word.key)?.push(word);
  return found;
}

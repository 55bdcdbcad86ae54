/** The students with whom something said in a message is weighed: not all with all where there are many. */
import type { Span } from '../../detector.ts';
import { firstEndingAfter, firstStartingFrom } from '../text/sorted-spans.ts';
import type { Target } from './kept-facts.ts';
import type { PairContext } from './pair-context.ts';
import { factsOf } from './pair-facts.ts';
import type { StudentCandidate, WeighedPerson } from './weigh.ts';

/** Candidates that a target is weighed with: those of its record, the nearest of its part, and all where there are few. */
export function candidatesFor(target: Target, context: PairContext, always: ReadonlySet<string>): StudentCandidate[] {
  const { students } = context.weighed;
  if (students.length <= fewStudents) return [...students];
  const here = context.candidatesIn(target.view);
  const listed = studentsOfList(target, here, context);
  if (students.length > manyStudents) {
    const keys = new Set([...studentsOfRow(target, here, context), ...listed, ...always]);
    const inRow = [...keys].flatMap((key) => context.studentOf.get(key) ?? []);
    if (inRow.some(({ best }) => best > likelyStudent)) return inRow;
  }
  const facts = factsOf(target, context);
  const near = new Set([...always, ...listed, ...facts.aligned]);
  const at = firstEndingAfter(here, target.start);
  for (const person of here.slice(Math.max(0, at - 3), at + 3)) near.add(context.keyOf.get(person)!);
  if (students.length <= manyStudents) {
    const surnames = facts.words();
    return students.filter(({ key, mentions }) => near.has(key) || surnames.has(mentions[0]!.keys.at(-1)!));
  }
  // Of many students only the near ones are looked at.
  const places = [...near].flatMap((key) => context.orderOf.get(key) ?? []);
  return places.sort((a, b) => a - b).map((place) => students[place]!);
}
const fewStudents = 5;
/** Log-odds above which a row that names somebody is taken for theirs. */
const likelyStudent = -1;
/** Among more than these, a row is about those whom it names, and a surname on the line says little: weighing more takes minutes. */
const manyStudents = 100;

/** Those whom the row of a table names in which the target stands. */
function studentsOfRow(target: Target, here: readonly WeighedPerson[], context: PairContext): ReadonlySet<string> {
  const record = factsOf(target, context).field?.record;
  return new Set(record?.shape === 'row' ? keysWithin(record, here, context) : []);
}

function keysWithin(span: Span, here: readonly WeighedPerson[], context: PairContext): string[] {
  const keys: string[] = [];
  for (let at = firstStartingFrom(here, span.start); at < here.length && here[at]!.end <= span.end; at += 1)
    keys.push(context.keyOf.get(here[at]!)!);
  return keys;
}

/** Those of the list in whose heading the target stands, and the one in whose block it stands. */
function studentsOfList(target: Target, here: readonly WeighedPerson[], context: PairContext): ReadonlySet<string> {
  const { headedAt, entryOf } = context.weighed.listsIn(target.view);
  const at = firstStartingFrom(here, target.start);
  const owner = here.slice(Math.max(0, at - namesInBlock), at).findLast((person) => entryOf(person) !== undefined);
  const isOwned = owner !== undefined && entryOf(owner)!.block.end > target.start;
  const headed = headedAt(target.start)?.names ?? [];
  return new Set([
    ...(isOwned ? [context.keyOf.get(owner)!] : []),
    ...(headed.length > 0 ? keysWithin({ start: headed[0]!.start, end: headed.at(-1)!.end }, here, context) : []),
  ]);
}
/** Other people in the block of a name who are looked past: relatives, a teacher. */
const namesInBlock = 6;

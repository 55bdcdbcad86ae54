/**
 * What surrounds a full name beyond the words beside it: cues of who is meant, the list it stands in. What the rest of the message speaks of
 * does not count.
 */
import type { Span } from '../../detector.ts';
import { isAdult, isInBook } from '../students/adult-cue.ts';
import { homeCue } from '../students/home-cue.ts';
import { studentCue } from '../students/student-cue.ts';
import { lineAt } from '../text/layout.ts';
import { firstEndingAfter } from '../text/sorted-spans.ts';
import type { PartView } from './part-view.ts';
import type { PersonName } from './people.ts';

/** Lines that begin with names stand at most so far apart in a list. */
const listGap = 2;
/** Names on either side that are looked at for a student of the roster. */
const mostNeighbours = 2;

/** Facts of a part that its names share, found once: `names` sorted. */
export interface NamesOfPart {
  readonly names: readonly PersonName[];
  /** The list of a name that begins a line of it. */
  readonly lists: ReadonlyMap<PersonName, NameList>;
}

interface NameList {
  readonly names: number;
  /** How many of them are those of students on the roster. */
  readonly students: number;
}

export function namesOfPart(view: PartView, people: readonly PersonName[]): NamesOfPart {
  const names = people.filter(({ source }) => source !== 'single');
  const lists = new Map<PersonName, NameList>();
  let last: { line: number; list: { names: number; students: number } } | undefined;
  for (const name of names) {
    const line = lineAt(view.lines, name.start);
    if (!/^[\s>*•·\d.)"'-]*$/.test(view.text.slice(view.lines[line]!.start, name.start))) continue;
    if (!last || line - last.line > listGap) last = { line, list: { names: 0, students: 0 } };
    last.list.names += 1;
    last.list.students += Number(isStudent(name));
    last.line = line;
    lists.set(name, last.list);
  }
  return { names, lists };
}

/** Names of features; those of a name's cues are crossed with its status on the roster by whoever asks. */
export function nameSurroundings(person: PersonName, { names, lists }: NamesOfPart): string[] {
  const { view, start } = person;
  const list = lists.get(person);
  const others = (list?.names ?? 1) - 1;
  const students = (list?.students ?? 0) - Number(isStudent(person));
  const sentence = view.sentences().around(start);
  return [
    `cue ${studentCue(view, start, person.end)}`,
    `home ${homeCue(view, person)}`,
    ...(isAdult(view, person) ? ['cue adult'] : []),
    ...(isInBook(view, person) ? ['cue story'] : []),
    ...(view.text.slice(start, person.end).includes(',') ? ['reversed'] : []),
    ...(others > 0 ? [`listed ${Math.min(3, others)}`] : []),
    ...(others > 0 && students > 0 ? ['listed with student'] : []),
    ...(isBesideStudent(person, names) ? ['beside student'] : []),
    ...(holds(view.phones(), sentence) ? ['said with phone'] : []),
    ...(holds(view.addresses(), sentence) ? ['said with street'] : []),
  ];
}

function isStudent({ people }: PersonName): boolean {
  return people.length > 0;
}

/** `Colt Stallings and Pa Nhia Vang`: one of the next names in the sentence is that of a student on the roster. */
function isBesideStudent(person: PersonName, names: readonly PersonName[]): boolean {
  const at = firstEndingAfter(names, person.start);
  const sentences = person.view.sentences();
  const own = sentences.indexAt(person.start);
  return names
    .slice(Math.max(0, at - mostNeighbours), at + mostNeighbours + 1)
    .some((one) => one !== person && isStudent(one) && sentences.indexAt(one.start) === own);
}

function holds(spans: readonly Span[], line: Span): boolean {
  const next = spans[firstEndingAfter(spans, line.start)];
  return next !== undefined && next.start < line.end;
}

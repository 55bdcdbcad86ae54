/**
 * What surrounds a full name beyond the words beside it: cues of who is meant, the list it stands in. What the rest of the message speaks of
 * does not count.
 */
import type { Span } from '../../detector.ts';
import { isAdult, isInBook } from '../students/adult-cue.ts';
import { homeCue } from '../students/home-cue.ts';
import { studentCue } from '../students/student-cue.ts';
import { firstEndingAfter } from '../text/sorted-spans.ts';
import type { NameList, NameLists } from './name-lists.ts';
import type { PartView } from './part-view.ts';
import type { PersonName } from './people.ts';
import { wordsOfHeading } from './surroundings.ts';
import { classesOfWord } from './word-classes.ts';

/** Names on either side that are looked at for a student of the roster. */
const mostNeighbours = 2;

/** Words of a list's heading that count. */
const mostHeadingWords = 12;

/** Facts of a part that its names share, found once: `names` sorted. */
export interface NamesOfPart {
  readonly names: readonly PersonName[];
  readonly lists: NameLists;
  /** One of them is that of a student on the roster. */
  readonly hasStudents: boolean;
  /** How many names of a list are those of students on the roster. */
  readonly studentsOf: (list: NameList) => number;
}

export function namesOfPart(people: readonly PersonName[], lists: NameLists): NamesOfPart {
  const students = new Map(lists.all.map((list) => [list, list.names.filter(isStudent).length]));
  return {
    names: people.filter(({ source }) => source !== 'single'),
    lists,
    hasStudents: people.some(isStudent),
    studentsOf: (list) => students.get(list)!,
  };
}

/** Names of features; those of a name's cues are crossed with its status on the roster by whoever asks. */
export function nameSurroundings(person: PersonName, { names, lists, hasStudents, studentsOf }: NamesOfPart): string[] {
  const { view, start } = person;
  const list = lists.entryOf(person)?.list;
  const others = (list?.names.length ?? 1) - 1;
  const students = list ? studentsOf(list) - Number(isStudent(person)) : 0;
  const sentence = view.sentences().around(start);
  return [
    `cue ${studentCue(view, start, person.end)}`,
    `home ${homeCue(view, person)}`,
    ...(isAdult(view, person) ? ['cue adult'] : []),
    ...(isInBook(view, person) ? ['cue story'] : []),
    ...(view.text.slice(start, person.end).includes(',') ? ['reversed'] : []),
    ...(others > 0 ? [`listed ${Math.min(3, others)}`] : []),
    ...(others > 0 && students > 0 ? ['listed with student'] : []),
    ...(list?.heading ? headingFeatures(view, list.heading) : []),
    ...(hasStudents && isBesideStudent(person, names) ? ['beside student'] : []),
    ...(holds(view.phones(), sentence) ? ['said with phone'] : []),
    ...(holds(view.addresses(), sentence) ? ['said with street'] : []),
  ];
}

/** The words of a heading and their classes; which names stand in it says nothing. */
function headingFeatures({ text }: PartView, { start, end }: Span): string[] {
  const found = new Set<string>();
  for (const word of wordsOfHeading(text.slice(start, end), mostHeadingWords)) {
    const classes = classesOfWord(word);
    if (!classes.includes('name')) found.add(`lh ${word}`);
    for (const one of classes) found.add(`lhc ${one}`);
  }
  return [...found];
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

/** Students of the roster whom the words beside a picture name in full. */
import type { DirectoryLookup, DirectoryPerson, ExtractedMessage, Span } from '../detector.ts';
import type { Word } from '../shared/people/names.ts';
import { rosterNames } from '../shared/people/roster-names.ts';
import { fullKey, isGuardianName, isStaffName } from '../shared/students/roster-mentions.ts';
import { studentWords } from '../shared/students/student-words.ts';
import type { FileWords } from './file-words.ts';

export interface NamedStudent extends Span {
  readonly student: DirectoryPerson;
  /** 0..1: how sure it is that this student is meant. */
  readonly sure: number;
  /** What speaks against it; empty where nothing does. */
  readonly doubt: string;
}

interface Found extends Span {
  readonly people: readonly DirectoryPerson[];
  readonly given: string;
  readonly family: string;
  readonly exact: boolean;
  readonly joined: boolean;
}

const certain = 0.92;
/** So much is left of the certainty. */
const share = { shortName: 0.85, otherNamesake: 0.6, namesake: 0.9, adult: 0.6, otherMeaning: 0.6, joined: 0.7 };
/** Longer runs of letters are codes. */
const longestRun = 40;
const shortestName = 3;

export type FindNamed = (words: FileWords) => NamedStudent[];

/** @param message whose sender and recipients may have a student's name */
export function namedIn(directory: DirectoryLookup, message: ExtractedMessage): FindNamed {
  const index = rosterNames(directory);
  const boxes = [...(message.from ? [message.from] : []), ...message.to, ...message.cc];
  const correspondents = new Set(boxes.map(({ name }) => fullKey(name, name)));
  return (words) => {
    const spoken = [words.whole, words.pieces].flatMap((list) => index.find(words.gaps, list));
    const found: Found[] = spoken.map((match) => ({ ...match, joined: false }));
    for (const [at, run] of words.whole.entries()) {
      found.push(...runTogether(run, words.piecesOf[at]!, directory));
    }
    const best = new Map<string, NamedStudent>();
    for (const match of found) {
      for (const student of likeliest(match.people, message)) {
        const named = weighed(match, student, directory, correspondents);
        if (named.sure > (best.get(student.id)?.sure ?? 0)) best.set(student.id, named);
      }
    }
    return [...best.values()];
  };
}

/**
 * Of namesakes the one whose family alone gets the picture. Otherwise those who may not be pictured, since a person should look;
 * where there is none, the first.
 */
function likeliest(people: readonly DirectoryPerson[], { recipients }: ExtractedMessage): readonly DirectoryPerson[] {
  if (people.length === 1) return people;
  const outside = recipients.filter(({ inside, staff, list }) => list !== undefined || !(inside && staff));
  const own = people.filter(({ id }) => outside.every(({ entitledTo }) => entitledTo.includes(id)));
  if (outside.length > 0 && own.length > 0) return own.slice(0, 1);
  const restricted = people.filter(({ mediaRestricted }) => mediaRestricted);
  return restricted.length > 0 ? restricted : people.slice(0, 1);
}

function weighed(
  { start, end, people, given, family, exact, joined }: Found,
  student: DirectoryPerson,
  directory: DirectoryLookup,
  correspondents: ReadonlySet<string>,
): NamedStudent {
  const key = `${given} ${family}`;
  const doubts: string[] = [];
  let sure = certain;
  const doubt = (holds: boolean, kept: number, words: string) => {
    if (!holds) return;
    sure *= kept;
    doubts.push(words);
  };
  doubt(!exact, share.shortName, 'a short form or a part of the name');
  const mixed = student.mediaRestricted && people.some((person) => !person.mediaRestricted);
  if (people.length > 1)
    doubt(true, mixed ? share.otherNamesake : share.namesake, `one of ${people.length} students of this name`);
  const isAdult = isStaffName(directory, key) || isGuardianName(directory, student) || correspondents.has(key);
  doubt(isAdult, share.adult, 'an adult has the same name');
  const words = studentWords.wordNames.has(given) && studentWords.wordNames.has(family);
  doubt(words, share.otherMeaning, 'the words have another meaning too');
  doubt(joined, share.joined, 'both names in one word');
  return { student, start, end, sure, doubt: doubts.join(', ') };
}

/**
 * `DeShawnJackson` at its capitals, for every student; `libbywhitcomb` anywhere, for those who may not be pictured only: of a
 * large roster too many words are two names.
 */
function runTogether(run: Word, pieces: readonly Word[], directory: DirectoryLookup): Found[] {
  const { key, start, end } = run;
  if (key.length > longestRun) return [];
  const capitals = new Set<number>();
  let length = 0;
  for (const piece of pieces.slice(0, -1)) capitals.add((length += piece.key.length));
  const found: Found[] = [];
  for (let at = shortestName; at <= key.length - shortestName; at += 1) {
    const [first, second] = [key.slice(0, at), key.slice(at)];
    for (const [given, family] of [
      [first, second],
      [second, first],
    ] as const) {
      if (!directory.isGivenName(given) || !directory.isFamilyName(family)) continue;
      const atCapital = capitals.has(at);
      const entries = directory
        .peopleNamed('student', given, family)
        .filter((entry) => entry.given.length > 0 && (atCapital || entry.person.mediaRestricted));
      const people = entries.map(({ person }) => person);
      if (people.length > 0) found.push({ start, end, people, given, family, exact: true, joined: !atCapital });
    }
  }
  return found;
}

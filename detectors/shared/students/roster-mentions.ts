/** Students of the roster who are named in full in a part. */
import type { DirectoryLookup, DirectoryPerson, DirectoryRole } from '../../detector.ts';
import { nameKeys } from '../people/names.ts';
import type { NameIndex, NameMatch } from '../people/roster-names.ts';
import type { Mention } from './mention.ts';
import { lineOf, wordsAfter, wordsBefore, type PartView } from './part-view.ts';
import { cueWords, studentWords } from './student-words.ts';
import { relationFollows, studentCue } from './student-cue.ts';

const articles = cueWords.phrases('articles');
const thingsNamed = cueWords.phrases('thingsNamed');

/** Folded full names, `given family`. */
export type NameKeys = Pick<ReadonlySet<string>, 'has'>;

/**
 * @param notStudents folded full names (`given family`) of the sender and the staff: a namesake needs the words around it
 * @param isGuardian whether a guardian has the same name
 */
export function rosterMentions(
  view: PartView,
  index: NameIndex,
  notStudents: NameKeys,
  isGuardian: (person: DirectoryPerson) => boolean,
): Mention[] {
  const mentions: Mention[] = [];
  for (const match of index.find(view.text, view.words)) {
    const cue = studentCue(view, match.start, match.end);
    const full = `${match.given} ${match.family}`;
    if (cue === 'title-before') continue;
    if (cue === 'relation-before' && (match.people.some(isGuardian) || !match.exact)) continue;
    const cued = (cue !== 'none' && cue !== 'relation-before') || relationFollows(view, match.end);
    const words = studentWords.wordNames.has(match.given) && studentWords.wordNames.has(match.family);
    if (words && !cued && isPhrase(view, match)) continue;
    const doubtful = words || (!match.exact && !match.capital);
    const person = match.people[0]!;
    mentions.push({
      view,
      start: match.start,
      end: match.end,
      paragraph: lineOf(view, match.start).paragraph,
      people: match.people,
      name: `${person.givenName} ${person.familyName}`,
      key: person.id,
      strength: strength(match, cued) * (notStudents.has(full) && !cued ? 0.5 : 1),
      cued,
      ambiguous: doubtful,
      reason: {
        rule: `roster-name:${match.form}`,
        context: !cued ? 'name alone' : cue === 'none' ? 'relation-after' : cue,
      },
    });
  }
  return mentions;
}

function strength(match: NameMatch, cued: boolean): number {
  const sure = (match.exact ? 1 : 0.88) * (match.capital ? 1 : 0.92);
  return cued ? Math.max(sure, 0.92) : sure;
}

/** `the Grant Page`, `Summer Rain barrel`, `May Day games`: the words go on as a phrase. */
function isPhrase(view: PartView, match: NameMatch): boolean {
  const [before] = wordsBefore(view, match.start, 1);
  if (before && match.start - before.end <= 2 && articles.has(before.key)) return true;
  const [after] = wordsAfter(view, match.end, 1);
  if (!after || view.text.slice(match.end, after.start) !== ' ') return false;
  return !after.capital && thingsNamed.has(after.key);
}

/** Whether somebody of the staff has this name, folded `given family`. */
export function isStaffName(directory: DirectoryLookup, key: string): boolean {
  return isNameOf('staff', directory, key);
}

/** The same of guardians. */
export function isGuardianKey(directory: DirectoryLookup, key: string): boolean {
  return isNameOf('guardian', directory, key);
}

function isNameOf(role: DirectoryRole, directory: DirectoryLookup, key: string): boolean {
  const [given = '', family = ''] = key.split(' ');
  return directory
    .peopleNamed(role, given, family)
    .some(({ person }) => fullKey(person.givenName, person.familyName) === key);
}

/** Whether a guardian has the same name as a student. */
export function isGuardianName(directory: DirectoryLookup, student: DirectoryPerson): boolean {
  const [given = '', family = ''] = fullKey(student.givenName, student.familyName).split(' ');
  const whole = wholeKey(student);
  return directory.peopleNamed('guardian', given, family).some(({ person }) => wholeKey(person) === whole);
}

/** All folded words of a name. */
function wholeKey(person: DirectoryPerson): string {
  return nameKeys(`${person.givenName} ${person.familyName}`).join(' ');
}

/** Folded `given family` of a full name, the first and the last word of it. */
export function fullKey(given: string, family: string): string {
  return `${nameKeys(given)[0] ?? ''} ${nameKeys(family).at(-1) ?? ''}`;
}

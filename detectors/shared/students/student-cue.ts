/** Whether the words around a full name say that a student is meant. */
import { foldName } from '../people/names.ts';
import { textAfter, wordsAfter, wordsBefore, type TextView } from './part-view.ts';
import { cueWords, studentWords } from './student-words.ts';

export type Cue =
  | 'label'
  | 'role-before'
  | 'grade-after'
  | 'relation-after'
  | 'paper-before'
  | 'age-after'
  | 'title-before'
  | 'relation-before'
  | 'none';

const { pattern, phrases } = cueWords;

const grade = pattern(
  String.raw`^[\s,;:()|\t"'’.–-]{0,6}(?:<whoIs>\s)?(?:is\s)?(?:an?\s)?(?:in\s)?(?:the\s)?(?:<gradeLabels>\s?\d{1,2}\b|\d{1,2}<ordinalEnds>(?!\p{L}|\s<afterOrdinalOfPlaces>\b)|<ordinals>[ -]grade|<yearsOfSchool>|(?<=[,;(–-]\s?)k(?=[\s]*[,;.)\n]|$)|<seniority>(?=\s*(?:[,.;:)\n]|$|<afterSeniority>\b))|\(\d{1,2}\))`,
  'iu',
);
const routine = pattern(String.raw`^ <willBe>? ?<routines>\b`, 'i');
const ofClass = pattern(
  String.raw`^[^.!?\n]{0,30}\b<ofClassLinks> (?:<classes>|\d{1,2}(?:st|nd|rd|th))(?:[ -]grade)?(?: class\b|(?<=grade))`,
  'i',
);
const siblings = phrases('siblings');
const seniority = phrases('seniority');
const kinOf = phrases('kinOf');
const ofWriter = phrases('ofWriter');

/** `Maricel Villanueva (that's mom)`, `Boyd, her father,`: the name is the relative's. */
const isRelative = pattern(
  String.raw`^ ?\((?:<whose> )?(\p{L}{3,12})\)|^ ?[,(–-] ?(?:<thatIs>(?: <whose>)?|<whose>) (\p{L}{3,12})(?= ?[),;.\n])(?! ?, ?[\p{Lu}\d(])`,
  'u',
);
/** `one of our third graders, Wyatt Lundeen`, `the senior who asked about it was Anders Bjorklund`. */
const oneOfMany = pattern(
  String.raw`\b(?:<oneOfThem>\b[^.!?\n]{0,24}\b<groupsOfPupils>|<thatOne> (?:\p{L}+ )?<onePupil>\b[^.!?\n]{0,70}\b<isCalled>)[\s,:–—-]{1,3}$`,
  'iu',
);
const age = pattern(String.raw`^,? \(?<aged> (?:[4-9]|1\d|<agesInWords>)\b`);
/** He or she is so many years old. */
const heIsOfAge = pattern(String.raw`^[^.!?\n]{0,30}[.!?,]?\s<heIs>\s(?:\d{1,2}\b|<agesOfTeens>)`, 'iu');
const paper = pattern(String.raw`\b<papers>(?: <paperForms>)? (?:of|for|:)? ?$`, 'i');
/** Between the word for a student and the name. */
const anotherAdult = pattern(String.raw`[.!?]\s|\b<adultsAmongPupils>\b`, 'i');

/** Looks at one line, and up to 140 characters further for a family member. */
export function studentCue(view: TextView, start: number, end: number): Cue {
  const { text } = view;
  const before = wordsBefore(view, start, 4).filter((word) => start - word.end < 40);
  const [nearest] = before;
  if (nearest && studentWords.titles.has(nearest.key) && /^\.? $/.test(text.slice(nearest.end, start)))
    return 'title-before';
  for (const word of before.slice(0, 3)) {
    if (studentWords.relations.has(word.key) && !siblings.has(word.key) && !/[.;!?)]/.test(text.slice(word.end, start)))
      return 'relation-before';
    if (!studentWords.links.has(word.key)) break;
  }
  const [, second] = before;
  if (nearest && second && kinOf.has(nearest.key) && studentWords.relations.has(second.key)) return 'role-before';
  const isOf = isRelative.exec(text.slice(end, end + 40));
  const kin = (isOf?.[1] ?? isOf?.[2])?.toLowerCase();
  if (kin !== undefined && studentWords.relations.has(kin) && !siblings.has(kin)) return 'relation-before';
  if (oneOfMany.test(text.slice(Math.max(0, start - 120), start))) return 'role-before';
  const role = before.find((word) => studentWords.studentBefore.has(word.key) || studentWords.roleBefore.has(word.key));
  const year = nearest && seniority.has(nearest.key) ? nearest : undefined;
  const leading = role ?? year;
  if (leading && !anotherAdult.test(text.slice(leading.end, start))) {
    const label = /^(?:\(?s\)?|'?s)?\s{0,3}(?:name)?\s{0,2}:/i.test(text.slice(leading.end, start));
    const plain = studentWords.studentBefore.has(leading.key) || view.schoolWords;
    if (label && leading.key !== 'name') return 'label';
    if (plain) return 'role-before';
  }
  const following = text.slice(end, end + 48);
  if (grade.test(following)) return 'grade-after';
  if (routine.test(following) || ofClass.test(following)) return 'grade-after';
  const near = wordsAfter(view, end, 3).filter((word) => word.start - end < 24);
  if (near.some((word) => studentWords.studentAfter.has(word.key))) return 'grade-after';
  if (heIsOfAge.test(following)) return 'grade-after';
  if (view.schoolWords && relationFollows(view, end)) return 'relation-after';
  if (age.test(following)) return 'age-after';
  return view.schoolWords && paper.test(text.slice(Math.max(0, start - 40), start)) ? 'paper-before' : 'none';
}

/** `his mom`, `her dad (`, `'s mother`, `the aunt` soon after the name, in the same paragraph. */
export function relationFollows(view: TextView, end: number): boolean {
  const keys = foldName(textAfter(view, end, 140)).match(/\p{L}+/gu) ?? [];
  return keys.some((key, index) => studentWords.relations.has(key) && (index === 0 || !ofWriter.has(keys[index - 1]!)));
}

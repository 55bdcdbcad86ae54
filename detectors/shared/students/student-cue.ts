/** Whether the words around a full name say that a student is meant. */
import { foldName } from '../people/names.ts';
import { textAfter, wordsAfter, wordsBefore, type PartView } from './part-view.ts';
import { studentWords } from './student-words.ts';

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

const grade =
  /^[\s,;:()|\t"'’.–-]{0,6}(?:(?:he|she|they|who)(?:'s|’s| is)\s)?(?:is\s)?(?:an?\s)?(?:in\s)?(?:the\s)?(?:(?:gr(?:ade)?|gr\.|qib|fasalka)\s?\d{1,2}\b|\d{1,2}(?:st|nd|rd|th|aad|\.[ºo])(?!\p{L}|\s(?:ave|st|street|place|floor|at)\b)|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)[ -]grade|kindergarten|(?<=[,;(–-]\s?)k(?=[\s]*[,;.)\n]|$)|freshman|sophomore|(?:junior|senior)(?=\s*(?:[,.;:)\n]|$|class\b|at\b|in\b|this\b))|\(\d{1,2}\))/iu;
const routine =
  /^ (?:is|was|will be|has been)? ?(?:goes? home|going home|rides? (?:the )?bus|walks? home|gets (?:on|off)|absent|tardy|in (?:my|our|your) (?:class|room|homeroom)|(?:did not|didn't) (?:get on|come to (?:school|class)))\b/i;
const ofClass =
  /^[^.!?\n]{0,30}\b(?:from|in|of) (?:our|my|the|your) (?:senior|junior|sophomore|freshman|graduating|first|second|third|fourth|fifth|sixth|\d{1,2}(?:st|nd|rd|th))(?:[ -]grade)?(?: class\b|(?<=grade))/i;
const siblings = /^(?:brothers?|sisters?|siblings?|sibs?|twin|herman[oa]|stepsister|stepbrother)$/;

/** `Maricel Villanueva (that's mom)`, `Boyd, her father,`: the name is the relative's. */
const isRelative =
  /^ ?\((?:(?:the|his|her|their) )?(\p{L}{3,12})\)|^ ?[,(–-] ?(?:(?:that['’]?s|that is|who is|is)(?: the| his| her| their)?|the|his|her|their) (\p{L}{3,12})(?= ?[),;.\n])(?! ?, ?[\p{Lu}\d(])/u;
/** `one of our third graders, Wyatt Lundeen`, `the senior who asked about it was Anders Bjorklund`. */
const oneOfMany =
  /\b(?:one of (?:my|our|the|his|her)\b[^.!?\n]{0,24}\b(?:students|kids|graders|seniors|juniors|sophomores|freshmen|kindergart(?:e?ners|ners)|players|athletes|campers|boys|girls|pupils)|(?:the|a|one|this) (?:\p{L}+ )?(?:student|kid|boy|girl|senior|junior|sophomore|freshman|child|pupil|grader)\b[^.!?\n]{0,70}\b(?:is|was|named|called))[\s,:–—-]{1,3}$/iu;
const age = /^,? \(?(?:aged?|who is) (?:[4-9]|1\d|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/;
/** Papers of a school about one person. */
const paper =
  /\b(?:application|nomination|recommendation|referral|transcripts?|records?|accommodations?|enrol?lment|withdrawal|placement|evaluation|screening|tutoring|scholarship|nominate|recommend|enrol?ling)(?: (?:request|form|letter|packet|meeting|copy|file))? (?:of|for|:)? ?$/i;

/** Looks at one line, and up to 140 characters further for a family member. */
export function studentCue(view: PartView, start: number, end: number): Cue {
  const { text } = view;
  const before = wordsBefore(view, start, 4).filter((word) => start - word.end < 40);
  const [nearest] = before;
  if (nearest && studentWords.titles.has(nearest.key) && /^\.? $/.test(text.slice(nearest.end, start)))
    return 'title-before';
  for (const word of before.slice(0, 3)) {
    if (
      studentWords.relations.has(word.key) &&
      !siblings.test(word.key) &&
      !/[.;!?)]/.test(text.slice(word.end, start))
    )
      return 'relation-before';
    if (!studentWords.links.has(word.key)) break;
  }
  const [, second] = before;
  if (nearest && second && /^(?:of|for|to|de|del)$/.test(nearest.key) && studentWords.relations.has(second.key))
    return 'role-before';
  const isOf = isRelative.exec(text.slice(end, end + 40));
  const kin = (isOf?.[1] ?? isOf?.[2])?.toLowerCase();
  if (kin !== undefined && studentWords.relations.has(kin) && !siblings.test(kin)) return 'relation-before';
  if (oneOfMany.test(text.slice(Math.max(0, start - 120), start))) return 'role-before';
  const role = before.find((word) => studentWords.studentBefore.has(word.key) || studentWords.roleBefore.has(word.key));
  const seniority = nearest && /^(?:junior|senior)$/.test(nearest.key) ? nearest : undefined;
  const leading = role ?? seniority;
  if (
    leading &&
    !/[.!?]\s|\b(?:adults?|chaperones?|volunteers?|drivers?|coaches|sponsors|staff|teachers?)\b/i.test(
      text.slice(leading.end, start),
    )
  ) {
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
  if (
    /^[^.!?\n]{0,30}[.!?,]?\s(?:he|she)(?:'s|’s| is)\s(?:\d{1,2}\b|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)/iu.test(
      following,
    )
  ) {
    return 'grade-after';
  }
  if (view.schoolWords && relationFollows(view, end)) return 'relation-after';
  if (age.test(following)) return 'age-after';
  return view.schoolWords && paper.test(text.slice(Math.max(0, start - 40), start)) ? 'paper-before' : 'none';
}

/** `his mom`, `her dad (`, `'s mother`, `the aunt` soon after the name, in the same paragraph. */
export function relationFollows(view: PartView, end: number): boolean {
  const keys = foldName(textAfter(view, end, 140)).match(/\p{L}+/gu) ?? [];
  return keys.some(
    (key, index) => studentWords.relations.has(key) && (index === 0 || !/^(?:my|our|mi|your)$/.test(keys[index - 1]!)),
  );
}

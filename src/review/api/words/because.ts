/** Explains why a detector reported a finding, for every rule id. */
import { sentenceOfReason } from '../../../../detectors/words.ts';

/** Rule ids of `detectors/shared/`. The sentences of a detector's own rules are in its `words.ts`. */
const sentences: Readonly<Record<string, string>> = {
  'roster-name:first-last': 'The full name of a student on the roster.',
  'roster-name:last-first': 'The full name of a student on the roster, family name first.',
  'roster-name:misspelled': 'A misspelled name of a student on the roster.',
  'context-name': 'A full name that the text uses for a student.',
  'context-name:table': 'A name in a table of students.',
  'context-name:list': 'A name in a list of students.',
};

/** Contexts that detectors give as short ids. Others are already plain English. */
const contextWords: Readonly<Record<string, string>> = {
  'name alone': 'no other words show that a student is meant',
  label: 'after the label “student”',
  'role-before': 'after a word such as “student”',
  'grade-after': 'before a grade, class or another word about school',
  'relation-after': 'with a word for a family member after the name',
  'paper-before': 'after a word for a school form or document',
  'age-after': 'before an age',
  'the roster gives it to this student': 'this student’s according to the roster',
  'in the same line': 'on the same line as the name',
  'in the same row': 'in the same row as the name',
  'in the same paragraph': 'in the same paragraph as the name',
  'in the same message': 'in the same message as the name',
  'in a list, beside a word of the name': 'in a list, next to part of the name',
  'a list of as many, in the same order': 'in a list of the same length and order as the names',
  'a list beside a list of students': 'in a list next to a list of students',
  'the only one of the message': 'the only one in the message',
  'the record says that a student is meant': 'the text around it is about a student’s record',
  'the name stands in another part': '',
  'in a list with phones': 'in a list with phone numbers',
  'beside the locator of that student': 'next to this student’s address or phone number',
  'the only name of a message about school': 'the only name in a message about school',
  respelled: 'disguised spelling',
  'spelled plainly': '',
};

const sides: Readonly<Record<string, string>> = {
  'speaks against it': 'Counts against the finding',
  'speaks for it': 'Supports the finding',
};

/** Rule ids of pieces of evidence, whose words are their context. */
const evidence: Readonly<Record<string, string>> = {
  for: 'Supports the finding',
  against: 'Counts against the finding',
};

/**
 * The explanation of a rule. Rules without a sentence of their own are shown by their name.
 *
 * @param rule id from the detector: `lives-at`, `roster-name:first-last`, `harassment.insult/model`
 * @param context what the detector says about the match; never has text of the message
 */
export function becauseWords(rule: string, context: string | undefined): string {
  const piece = evidence[rule];
  if (piece !== undefined && context !== undefined) return `${piece}: ${context}.`;
  const side = context === undefined ? undefined : sides[context];
  const name = rule.slice(Math.max(rule.lastIndexOf('/'), rule.lastIndexOf(':')) + 1);
  if (name === 'model') return `${side ?? 'Supports the finding'}: the wording resembles known examples.`;
  if (name === 'meaning') return `The sentence model reads it as ${context ?? 'a match'}.`;
  const sentence = sentences[rule] ?? sentenceOfReason(rule) ?? sentenceOf(plain(name) || 'a rule without a name');
  if (side !== undefined) return `${side}: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
  const words = context === undefined ? '' : (contextWords[context] ?? plain(context));
  return words === '' ? sentence : `${sentence.slice(0, -1)} (${words}).`;
}

function sentenceOf(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function plain(id: string): string {
  return id
    .replace(/[._/:-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Explains why a detector reported a finding, for every rule id. */
import { sentenceOfReason } from '../../../../detectors/words.ts';

/** Rule ids of `detectors/shared/` and of several detectors; those of one detector stand in its `words.ts`. */
const sentences: Readonly<Record<string, string>> = {
  'roster-name:first-last': 'The full name of a student on the roster.',
  'roster-name:last-first': 'The full name of a student on the roster, family name first.',
  'roster-name:misspelled': 'A misspelled name of a student on the roster.',
  'context-name': 'A full name that the text uses for a student.',
  'context-name:table': 'A name in a table of students.',
  'context-name:list': 'A name in a list of students.',
  'possible-name': 'Words that look like a person’s name.',
  'roster-family:full-name': 'The full name of a family member on the roster.',
  'other-part': 'The student’s name is in another part of the message.',
  roster: 'The address is on the roster.',
  phone: 'A phone number.',
  'street-address': 'A street address.',
  'lives-at': 'Words that say where someone lives.',
  'lives-in-estate': 'The name of a housing estate where someone lives.',
  'house-on': 'Words that say where a home is.',
  'bus-stop': 'Words that say where a student is picked up or dropped off.',
  shelter: 'A shelter or another temporary home.',
  apartments: 'The name of an apartment building.',
  'works-at': 'Words that say where a family member works.',
  'own-shop': 'A family member’s business.',
  'student-domain': 'The address is a student’s mailbox.',
  'family-column': 'The address is in a column for families.',
  relation: 'The text says that the address belongs to a family member.',
  surname: 'The address has the surname of a student.',
  'families-greeting': 'The message is addressed to families.',
  column: 'The column heading names this kind of data.',
  'login-pair': 'It stands next to a user name.',
  told: 'The text gives it to the reader.',
  advice: 'The text may be general advice.',
  meeting: 'It may be the code of an online meeting.',
  'code-sample': 'It may be part of a code sample.',
  'listserv/approved-senders': 'The sender is not approved for this list.',
  'listserv/outside-crowd': 'The message goes to many people outside the district.',
  'student-image/file-name': 'The file name of the picture.',
  'student-image/caption': 'A caption or a people tag inside the picture file.',
  'student-image/description': 'The text describes the picture.',
  'student-image/media-restriction': 'The roster says that no pictures of this student may be published.',
  'student-image/many': 'The message has many pictures.',
  'student-image/own-words': 'Words that the district has configured.',
  'profanity/strong': 'A strongly profane word.',
  'profanity/mild': 'A mildly profane word.',
  'profanity/ordinary-word': 'The word also has an ordinary meaning.',
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

/**
 * The explanation of a rule. Rules without a sentence of their own are shown by their name.
 *
 * @param rule id from the detector: `lives-at`, `roster-name:first-last`, `harassment.insult/model`
 * @param context what the detector says about the match; never has text of the message
 */
export function becauseWords(rule: string, context: string | undefined): string {
  const side = context === undefined ? undefined : sides[context];
  const name = rule.slice(Math.max(rule.lastIndexOf('/'), rule.lastIndexOf(':')) + 1);
  if (name === 'model') return `${side ?? 'Supports the finding'}: the wording resembles known examples.`;
  const sentence = sentences[rule] ?? sentenceOf(plain(name) || 'a rule without a name');
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

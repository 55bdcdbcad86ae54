/** Why a finding was made, in plain words: total over all rule ids, known ones in sentences, others by their name. */
import { sentenceOfReason } from '../../../../detectors/words.ts';

/** Rule ids of `detectors/shared/` and of several detectors; those of one detector stand in its `words.ts`. */
const known: Readonly<Record<string, string>> = {
  'roster-name:full': 'The full name of a student on the roster.',
  'roster-name:preferred': 'A student on the roster, by the name they go by.',
  'roster-name:reversed': 'A student on the roster, family name first.',
  'roster-name:initial': 'A student on the roster, with an initial.',
  'roster-name:misspelled': 'A student on the roster, misspelled by a letter.',
  'roster-family:full-name': 'The name of a member of the student’s family on the roster.',
  roster: 'It is on the roster.',
  phone: 'It is a phone number.',
  'street-address': 'It is a street address.',
  'student-domain': 'The address is a student’s mailbox.',
  'families-greeting': 'The message is addressed to families.',
  column: 'The heading of its column says so.',
  'possible-name': 'It is written like a person’s name.',
};

const contexts: Readonly<Record<string, string>> = {
  'speaks against it': 'Speaks against it',
  'speaks for it': 'Speaks for it',
};

/**
 * @param rule id as the detector gave it: `student-pii/home-cue`, `roster-name:full`, `harassment.insult/model`
 * @param context what the detector says of it; never text of the message
 */
export function becauseWords(rule: string, context: string | undefined): string {
  const sentence = sentenceOfReason(rule) ?? known[rule];
  if (sentence !== undefined) return context === undefined ? sentence : `${sentence.slice(0, -1)} (${plain(context)}).`;
  const name = rule.slice(Math.max(rule.lastIndexOf('/'), rule.lastIndexOf(':')) + 1);
  const side = context === undefined ? undefined : contexts[context];
  if (name === 'model') return `${side ?? 'Speaks for it'}: the wording is like that of known examples.`;
  const words = plain(name) || 'a rule without a name';
  if (side !== undefined) return `${side}: ${words}.`;
  const said = context === undefined || plain(context) === '' ? '' : ` (${plain(context)})`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${said}.`;
}

function plain(id: string): string {
  return id
    .replace(/[._/:-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

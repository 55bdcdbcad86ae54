/** The conditions of a rule as sentences: one table has the words of each condition, so that none can be forgotten. Pure. */
import { asksForFindings } from './conditions.ts';
import type { Condition, PolicyException, PolicyPack, TimeCondition } from './pack-schema.ts';

/** What the sentences need to know beside the rule. */
export interface Wording {
  readonly pack: Pick<PolicyPack, 'groups' | 'minScore' | 'timeZone'>;
  /** The title of a code such as `student-pii.phone`, or of a detector such as `student-pii`. */
  readonly titleOf: (codeOrDetector: string) => string;
}

type Words<Key extends keyof Condition> = (
  value: NonNullable<Condition[Key]>,
  when: Condition,
  wording: Wording,
) => string | undefined;

const unreadWords: Readonly<Record<NonNullable<Condition['unread']>[number], string>> = {
  unsupported: 'its type is not supported',
  image: 'it is a picture',
  'picture-not-read': 'it is a picture whose text could not be read',
  'picture-not-judged': 'it is a picture that the classifier could not look at',
  media: 'it is audio or video',
  encrypted: 'it is encrypted',
  opaque: 'it contains data that looks encrypted',
  damaged: 'it is damaged',
  'too-deep': 'it is nested too deeply',
  'too-big': 'it is too large',
  'too-many': 'the message has too many parts',
  'too-slow': 'reading it took too long',
  'partly-read': 'it is too long for the sentence model',
  ambiguous: 'mail programs show it in different ways',
  '*': 'of any kind',
};
const failureWords: Readonly<Record<NonNullable<Condition['failures']>[number], string>> = {
  'detector-failed': 'a detector failed',
  'timed-out': 'the scan took too long',
  'out-of-memory': 'the scan ran out of memory',
  'worker-died': 'the scan stopped unexpectedly',
  malformed: 'the stored message cannot be read',
  poison: 'the message stopped the scan repeatedly',
  '*': 'the scan failed in any way',
};
const dayWords = {
  mon: 'Mondays',
  tue: 'Tuesdays',
  wed: 'Wednesdays',
  thu: 'Thursdays',
  fri: 'Fridays',
  sat: 'Saturdays',
  sun: 'Sundays',
} as const;
const kindWords: Readonly<Record<NonNullable<Condition['recipients']>, string>> = {
  any: 'recipient',
  outside: 'recipient outside the district',
  inside: 'recipient in the district',
  unentitled: 'recipient who is not entitled to the data of the student in the finding',
  list: 'mailing list',
};

/** The words of each condition; undefined where another condition's sentence includes it. */
const words: { readonly [Key in keyof Required<Condition>]: Words<Key> } = {
  codes: (codes, _, { titleOf }) => `Something is found: ${oneOf(codes.map((code) => kindOf(code, titleOf)))}.`,
  notCodes: (codes, _, { titleOf }) => `${allOf(codes.map((code) => kindOf(code, titleOf)))} does not count.`,
  minScore: () => undefined,
  minCount: (count) => `At least ${number(count, 'finding counts', 'findings count')}.`,
  minStudents: (count) => `The findings are about at least ${number(count, 'student', 'different students')}.`,
  unread: (reasons) =>
    reasons.includes('*')
      ? 'A part of the message could not be read.'
      : `A part of the message could not be read, because ${oneOf(reasons.map((reason) => unreadWords[reason]))}.`,
  failures: (codes) =>
    codes.includes('*')
      ? 'The scan of the message could not be completed.'
      : `The scan of the message could not be completed: ${oneOf(codes.map((code) => failureWords[code]))}.`,
  repliers: ({ atLeast, withinMinutes }) =>
    `It is a reply to a mailing list, after ${atLeast} or more other people replied to the same conversation within ${withinMinutes} minutes.`,
  recipients: (kind, when) => recipientWords(kind, when),
  colleagues: (counts) =>
    counts ? undefined : 'Individual mailboxes of staff do not count as recipients. Lists and student mailboxes do.',
  likelyFamily: (isFamily) =>
    isFamily
      ? 'Only recipients whom the message itself shows to be family of the one student found count; the roster does not list their address.'
      : 'Recipients whom the message itself shows to be family of the one student found do not count.',
  minRecipients: (_, when) => (when.recipients === undefined ? recipientWords('any', when) : undefined),
  author: (author) =>
    author === 'sender'
      ? 'The sender wrote it. Messages of others that the sender passes on do not count.'
      : 'Somebody else wrote it, and the sender passes it on.',
  automatic: (isAutomatic) => (isAutomatic ? 'A program sent it.' : 'A person sent it, not a program.'),
  senders: (patterns) => `The sender is ${oneOf(patterns)}.`,
  senderGroups: (groups, _, wording) => `The sender is in ${oneOf(groups.map((id) => groupOf(id, wording)))}.`,
  notSenderGroups: (groups, _, wording) => `The sender is not in ${oneOf(groups.map((id) => groupOf(id, wording)))}.`,
  recipientsIn: (patterns) => `Only recipients that match ${oneOf(patterns)} count.`,
  recipientGroups: (groups, _, wording) =>
    `Only recipients in ${oneOf(groups.map((id) => groupOf(id, wording)))} count.`,
  listKinds: (kinds) => `Only mailing lists of the kind ${oneOf(kinds)} count.`,
  time: (time, _, { pack }) => timeWords(time, pack.timeZone),
};

/** The conditions of a rule, all of which must hold: a sentence each, in the order in which people ask. */
export function conditionSentences(when: Condition, wording: Wording): string[] {
  const keys = Object.keys(words) as (keyof Condition)[];
  const sentences = keys.flatMap((key) => sentenceOf(key, when, wording) ?? []);
  const floor = asksForFindings(when) ? (when.minScore ?? wording.pack.minScore) : 0;
  if (floor > 0)
    sentences.splice(
      when.codes === undefined ? 0 : 1,
      0,
      `Findings count if their score is ${floor.toFixed(2)} or higher.`,
    );
  return sentences;
}

/** When an exception of the pack applies. Its conditions are a part of those of a rule. */
export function exceptionSentences({ when }: Pick<PolicyException, 'when'>, wording: Wording): string[] {
  return conditionSentences(when, wording);
}

function sentenceOf<Key extends keyof Condition>(key: Key, when: Condition, wording: Wording): string | undefined {
  const value = when[key];
  return value === undefined ? undefined : words[key](value, when, wording);
}

function recipientWords(kind: NonNullable<Condition['recipients']>, when: Condition): string {
  const many = when.minRecipients ?? 1;
  // Entitlement is to findings: without them there is nothing to be entitled to, and every recipient counts.
  const real = kind === 'unentitled' && !asksForFindings(when) ? 'any' : kind;
  const plural = kindWords[real]
    .replace(/^recipient who is/, 'recipients who are')
    .replace(/^recipient\b/, 'recipients')
    .replace('list', 'lists');
  const to = many === 1 ? `at least one ${kindWords[real]}` : `at least ${many} ${plural}`;
  const unknown = real === 'unentitled' ? ' For a student who is not on the roster, that is every recipient.' : '';
  return `It goes to ${to}.${unknown}`;
}

function kindOf(code: string, titleOf: Wording['titleOf']): string {
  if (code === '*') return 'a finding of any kind';
  const family = /^([a-z0-9-]+)\.\*$/.exec(code)?.[1];
  if (family !== undefined) return `“${titleOf(family)}” of any kind`;
  return code.includes('*') ? code : `“${titleOf(code)}”`;
}

function groupOf(id: string, { pack }: Wording): string {
  const people = pack.groups[id]?.length ?? 0;
  return people === 0 ? `the group ${id}, which is empty` : `the group ${id}`;
}

function timeWords({ days, from, to, timeZone }: TimeCondition, packZone: string): string {
  const when = days === undefined ? 'on every day' : `on ${oneOf(days.map((day) => dayWords[day]))}`;
  const span = from === undefined && to === undefined ? '' : ` from ${from ?? '00:00'} to ${to ?? '24:00'}`;
  return `It was received ${when}${span} (${timeZone ?? packZone}).`;
}

function number(count: number, one: string, other: string): string {
  return `${count} ${count === 1 ? one : other}`;
}

function listed(entries: readonly string[], last: 'or' | 'and'): string {
  if (entries.length < 2) return entries[0] ?? '';
  return `${entries.slice(0, -1).join(', ')} ${last} ${entries.at(-1)}`;
}
const oneOf = (entries: readonly string[]): string => listed(entries, 'or');
const allOf = (entries: readonly string[]): string => {
  const all = listed(entries, 'or');
  return all.charAt(0).toUpperCase() + all.slice(1);
};

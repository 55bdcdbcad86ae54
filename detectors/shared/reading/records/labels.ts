/** What the label of a field says that the field holds, and whose it is. */
import { z } from 'zod';
import { foldName } from '../../people/names.ts';
import { readYamlFile } from '../../text/data-file.ts';
import type { FieldKind, FieldOwner } from './record.ts';

/** `byValue` fields become phone, e-mail, street or name by what stands in them. */
export type LabelKind = Exclude<FieldKind, 'unlabelled'> | 'contact' | 'home';

export interface Label {
  readonly kind: LabelKind;
  /** Folded words. */
  readonly words: string;
  readonly of?: FieldOwner;
  /** Every word is one of labels: it needs no colon to be a label. */
  readonly certain: boolean;
}

const list = z.string();
const whats = [
  ...['email', 'phone', 'birth-date', 'student-number', 'place', 'street', 'record', 'school', 'grade'],
  ...['middle-name', 'given-name', 'family-name', 'full-name'],
] as const;
const schema = z.strictObject({
  who: z.strictObject({ student: list, family: list, staff: list, other: list }),
  what: z.record(z.string(), list),
  byValue: z.strictObject({ contact: list, home: list }),
  none: list,
  filler: list,
  ldap: z.record(z.string(), list),
});

interface Meaning {
  who?: FieldOwner;
  what?: LabelKind;
  filler?: boolean;
}

const longestEntry = 5;
const longestLabel = 60;
const mostWords = 9;

const data = readYamlFile(new URL('./field-labels.yaml', import.meta.url), schema);
const meanings = new Map<string, Meaning>();
for (const [who, words] of Object.entries(data.who))
  for (const entry of entriesOf(words)) meaningOf(entry).who = who as FieldOwner;
for (const [kind, words] of [
  ...Object.entries(data.what),
  ...Object.entries(data.byValue),
  ['none', data.none] as const,
])
  for (const entry of entriesOf(words)) meaningOf(entry).what ??= kind as LabelKind;
for (const entry of entriesOf(data.filler)) meaningOf(entry).filler = true;
const ldap = new Map<string, LabelKind>();
for (const [kind, words] of Object.entries(data.ldap))
  for (const entry of entriesOf(words)) ldap.set(entry, kind as LabelKind);

const known = new Map<string, Label | undefined>();
const mostKept = 5000;

function entriesOf(words: string): string[] {
  return words
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function meaningOf(entry: string): Meaning {
  const meaning = meanings.get(entry) ?? {};
  meanings.set(entry, meaning);
  return meaning;
}

/**
 * @param text of the label, with or without its colon; joined words are taken apart
 * @returns undefined where no word of it is one of a label
 */
export function labelOf(text: string): Label | undefined {
  if (text.length > longestLabel) return undefined;
  if (known.has(text)) return known.get(text);
  const words = labelWords(text);
  const label = words.length === 0 || words.length > mostWords ? undefined : weigh(words);
  if (known.size >= mostKept) known.clear();
  known.set(text, label);
  return label;
}

/** The label of an LDIF attribute. */
export function ldapLabelOf(text: string): Label {
  const words = foldName(text);
  const kind = ldap.get(words);
  return kind ? { kind, words, certain: true } : (labelOf(text) ?? { kind: 'none', words, certain: false });
}

/** `studentLastName`, `Last (Legal)`, `LAST_NAME` as folded words. */
export function labelWords(text: string): string[] {
  const parted = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');
  return foldName(parted).match(/\p{L}+\d?(?!\p{L})|\d+|\p{L}+/gu) ?? [];
}

function weigh(words: readonly string[]): Label | undefined {
  const whos: FieldOwner[] = [];
  const found: LabelKind[] = [];
  let unknown = 0;
  for (let at = 0; at < words.length;) {
    const { length, meaning } = longest(words, at);
    at += length;
    if (!meaning) unknown += 1;
    else if (meaning.what && !(meaning.filler && words.length > length)) found.push(meaning.what);
    else if (meaning.who) whos.push(meaning.who);
    else if (!meaning.filler) unknown += 1;
  }
  const joined = words.join(' ');
  const certain = unknown === 0 && (found.length > 0 || whos.length > 0);
  if (found.length === 0 && whos.length === 0) return undefined;
  const what = strongest(found);
  const of = ownerOf(whos, found, what);
  // A number of a meeting, a job or a queue is none of a person.
  if (what === 'student-number' && unknown > 0 && of !== 'student')
    return { kind: 'none', words: joined, certain: false };
  return { ...combine(what, of, unknown), words: joined, certain };
}

function longest(words: readonly string[], at: number): { length: number; meaning: Meaning | undefined } {
  for (let length = Math.min(longestEntry, words.length - at); length > 0; length -= 1) {
    const meaning = meanings.get(length === 1 ? words[at]! : words.slice(at, at + length).join(' '));
    if (meaning) return { length, meaning };
  }
  return { length: 1, meaning: undefined };
}

/** `Parent e-mail address` is an e-mail address; `School name` is a school. */
function strongest(found: readonly LabelKind[]): LabelKind | undefined {
  for (const kind of whats) if (found.includes(kind)) return kind;
  for (const kind of ['contact', 'home'] as const) if (found.includes(kind)) return kind;
  return found.includes('none') ? 'none' : undefined;
}

function ownerOf(
  whos: readonly FieldOwner[],
  found: readonly LabelKind[],
  what: LabelKind | undefined,
): FieldOwner | undefined {
  if (found.includes('contact') && (what === 'full-name' || what === undefined)) return 'family';
  if (found.includes('school') && what !== 'school' && what !== 'full-name') return 'other';
  return (['family', 'staff', 'other', 'student'] as const).find((who) => whos.includes(who));
}

function combine(
  what: LabelKind | undefined,
  of: FieldOwner | undefined,
  unknown: number,
): { kind: LabelKind; of?: FieldOwner } {
  const owner = of && { of };
  if (what === undefined || what === 'full-name') {
    // `Student behavior` says something about a student, and is not the name of one.
    if (what === undefined && unknown > 0) return { kind: 'none', ...owner };
    if (of === 'family') return { kind: 'family-member', ...owner };
    if (of === 'staff') return { kind: 'staff', ...owner };
    if (of === 'other') return { kind: 'none', ...owner };
    return { kind: 'full-name', ...owner };
  }
  return { kind: what, ...owner };
}

/** What a field holds, by its label and, where that does not say, by its value. */
export function kindOfField(kind: LabelKind, value: string, of?: FieldOwner): FieldKind {
  if (kind !== 'contact' && kind !== 'home') return kind;
  if (value.includes('@')) return 'email';
  if (/\d{3}[-. )]{0,2}\d{4}(?!\d)|\d{3}[-. )]{1,2}\d{3}/.test(value)) return 'phone';
  if (kind === 'home') return 'street';
  if (/\d/.test(value)) return 'none';
  return of === 'staff' ? 'staff' : 'family-member';
}

/** People in messages of segments (HL7, X12, EDIFACT): the same columns for all of them, because the formats have the same things in other places. */
import type { DataTable } from './data-text.ts';

export interface Person {
  readonly name?: string;
  readonly address?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly born?: string;
  readonly sex?: string;
  readonly id?: string;
  /** What the person or organisation is in the message, in the words of the format. */
  readonly role?: string;
}

const columns: readonly (readonly [keyof Person, string])[] = [
  ['name', 'Name'],
  ['address', 'Address'],
  ['phone', 'Phone'],
  ['email', 'Email'],
  ['born', 'Date of birth'],
  ['sex', 'Sex'],
  ['id', 'ID'],
  ['role', 'Role'],
];

/** Columns that no person fills are left out. */
export function peopleTable(name: string, people: readonly Person[]): DataTable {
  const used = columns.filter(([key]) => people.some((person) => (person[key] ?? '') !== ''));
  return {
    name,
    rows: [used.map(([, heading]) => heading), ...people.map((person) => used.map(([key]) => person[key] ?? ''))],
  };
}

/** Words with one space between, without empty ones. */
export function joinWords(words: readonly (string | undefined)[], between = ' '): string {
  return words
    .map((word) => word?.trim() ?? '')
    .filter((word) => word !== '')
    .join(between);
}

/** `12 Alder Court, Milwaukee, WI 53202` */
export function addressOf(
  street: string,
  city: string | undefined,
  region: string | undefined,
  postcode: string | undefined,
): string {
  return joinWords([street, city, joinWords([region, postcode])], ', ');
}

/** `20150402`, perhaps with a time behind it, as `2015-04-02`. */
export function dateOf(text: string | undefined): string {
  return (text ?? '').replace(/^(\d{4})(\d\d)(\d\d)(?:\d{4,6}.*)?$/, '$1-$2-$3');
}

const sexes: Readonly<Record<string, string>> = { F: 'female', M: 'male', X: 'other', O: 'other', U: 'unknown' };

/** Written out: a lone `F` reads like a grade. */
export function sexOf(code: string | undefined = ''): string {
  return sexes[code] ?? code;
}

/** Cuts at a separator that no release character stands in front of. */
export function cut(text: string, separator: string, release: string | undefined): string[] {
  if (release === undefined || !text.includes(release)) return text.split(separator);
  const pieces = [''];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === release) {
      pieces[pieces.length - 1] += text.slice(at, at + 2);
      at += 1;
    } else if (text[at] === separator) pieces.push('');
    else pieces[pieces.length - 1] += text[at]!;
  }
  return pieces;
}

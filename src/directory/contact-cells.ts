/** Takes e-mail addresses, phone numbers and ids out of cells as people and systems fill them: several, with names and labels. */
import type { ImportNotes } from './import-notes.ts';

/** Local part (RFC 5322 3.2.3 without the slash and the bar, which separate) and a domain with a dot. */
const emailAddress = /[\p{L}\p{N}!#$%&'*+?^_`{}~.-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

/** `Ruth Weiss <r@x.example>; mailto:w@x.example` has two addresses. */
export function emailsIn(cell: string, file: string, notes: ImportNotes): string[] {
  if (cell === '') return [];
  const found = [...cell.matchAll(emailAddress)].map(([text]) => text.replace(/^['`{.]+/, ''));
  const emails = found.filter((email, at) => {
    const key = email.toLowerCase();
    return !email.startsWith('@') && found.findIndex((other) => other.toLowerCase() === key) === at;
  });
  if (emails.length === 0) notes.add('unreadable-emails', file);
  else if (emails.length > 1) notes.add('several-emails', file);
  else if (emails[0] !== cell) notes.add('cleaned-emails', file);
  return emails;
}

/** After a number: `x12`, `ext. 12`, `#12`, `;ext=12`. */
const extension = /(?<=\d[\s,;)]{0,3})(?:ext(?:ension|n)?\.?|x|#)\s*[=:.]?\s*\d{1,6}(?!\d|[-.)] ?\d)/gi;
/** Abroad, North America with area code, and without one: each is taken out before the next is looked for. */
const phoneShapes = [
  /\+(?!1[-. (]?[2-9])[1-9]\d{0,2}(?:[-. ]?\(?\d{1,5}\)?){2,5}/g,
  /(?<!\d)(?:\+?1[-. ]{0,2})?\(?\d{3}\)?[-–—‑./ ]{0,3}\d{3}[-–—‑. ]{0,3}\d{4}(?!\d)/g,
  /(?<!\d)\d{3}[-–—‑. ]?\d{4}(?!\d)/g,
];
/** A spreadsheet has rounded the number: 4.14555E+09. */
const rounded = /^\d\.\d+e\+\d+$/i;

/** `H: 414-555-0114; C: 414-555-0164 x2` has two numbers. The text of a number stays as written, without its extension. */
export function phonesIn(cell: string, file: string, notes: ImportNotes): string[] {
  if (cell === '') return [];
  let rest = rounded.test(cell) ? '' : cell.replace(extension, () => (notes.add('phone-extensions', file), ' ;'));
  const found: { at: number; text: string }[] = [];
  for (const shape of phoneShapes) {
    rest = rest.replace(shape, (text: string, at: number) => {
      found.push({ at, text: text.trim() });
      return ';'.repeat(text.length);
    });
  }
  const phones = distinct(found.sort((a, b) => a.at - b.at).map(({ text }) => text));
  if (phones.length > 1) notes.add('several-phones', file);
  if (phones.length > 0) return phones;
  if (rest.replace(/\D/g, '').length >= 7) return [rest.trim()];
  notes.add('unreadable-phones', file);
  return [];
}

/** Ids by commas, semicolons, bars or lines, also as a JSON list. An id may have spaces; who knows the ids takes those apart. */
export function idsIn(cell: string, file: string, notes: ImportNotes): string[] {
  if (cell === '') return [];
  if (/[;|\n[\]{}"]/.test(cell)) notes.add('separated-ids', file);
  return distinct(cell.split(/[,;|\n]/).map((id) => id.replace(/^[\s[{"']+|[\s\]}"']+$/g, '')));
}

/** An unknown id with spaces in it is a list. */
export function knownIds(id: string, isKnown: (id: string) => boolean): readonly string[] {
  return isKnown(id) || !/\s/.test(id) ? [id] : id.split(/\s+/);
}

export function distinct(values: readonly string[]): string[] {
  const filled = values.filter((value) => value !== '');
  return filled.length < 2 ? filled : [...new Set(filled)];
}

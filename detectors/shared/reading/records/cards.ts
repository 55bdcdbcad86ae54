/** Reads vCards (RFC 6350). */
import type { Span } from '../../../detector.ts';
import type { FieldKind, FieldRecord, RecordField } from './record.ts';
import { fieldOf, recordOf } from './field.ts';

const begin = /^(?:[>\s]{0,8})BEGIN:VCARD\s*$/i;
const end = /^(?:[>\s]{0,8})END:VCARD\s*$/i;
const property = /^[>\s]{0,8}(?:item\d{1,3}\.)?([A-Za-z-]{1,30})([;:])/;

/** Fields of the parts of a value that semicolons part; no entry says nothing. */
const parts: Readonly<Record<string, readonly FieldKind[]>> = {
  n: ['family-name', 'given-name', 'middle-name', 'none', 'none'],
  fn: ['full-name'],
  nickname: ['given-name'],
  tel: ['phone'],
  email: ['email'],
  adr: ['street', 'street', 'street', 'place', 'place', 'place', 'none'],
  bday: ['birth-date'],
  org: ['school', 'none'],
  title: ['none'],
  role: ['none'],
  related: ['family-member'],
  'x-spouse': ['family-member'],
};
const passedOver = new Set(['version', 'prodid', 'rev', 'uid', 'photo', 'key', 'sound', 'logo', 'begin', 'end']);

/** The card that begins in this line, and the line behind it; undefined where none does. */
export function cardAt(
  text: string,
  lines: readonly Span[],
  from: number,
  table: number,
): { record: FieldRecord | undefined; to: number } | undefined {
  if (!begin.test(text.slice(lines[from]!.start, lines[from]!.end))) return undefined;
  const fields: RecordField[] = [];
  let at = from + 1;
  for (; at < lines.length; at += 1) {
    const line = lines[at]!;
    const written = text.slice(line.start, Math.min(line.end, line.start + 80));
    if (end.test(written) || begin.test(written)) break;
    fields.push(...propertyFields(text, line, written));
  }
  const isEnd = at < lines.length && end.test(text.slice(lines[at]!.start, lines[at]!.end));
  return { record: recordOf('vcard', table, fields), to: isEnd ? at + 1 : at };
}

function propertyFields(text: string, line: Span, written: string): RecordField[] {
  const match = property.exec(written);
  if (!match) return [];
  const name = match[1]!.toLowerCase();
  if (passedOver.has(name)) return [];
  const from =
    match[2] === ':' ? line.start + match[0].length : valueStart(text, line.start + match[0].length, line.end);
  const kinds = parts[name];
  if (!kinds) {
    const field = fieldOf(text, from, line.end, undefined);
    return field ? [field] : [];
  }
  const fields: RecordField[] = [];
  let start = from;
  let index = 0;
  for (let at = from; at <= line.end; at += 1) {
    if (at < line.end && (text[at] !== ';' || text[at - 1] === '\\')) continue;
    const kind = kinds[Math.min(index, kinds.length - 1)]!;
    const field = fieldOf(text, start, at, { kind: kind === 'unlabelled' ? 'none' : kind, words: name, certain: true });
    if (field) fields.push(field);
    start = at + 1;
    index += 1;
  }
  return fields;
}

/** Behind the parameters, which may hold colons in quotation marks. */
function valueStart(text: string, from: number, end: number): number {
  let quoted = false;
  for (let at = from; at < end; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === ':' && !quoted) return at + 1;
  }
  return end;
}

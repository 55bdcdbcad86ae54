/** Makes fields of labels and values, and records of fields. */
import type { Span } from '../../../detector.ts';
import type { FieldOwner, FieldRecord, RecordField } from './record.ts';
import { kindOfField, type Label } from './labels.ts';

const space = 32;
const quote = 34;
const apostrophe = 39;
const underscore = 95;
const noBreakSpace = 0xa0;

/** The span without white space around it. */
export function trimmed(text: string, start: number, end: number): Span {
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return { start, end };
}

function isBare(text: string, start: number, end: number): boolean {
  return end > start && !isSpace(text.charCodeAt(start)) && !isSpace(text.charCodeAt(end - 1));
}

function isSpace(code: number): boolean {
  return code <= space || code === noBreakSpace;
}

/** A field with the value at the span; undefined where the value is empty or a line to write on. */
export function fieldOf(
  text: string,
  start: number,
  end: number,
  label: Label | undefined,
  owner?: FieldOwner,
): RecordField | undefined {
  let span = isBare(text, start, end) ? { start, end } : trimmed(text, start, end);
  const first = text.charCodeAt(span.start);
  if ((first === quote || first === apostrophe) && span.end - span.start > 1 && text.charCodeAt(span.end - 1) === first)
    span = trimmed(text, span.start + 1, span.end - 1);
  if (span.start >= span.end || isBlankToFill(text, span)) return undefined;
  if (!label) return { ...span, kind: 'unlabelled', label: '' };
  const of = label.of ?? owner;
  const plain = { ...span, kind: kindOfValue(text, span, label), label: label.words };
  return of ? owned({ ...plain, of }) : plain;
}

function kindOfValue(text: string, span: Span, label: Label): RecordField['kind'] {
  if (label.kind !== 'contact' && label.kind !== 'home') return label.kind;
  return kindOfField(label.kind, text.slice(span.start, span.end), label.of);
}

/** Below the heading `Parent`, `Name` is the name of a parent. */
function owned(field: RecordField & { readonly of: FieldOwner }): RecordField {
  if (field.kind !== 'full-name') return field;
  if (field.of === 'family') return { ...field, kind: 'family-member' };
  if (field.of === 'staff') return { ...field, kind: 'staff' };
  return field.of === 'other' ? { ...field, kind: 'none' } : field;
}

function isBlankToFill(text: string, span: Span): boolean {
  if (text.charCodeAt(span.start) !== underscore) return false;
  if (text.charCodeAt(span.start + 1) === underscore) return true;
  for (let at = span.start; at < span.end; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== underscore && code !== space && code !== 47) return false;
  }
  return true;
}

/** `Nombre` beside `Apellido` is the given name, `family` beside `given` the family name. */
function withNames(fields: readonly RecordField[]): readonly RecordField[] {
  const isOwn = (field: RecordField) => field.of === undefined || field.of === 'student';
  const has = (kind: RecordField['kind']) => fields.some((field) => field.kind === kind && isOwn(field));
  const given = has('given-name');
  const family = has('family-name');
  if (given === family) return fields;
  if (given) {
    return fields.map((field) => {
      if (field.kind !== 'family-member' || !/^(?:\w+ )?family$/.test(field.label)) return field;
      const { of: _of, ...rest } = field;
      return { ...rest, kind: 'family-name' as const };
    });
  }
  if (fields.filter((field) => field.kind === 'full-name' && isOwn(field)).length !== 1) return fields;
  return fields.map((field) =>
    field.kind === 'full-name' && isOwn(field) && /^(?:nombre|name)\b/.test(field.label)
      ? { ...field, kind: 'given-name' as const }
      : field,
  );
}

/** A record over its fields; undefined where there are none. */
export function recordOf(
  shape: FieldRecord['shape'],
  table: number,
  fields: readonly RecordField[],
): FieldRecord | undefined {
  if (fields.length === 0) return undefined;
  let start = Infinity;
  let end = 0;
  for (const field of fields) {
    if (field.start < start) start = field.start;
    if (field.end > end) end = field.end;
  }
  return { shape, table, start, end, fields: withNames(fields) };
}

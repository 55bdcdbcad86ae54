/** Forms and tables of a text as records with fields: one reading for every dress in which labels and values come. */
import type { ExtractedPart, Span } from '../../detector.ts';
import type { Line } from '../text/layout.ts';
import { LineReader } from './records/lines.ts';

/** What a field holds, by its label, in English and Spanish. `none` where the label says something else, `unlabelled` where there is none. */
export type FieldKind =
  | 'given-name'
  | 'family-name'
  | 'middle-name'
  | 'full-name' // of whoever the record is about: `Student`, `Name`, `Alumno`
  | 'family-member' // `Parent`, `Mother`, `Emergency contact`
  | 'staff' // `Teacher`, `Counselor`, `Case manager`
  | 'phone'
  | 'street'
  | 'place' // city, state, zip, stop
  | 'email'
  | 'school'
  | 'grade'
  | 'birth-date'
  | 'student-number'
  | 'record' // health, special education, discipline, grades, lunch, custody …
  | 'none'
  | 'unlabelled';

/** Whose the field is, by its label. */
export type FieldOwner = 'student' | 'family' | 'staff' | 'other';

export interface RecordField extends Span {
  /** The value's offsets are start and end. */
  readonly kind: FieldKind;
  /** Folded words of the label: `parent phone`; empty where there is none. */
  readonly label: string;
  /** The label says whose it is: of a `Parent phone`, a `Parent first name` (kind `given-name`) or a `Teacher email`. */
  readonly of?: FieldOwner;
}

export interface FieldRecord extends Span {
  readonly shape: 'row' | 'column' | 'form' | 'vcard' | 'json' | 'xml' | 'yaml' | 'ldif' | 'sql';
  /** Number of the table, form or list that it belongs to, within the part. */
  readonly table: number;
  readonly fields: readonly RecordField[];
}

/** Records of a part in order of their start; transposed tables give records that interleave. Linear in the length of the text. */
export function recordsOf(part: ExtractedPart, lines: readonly Line[]): FieldRecord[] {
  if (part.kind === 'subject' || part.text === '') return [];
  return new LineReader(part.text, lines, part.places ?? [], formatOf(part)).read();
}

function formatOf(part: ExtractedPart): string {
  if (/ldif/i.test(part.contentType) || /^dn: ?\w/m.test(part.text.slice(0, 2000))) return 'ldif';
  return /ya?ml/i.test(part.contentType) || /\.ya?ml$/i.test(part.filename ?? '') ? 'yaml' : 'form';
}

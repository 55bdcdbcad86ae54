/** What is read of forms and tables: records, and their fields with kind and owner. */
import type { Span } from '../../../detector.ts';

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

/** Something in a part that may belong to a student's record, before it is known whose record it is. */
import type { Span } from '../detector.ts';
import type { PartView } from '../shared/students/part-view.ts';
import type { Code } from './rules.ts';

export interface Signal extends Span {
  readonly view: PartView;
  readonly code: Code;
  readonly rule: string;
  /** 0..1: how sure it is that a record is told, were a student's full name in the same sentence. */
  readonly weight: number;
  /** Said of students only. */
  readonly student: boolean;
  /** It must stand on the line of the name. */
  readonly besideName: boolean;
  readonly masked: string;
}

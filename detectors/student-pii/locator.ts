/** Something in a part that may locate a student, before it is known which student it belongs to. */
import type { Line } from '../shared/text/layout.ts';
import type { PartView } from '../shared/students/part-view.ts';

export type LocatorKind = 'home-address' | 'phone' | 'family-name' | 'location';

export interface Locator {
  readonly kind: LocatorKind;
  readonly view: PartView;
  readonly start: number;
  readonly end: number;
  readonly line: Line;
  /** Ids of the students to whom the roster gives it. */
  readonly owners: ReadonlySet<string>;
  /** The words around say that it is a family's. */
  readonly cued: boolean;
  readonly rule: string;
  /** Fit for a notice: `a phone number ending in 42`. */
  readonly masked: string;
}

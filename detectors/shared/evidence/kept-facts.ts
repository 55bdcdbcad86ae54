/** What is kept of each target, name and student of a message while its pairs are weighed. */
import type { Span } from '../../detector.ts';
import type { Line } from '../text/layout.ts';
import type { ListEntry } from './name-lists.ts';
import type { FieldPlace, PartView } from './part-view.ts';
import type { Repeated } from './repeated.ts';
import type { StudentCandidate, WeighedPerson } from './weigh.ts';

/** Something in a part that may be a student's: a locator, a relative's name, a statement. */
export interface Target extends Span {
  readonly view: PartView;
  /** How many names of its part are followed by something of its kind. */
  readonly repeated?: Repeated;
}

/** What every pair of a target needs to know of it. */
export interface TargetFacts {
  readonly field: FieldPlace | undefined;
  readonly line: Line;
  readonly lineAt: number;
  readonly sentence: number;
  readonly around: Span;
  /** Words of its line. */
  readonly words: () => ReadonlySet<string>;
  /** Keys of the students who have, in another part, the same place in a list as the target has among as many of its kind. */
  readonly aligned: ReadonlySet<string>;
  /** The values that are the same for all names: its zone, and of what table it is. */
  readonly zones: readonly number[];
  readonly table: readonly number[];
  /** It stands in a legal notice or the footer of a list. */
  readonly notice: number;
}

/** What every pair of a name needs to know of it. */
export interface MentionFacts {
  readonly field: FieldPlace | undefined;
  readonly line: Line;
  readonly lineAt: number;
  readonly sentence: number;
  /** It stands in the sender's own words, or in what the sender passes on. */
  readonly zoneOwn: number;
  readonly entry: ListEntry | undefined;
  /** Nothing stands before it on its line. */
  readonly beginsLine: boolean;
}

export interface KeptFacts {
  readonly targets: Map<Target, TargetFacts>;
  readonly mentions: Map<WeighedPerson, MentionFacts>;
  readonly students: Map<StudentCandidate, StudentFacts>;
  readonly givenNames: Map<PartView, ReadonlyMap<string, readonly Span[]>>;
}

export interface StudentFacts {
  readonly givenNames: readonly string[];
  readonly mentionsIn: ReadonlyMap<PartView, readonly WeighedPerson[]>;
}

export function noFacts(): KeptFacts {
  return { targets: new Map(), mentions: new Map(), students: new Map(), givenNames: new Map() };
}

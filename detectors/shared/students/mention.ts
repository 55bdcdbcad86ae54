/** A student's full name as it stands in a part: what locators are bound to. */
import type { DirectoryPerson, Reason } from '../../detector.ts';
import type { PartView } from './part-view.ts';

export interface Mention {
  readonly view: PartView;
  readonly start: number;
  readonly end: number;
  /** Number of its paragraph in the part. */
  readonly paragraph: number;
  /** Students of the roster with this name; empty where the name is known from context only. */
  readonly people: readonly DirectoryPerson[];
  /** Name as in the roster, or as it stands. */
  readonly name: string;
  /** The same for all mentions of one student in a message. */
  readonly key: string;
  /** 0..1: how sure it is that a student is meant. */
  readonly strength: number;
  /** The words around say that a student is meant. */
  readonly cued: boolean;
  /** The words of the name have another meaning too (May Day, Grant Page): a locator nearby is not enough. */
  readonly ambiguous: boolean;
  readonly reason: Reason;
}

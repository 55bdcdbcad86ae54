/** An open element of an HTML page, as the converter keeps it on its stack. */
import type { Look } from './html-style.ts';
import type { ShownChildren } from './shown-order.ts';
import type { Gap } from './text-writer.ts';

export interface Element {
  readonly tag: string;
  readonly look: Look;
  readonly quoted: boolean;
  readonly preformatted: boolean;
  /** Number of cells of the row up to now. */
  cells: number;
  /** Target of the link, and offset of its text. */
  readonly link?: { readonly target: string; readonly from: number };
  /** A block element that a style places within the line. */
  readonly inline: boolean;
  /** The gap before an element that takes no space on the page. */
  readonly gap?: Gap;
  /** Its text is shown backwards. */
  readonly backwards: boolean;
  /** Declarations that place it, and the offset of its text. */
  readonly placement: string;
  readonly from: number;
  /** Its children, where it shows them in another order. */
  order: ShownChildren | undefined;
}

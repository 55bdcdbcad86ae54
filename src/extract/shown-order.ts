/** Puts the children of an element into the order in which a browser shows them: flex containers, `order`, floats to the right. */

/** A longer child is a block of its own, whose place does not change its words. */
export const maxChildLength = 400;
const maxChildren = 5000;

interface Child {
  readonly text: string;
  readonly order: number;
  readonly right: boolean;
}

/** The children of one element up to now. */
export interface ShownChildren {
  readonly reversed: boolean;
  readonly children: Child[];
}

/** How an element with these declarations places its children; undefined where their order is that of the text. */
export function orderOf(style: string): ShownChildren | undefined {
  if (!/flex|grid/i.test(style)) return undefined;
  return { reversed: /flex-(?:direction|flow)\s*:[^;]*-reverse/i.test(style), children: [] };
}

/** Where an element with these declarations stands among the other children. */
export function placeOf(style: string): { order: number; right: boolean } {
  const order = Number(/(?:^|[;\s])order\s*:\s*(-?\d{1,6})/i.exec(style)?.[1] ?? 0);
  return { order, right: /(?:^|[;\s])float\s*:\s*(?:right|inline-end)/i.test(style) };
}

/** Adds a child. @param text what it shows; empty where that is hidden or too long */
export function addChild(to: ShownChildren, style: string, text: string): void {
  if (to.children.length < maxChildren && text !== '') to.children.push({ text, ...placeOf(style) });
}

/** The text in the order of the page; undefined where it is that of the source. */
export function inShownOrder({ reversed, children }: ShownChildren): string | undefined {
  const right = children.filter((child) => child.right);
  if (!reversed && right.length < 3 && children.every(({ order }) => order === 0)) return undefined;
  const ordered = children.filter((child) => !child.right).sort((a, b) => a.order - b.order);
  if (reversed) ordered.reverse();
  // Of elements that float to the right, the first stands at the margin.
  const shown = [...ordered, ...right.reverse()].map(({ text }) => text);
  const letters = shown.filter((text) => text.trim().length <= 1).length * 2 > shown.length;
  return shown.map((text) => (letters ? text : text.trim())).join(letters ? '' : ' ');
}

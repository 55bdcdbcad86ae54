/** Names the form fields of a page as a person does who fills them in: by their tip, by their name, or by the words beside them. */

/** A run of text as pdf.js gives it: `transform` has its place in the last two numbers. */
export interface PlacedRun {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
}

/** Names that form editors give by themselves. */
const automatic =
  /^(?:text|txt|field|fill|undefined|untitled|text ?box|text ?field|check ?box|radio ?button|group|button|dropdown|combo ?box|list ?box|date|topmostsubform|form)?[\s_.-]*\d*(?:\[\d+\])?$/i;
/** Points: how far words may be from their field. */
const furthestLeft = 220;
const furthestAbove = 26;
const sameLine = 14;

/**
 * @param tip text that viewers show when the mouse rests on the field
 * @param name full name, its parts divided by dots
 * @param rect left, bottom, right and top of the field, in points
 * @returns empty where nothing names the field
 */
export function fieldLabel(tip: string, name: string, rect: readonly number[], runs: readonly PlacedRun[]): string {
  if (tip !== '') return clean(tip);
  const last = name
    .split('.')
    .at(-1)!
    .replace(/\[\d+\]$/, '');
  if (!automatic.test(last)) return clean(last.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' '));
  return clean(wordsBeside(rect, runs));
}

function clean(label: string): string {
  return label
    .replace(/[\s_.…]*[:：]?[\s_.…]*$/u, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The nearest run to the left on the same line, or the one above. */
function wordsBeside([left = 0, bottom = 0, , top = 0]: readonly number[], runs: readonly PlacedRun[]): string {
  let best: { readonly distance: number; readonly words: string } | undefined;
  for (const { str, transform, width } of runs) {
    const [x = 0, y = 0] = transform.slice(4);
    if (!/\p{L}/u.test(str)) continue;
    const gap = left - (x + width);
    const isBeside = gap > -6 && gap < furthestLeft && y > bottom - sameLine && y < top;
    const isAbove = Math.abs(x - left) < 20 && y >= top - 2 && y - top < furthestAbove;
    const distance = isBeside ? Math.max(0, gap) : isAbove ? 60 + y - top : Infinity;
    if (distance < (best?.distance ?? Infinity)) best = { distance, words: str };
  }
  return best?.words ?? '';
}

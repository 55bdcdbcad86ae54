/** What stands beside each of many names in the same way: a column, whether or not it is drawn as one. */
import type { Span } from '../../detector.ts';
import { firstStartingFrom } from '../text/sorted-spans.ts';
import type { NameLists } from './name-lists.ts';
import type { PartView } from './part-view.ts';

export interface Repeated {
  /** Names that are followed by something of the same kind before the next name. */
  readonly count: number;
  /** The same of all names of the part, 0 to 1. */
  readonly share: number;
}

/** What stands farther behind a name is beside nothing. */
const reach = 160;
/** Fewer of a kind are no column. */
export const leastRepeats = 3;

export interface OfKind extends Span {
  readonly kind: string;
}

/** @param names sorted @param spans sorted @returns in the order of the spans */
export function repeatedOf(names: readonly Span[], spans: readonly OfKind[]): Repeated[] {
  const followed = new Map<string, Set<number>>();
  for (const { kind, start } of spans) {
    const before = firstStartingFrom(names, start) - 1;
    const name = names[before];
    if (!name || start - name.end > reach || start < name.end) continue;
    const known = followed.get(kind);
    if (known) known.add(before);
    else followed.set(kind, new Set([before]));
  }
  return spans.map(({ kind }) => {
    const count = followed.get(kind)?.size ?? 0;
    return { count, share: count === 0 ? 0 : count / names.length };
  });
}

export interface Row extends Span {
  /** What follows the name: `#.## ##`, `w ###`. */
  readonly shape: string;
}

/** The entries of a part's lists of names whose ends look alike, sorted. */
export function alikeRows(view: PartView, { all, entryOf }: NameLists): Row[] {
  return all
    .flatMap(({ names }) => {
      const rows = names.flatMap((name): Row[] => {
        const block = entryOf(name)?.block;
        if (!block) return [];
        const shape = shapeOf(view.text.slice(name.end, Math.min(block.end, name.end + reach)));
        return shape === '' ? [] : [{ start: name.start, end: block.end, shape }];
      });
      const counts = Map.groupBy(rows, ({ shape }) => shape);
      return rows.filter(({ shape }) => {
        const { length } = counts.get(shape)!;
        return length >= leastRepeats && 2 * length >= names.length;
      });
    })
    .sort((a, b) => a.start - b.start);
}

const mostTokens = 6;

/** Digits as `#`, marks as `L`, runs of words as one `w`. */
function shapeOf(text: string): string {
  const shapes: string[] = [];
  for (const [token] of text.matchAll(/\p{L}[\p{L}'’.]*[+-]?|[#$]?\d+(?:[.:/,-]\d+)*%?/gu)) {
    const shape = /\d/.test(token) ? token.replace(/\d/g, '#') : /^[A-F][+-]?$/.test(token) ? 'L' : 'w';
    if (shape !== 'w' || shapes.at(-1) !== 'w') shapes.push(shape);
    if (shapes.length === mostTokens) break;
  }
  return shapes.join(' ');
}

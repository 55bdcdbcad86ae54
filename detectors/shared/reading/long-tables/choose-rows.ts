/** Which rows of a long table are read one by one: of each kind of cell some, and all that the roster knows something of. */
import type { DirectoryLookup } from '../../../detector.ts';
import { foldName } from '../../people/names.ts';
import type { CellKinds } from './cell-kinds.ts';
import { cellText, type LongTable } from './rows.ts';

/** Rows of each kind of cell that are read, where there are as many. */
const ofEachKind = 8;
const fromTop = 40;
const fromEnd = 10;
const leastInAll = 240;
/** Where more than this share would be read, the whole table is. */
const mostOfTable = 0.5;

/** @returns indexes of rows, sorted; undefined where the rows do not look alike */
export function chooseRows(
  table: LongTable,
  { kinds }: CellKinds,
  directory: DirectoryLookup,
): readonly number[] | undefined {
  const count = table.rows.length;
  const most = mostOfTable * count;
  const chosen = new Set<number>();
  for (let at = 0; at < count; at += 1) {
    if (at < fromTop || at >= count - fromEnd || isKnown(table, at, directory)) chosen.add(at);
    if (chosen.size > most) return undefined;
  }
  const seen = kinds[0]!.map(() => new Map<string, number>());
  for (const at of shuffled(count)) {
    const wanted =
      chosen.has(at) ||
      chosen.size < leastInAll ||
      kinds[at]!.some((kind, c) => (seen[c]!.get(kind) ?? 0) < ofEachKind);
    if (!wanted) continue;
    chosen.add(at);
    if (chosen.size > most) return undefined;
    for (const [column, kind] of kinds[at]!.entries()) seen[column]!.set(kind, (seen[column]!.get(kind) ?? 0) + 1);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** All numbers below `count` in an order that has nothing to do with theirs and is the same on every run. */
function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, at) => at);
  let state = count;
  for (let at = count - 1; at > 0; at -= 1) {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

/** Rows are asked about no more words than this. */
const mostWords = 16;
const phoneDigits = 10;

/** Names somebody of the roster, or holds the address or the number of one. */
function isKnown(table: LongTable, at: number, directory: DirectoryLookup): boolean {
  if (!directory.hasRoster) return false;
  const row = table.rows[at]!;
  const words: string[] = [];
  for (let column = 0; column < row.cells.length; column += 1) {
    const text = cellText(table, row, column).trim();
    if (text.includes('@')) {
      if (directory.peopleByEmail(text.toLowerCase()).length > 0) return true;
    } else if (/\p{L}/u.test(text)) words.push(...foldName(text).split(/[^\p{L}\d]+/u));
    else if (isKnownNumber(text.replace(/\D/g, ''), directory)) return true;
  }
  const asked = words.filter((word) => word !== '').slice(0, mostWords);
  return asked
    .filter((word) => directory.isGivenName(word))
    .some((given) =>
      asked.some(
        (family) => directory.isFamilyName(family) && directory.peopleNamed('student', given, family).length > 0,
      ),
    );
}

function isKnownNumber(digits: string, directory: DirectoryLookup): boolean {
  return digits.length >= phoneDigits && directory.peopleByPhone(digits.slice(-phoneDigits)).length > 0;
}

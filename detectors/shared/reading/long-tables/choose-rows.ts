/** Which rows of a long table are read one by one: of each kind of cell some, and all that name a student of the roster or hold an address or a phone of it. */
import type { DirectoryLookup } from '../../../detector.ts';
import { findAddresses } from '../../people/addresses.ts';
import { findEmailAddresses } from '../../people/email-addresses.ts';
import { foldName } from '../../people/names.ts';
import { findPhones } from '../../people/phones.ts';
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

/** Names a student of the roster, or holds an e-mail address, a phone or a street address of somebody on it. */
function isKnown(table: LongTable, at: number, directory: DirectoryLookup): boolean {
  if (!directory.hasRoster) return false;
  const row = table.rows[at]!;
  const words: string[] = [];
  for (let column = 0; column < row.cells.length; column += 1) {
    const text = cellText(table, row, column);
    if (findEmailAddresses(text).some(({ address }) => directory.peopleByEmail(address).length > 0)) return true;
    const digits = /\d/.test(text);
    const letters = /\p{L}/u.test(text);
    if (digits && findPhones(text, true).some((phone) => directory.peopleByPhone(phone.digits).length > 0)) return true;
    if (digits && letters && findAddresses(text).some(({ key }) => directory.peopleByAddressKey(key).length > 0))
      return true;
    if (letters) words.push(...foldName(text).split(/[^\p{L}\d]+/u));
  }
  const families = words.filter((word) => word !== '' && directory.isFamilyName(word));
  return (
    families.length > 0 &&
    words.some(
      (given) =>
        given !== '' &&
        directory.isGivenName(given) &&
        families.some((family) => directory.peopleNamed('student', given, family).length > 0),
    )
  );
}

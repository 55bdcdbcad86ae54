/** Letters that look like Latin ones, by letter: the one table for lexicons and for extraction. */
import { resemblingTable, twinTable } from './look-alike-table.ts';

/** Letters that cannot be told from a Latin letter, with that letter in its case. */
export const twins: ReadonlyMap<string, string> = new Map(pairsOf(twinTable));

/** All letters that look like a Latin letter or resemble one, with that letter in lower case. */
export const resembled: ReadonlyMap<string, string> = new Map(
  [...pairsOf(resemblingTable), ...twins].map(([letter, latin]) => [letter, latin.toLowerCase()]),
);

function pairsOf(table: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(table).flatMap(([latin, letters]) =>
    Array.from(letters, (letter): [string, string] => [letter, latin]),
  );
}

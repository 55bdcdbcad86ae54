/** What the cells of a long table look like, so that rows which look alike need not be read one by one. */
import { letterUnit, unitKind } from '../../people/names.ts';
import { cellText, type LongTable } from './rows.ts';

export interface CellKinds {
  /** By row and column; cells of a column with the same kind look alike. */
  readonly kinds: readonly (readonly string[])[];
  /** Columns that hold few different values, each a kind of its own: grades, schools, yes and no. */
  readonly choices: readonly number[];
}

/** A column with more different values than this is no choice. */
const mostChoices = 40;

export function cellKinds(table: LongTable): CellKinds {
  const choices: number[] = [];
  const byColumn = Array.from({ length: table.columns }, (_, column) => {
    const texts = table.rows.map((row) => cellText(table, row, column).trim());
    const values = distinct(texts);
    if (values === undefined) return texts.map(shapeOf);
    choices.push(column);
    return texts.map((text) => text.toLowerCase());
  });
  return { kinds: table.rows.map((_, row) => byColumn.map((column) => column[row]!)), choices };
}

function distinct(texts: readonly string[]): ReadonlySet<string> | undefined {
  const values = new Set<string>();
  for (const text of texts) {
    values.add(text.toLowerCase());
    if (values.size > mostChoices) return undefined;
  }
  return values;
}

/** Names have at most this many words, streets with their town and the like more. */
const mostWordsOfName = 4;
const mostWordsOfStreet = 7;
const longestWord = 20;
/** `42 Oak Street, Springfield`: begins with a number. */
const street = /^#\d*(?: |-)/;

/**
 * Of a number its shape, runs of digits by their length; of a name or a street with capital letters its words besides; of an e-mail address its domain.
 * Anything else may be prose, in which each word may matter: it is of no kind but its own.
 */
export function shapeOf(cell: string): string {
  if (cell.includes('@') && !cell.includes(' ')) return cell.slice(cell.lastIndexOf('@')).toLowerCase();
  let shape = '';
  let words = 0;
  let small = 0;
  let numbers = 0;
  for (let at = 0; at < cell.length;) {
    const code = cell.charCodeAt(at);
    const start = at;
    if (isDigit(code)) {
      while (at < cell.length && isDigit(cell.charCodeAt(at))) at += 1;
      shape += at - start < 3 ? '#' : `#${at - start}`;
      numbers += 1;
    } else if (unitKind(code) === letterUnit) {
      while (at < cell.length && isWordUnit(cell.charCodeAt(at))) at += 1;
      if (at - start > longestWord) return cell;
      const capital = cell[start] !== cell[start]!.toLowerCase();
      words += 1;
      small += capital ? 0 : 1;
      shape += capital ? 'A' : 'a';
    } else {
      shape += cell[at]!;
      at += 1;
    }
  }
  if (words === 0) return shape;
  const isName = numbers === 0 && words <= mostWordsOfName;
  const isStreet = street.test(shape) && words <= mostWordsOfStreet;
  // Small words are those of a sentence: `Ana Torres has epilepsy`.
  return (isName || isStreet) && small === 0 ? shape : cell;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Letters, marks and apostrophes. */
function isWordUnit(code: number): boolean {
  return code === 39 || code === 0x2019 || (code > 64 && unitKind(code) <= markOrLetter);
}

/** Kinds of units up to this one belong to words: see `unitKind`. */
const markOrLetter = 2;

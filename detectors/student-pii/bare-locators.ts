/** Phones and addresses that stand alone on their lines: lists whose names are somewhere else. */
import { foldName } from '../shared/people/names.ts';
import type { Line } from '../shared/text/layout.ts';
import { cueWords, studentWords } from '../shared/students/student-words.ts';
import type { Locator } from './locator.ts';
import { rules } from './rules.ts';

/** What stands on the line of a locator besides locators. */
export interface BareLocator {
  readonly locator: Locator;
  /** Folded words that are part of a listed student's name; empty on most lines. */
  readonly names: readonly string[];
}

/** A business's. */
const tollFree = /^\D{0,3}1?\D{0,3}8(?:00|33|44|55|66|77|88)\D/;
/** Towns beside a street in cells of their own, up to the state or the zip code. */
const longestTown = 3;
const placeHeadings = cueWords.phrases('placeHeadings');

/**
 * Those whose line holds nothing else than what belongs to an address or a phone, and words of the students' names.
 * @param locators of one part, in order
 * @param nameWords folded words of the names of the students
 */
export function bareLocators(locators: readonly Locator[], nameWords: ReadonlySet<string>): BareLocator[] {
  const byLine = Map.groupBy(
    locators.filter(({ kind }) => kind === 'phone' || kind === 'home-address'),
    (locator) => locator.line,
  );
  return [...byLine].flatMap(([line, own]) => {
    const names = ownWords(line, own, nameWords);
    return names ? own.map((locator) => ({ locator, names })) : [];
  });
}

/** Undefined where the line says more: somebody's name, a business, a sentence. */
function ownWords(line: Line, own: readonly Locator[], nameWords: ReadonlySet<string>): string[] | undefined {
  const { text } = own[0]!.view;
  if (own.some(({ kind, start, end }) => kind === 'phone' && tollFree.test(text.slice(start, end)))) return undefined;
  const names: string[] = [];
  let town = 0;
  for (const { raw, expected } of gaps(line, own)) {
    const words = foldName(raw).match(/\p{L}+/gu) ?? [];
    for (const word of words) {
      if (expected || rules.locatorLabels.has(word) || studentWords.relations.has(word)) continue;
      if (nameWords.has(word)) names.push(word);
      else town += 1;
    }
  }
  if (town === 0) return names;
  const inCells = line.row !== undefined && own.some(({ kind }) => kind === 'home-address');
  const zipped = /(?:^|\t|[|,])\s*(?:\p{Lu}{2}|\d{5}(?:-\d{4})?)\s*(?:$|\t|[|,])/u.test(
    text.slice(line.start, line.end),
  );
  return inCells && zipped && town <= longestTown + 1 ? names : undefined;
}

/** The text of a line between its locators; in a table cell by cell. */
function gaps(line: Line, own: readonly Locator[]): { raw: string; expected: boolean }[] {
  const { text } = own[0]!.view;
  const between = (start: number, end: number): string => {
    let raw = '';
    let at = start;
    for (const locator of own) {
      if (locator.end <= start || locator.start >= end) continue;
      raw += ` ${text.slice(at, Math.max(at, locator.start))}`;
      at = locator.end;
    }
    return `${raw} ${text.slice(Math.min(at, end), end)}`;
  };
  if (!line.row) return [{ raw: between(line.start, line.end), expected: false }];
  return line.row.cells.map((cell, column) => ({
    raw: between(cell.start, cell.end),
    expected: (line.row!.header[column]?.match(/\p{L}+/gu) ?? []).some(
      (word) => studentWords.familyHeadings.has(word) || placeHeadings.has(word),
    ),
  }));
}

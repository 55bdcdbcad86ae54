/**
 * Computes detectors/shared/people/name-tables/names.txt from lists of names and words. Run it manually when the lists change. The
 * result is committed, and names.source.md lists its sources. Nothing here is needed at run time.
 *
 * scripts/node scripts/build-name-tables.ts NAMES_FOLDER WORDLIST_PACKAGE_FOLDER
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeNameTable, type NameClass } from '../detectors/shared/people/name-table-format.ts';
import { foldName } from '../detectors/shared/people/names.ts';

const [names, wordlist] = process.argv.slice(2);
if (names === undefined || wordlist === undefined) {
  console.error('usage: build-name-tables.ts NAMES_FOLDER WORDLIST_PACKAGE_FOLDER');
  process.exit(2);
}

/** Births in the United States since 1995 from which a given name is of class 2 and 3. */
const givenSteps = [1_500, 20_000];
/** Rarer names are left out: words that are neither names nor other words count as unusual names anyway. */
const leastBirths = 250;
/** The same in Wisconsin alone, so that the names of its Hmong and Somali families are not rare. */
const wisconsinSteps = [60, 1_200];
/** Surnames up to this rank of the 1990 census are common, up to the second one kept. */
const surnameRanks = [4_000, 32_000];
/** SCOWL sizes: words that everybody uses, and those that most people know. */
const wordSizes = { 2: ['10', '20'], 1: ['35'] } as const;

const table = new Map<string, { given: number; family: number; word: number }>();

/** Keeps the highest class of each kind. Names of several words are left to their words. */
function put(name: string, kind: 'given' | 'family' | 'word', value: number): void {
  const key = foldName(name.trim());
  if (!/^[a-z]{2,}$/.test(key)) return;
  const entry = table.get(key) ?? { given: 0, family: 0, word: 0 };
  entry[kind] = Math.max(entry[kind], value);
  table.set(key, entry);
}

function rowsOf(file: string): string[][] {
  return readFileSync(join(names!, file), 'utf8')
    .split('\n')
    .map((line) => line.trim().split(','));
}

function classOf(count: number, steps: readonly number[]): number {
  return 1 + steps.filter((step) => count >= step).length;
}

for (const [size, files] of Object.entries(wordSizes)) {
  for (const file of files)
    for (const kind of ['english', 'american']) {
      const words = JSON.parse(readFileSync(join(wordlist, `${kind}-words-${file}.json`), 'utf8')) as string[];
      for (const word of words) if (/^[a-z]+$/.test(word)) put(word, 'word', Number(size));
    }
}
const isWord = (name: string) => table.get(foldName(name))?.word ?? 0;

const births = Map.groupBy(rowsOf('us_given_names_1995plus.csv').slice(1), ([name]) => name ?? '');
for (const [name, rows] of births) {
  const count = sum(rows.map((row) => Number(row[2])));
  if (count >= leastBirths) put(name, 'given', classOf(count, givenSteps));
}
const wisconsin = Map.groupBy(rowsOf('wi_given_names_2003plus.csv').slice(1), ([name]) => name ?? '');
for (const [name, rows] of wisconsin)
  put(name, 'given', classOf(sum(rows.map((row) => Number(row[2]))), wisconsinSteps));
for (const file of ['indian-female.csv', 'indian-male.csv']) {
  // The lists contain whole names as officials typed them; single English words among them are not given names.
  for (const [name = ''] of rowsOf(file)) if (name.length > 2 && isWord(name) === 0) put(name, 'given', 1);
}

for (const [name = '', , , rank] of rowsOf('surnames-1990.csv')) {
  if (Number(rank) <= surnameRanks[1]!) put(name, 'family', Number(rank) <= surnameRanks[0]! ? 2 : 1);
}
for (const [name = ''] of rowsOf('census-2010-top1022-race.csv').slice(1)) put(name, 'family', 2);
for (const [name = ''] of rowsOf('indian-surnames.csv')) if (isWord(name) < 2) put(name, 'family', 2);
const census = new Set(rowsOf('surnames-1990.csv').map(([name = '']) => name));
for (const name of rowsOf('spanish-surnames.csv').flat())
  if (census.has(name) && isWord(name) === 0) put(name, 'family', 1);

for (const line of readFileSync(join(names, 'hmong_curated.txt'), 'utf8').split('\n')) {
  const [kind, list] = line.split(': ');
  if (kind !== 'surname' && kind !== 'given') continue;
  for (const name of list!.split(' ')) put(name, kind === 'given' ? 'given' : 'family', 2);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const entries: [string, NameClass][] = [...table].sort(([a], [b]) => (a < b ? -1 : 1));
const text = encodeNameTable(entries);
writeFileSync(join(import.meta.dirname, '../detectors/shared/people/name-tables/names.txt'), text);
console.log(
  `${entries.length} entries (${entries.filter(([, entry]) => entry.given > 0).length} given names, ` +
    `${entries.filter(([, entry]) => entry.family > 0).length} surnames, ` +
    `${entries.filter(([, entry]) => entry.word > 0).length} words), ${text.length} bytes`,
);

/** Generates the table of letters that look like Latin ones, from Unicode's confusables data. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packageFolder = new URL('../node_modules/unhomoglyph/', import.meta.url);
/** Its data file is Unicode's confusables.txt (UTS #39) of this version, as its change log says. */
const packageVersion = '1.0.6';
const unicodeVersion = '13.0.0';

/** Scripts whose letters are used in place of Latin ones. Letters of scripts without capitals in running text are left out. */
const script =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Coptic}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}]$/u;

/** Letters of the same scripts that Unicode does not list, small capitals among them: Latin letter, then its twins. */
const furtherTwins = [
  ...['F ꓞ', 'L Լ', 'Q Ԛ', 'S Ꮞ', 'c ϲ', 'g ԍ', 'k κ', 'x χ'],
  ...['A ᴀ', 'B ʙ', 'D ᴅ', 'E ᴇ', 'F ꜰ', 'G ɢ', 'H ʜ', 'J ᴊ', 'K ᴋ', 'L ʟ', 'M ᴍ', 'N ɴ', 'P ᴘ', 'R ʀ', 'T ᴛ'],
];

/** Letters that resemble Latin ones without being mistaken for them in print. Their capitals are added. */
const resembling = [
  'a ɑ',
  'b вβь',
  'd ɗ',
  'e єε',
  'f ƒ',
  'h н',
  'k к',
  'm м',
  'n пηո',
  'o σ',
  'r г',
  't тτ',
  'u цμ',
  'w шωѡ',
  'y γ',
  'z ζ',
];

/** Source text of detectors/shared/text/look-alike-table.ts. */
export function lookAlikeTable(): string {
  const twins = withFurther(unicodeTwins());
  const near = new Map(
    resembling
      .flatMap(pairsOf)
      .flatMap(([letter, latin]) => [letter, letter.toUpperCase()].map((one) => [one, latin] as const))
      .filter(([letter]) => letter.length === 1 && !twins.has(letter)),
  );
  return `/**
 * Letters that look like Latin ones: a generated file (scripts/generate.ts).
 * Source: Unicode confusables.txt ${unicodeVersion} (UTS #39) from the npm package unhomoglyph ${packageVersion} (MIT), with the additions
 * of scripts/generate-look-alikes.ts.
 */

/** By Latin letter, in its case: letters of the Basic Multilingual Plane that cannot be told from it. */
export const twinTable: Readonly<Record<string, string>> = ${tableOf(twins)};

/** By Latin letter, in lower case: further letters that resemble it. */
export const resemblingTable: Readonly<Record<string, string>> = ${tableOf(near)};
`;
}

/** Single letters with a single Latin prototype. Letters that compatibility decomposition resolves need no table. */
function unicodeTwins(): Map<string, string> {
  const found = JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8')) as { version: string };
  if (found.version !== packageVersion)
    throw new Error(`${fileURLToPath(packageFolder)} is version ${found.version}: update the versions in this script`);
  const data = JSON.parse(readFileSync(new URL('data.json', packageFolder), 'utf8')) as Record<string, string>;
  return new Map(
    Object.entries(data)
      .filter(([letter, latin]) => /^[A-Za-z]$/.test(latin) && isTwin(letter))
      // Unicode's prototype of all vertical strokes is the small l; a capital stands for I.
      .map(([letter, latin]) => [letter, latin === 'l' && /^\p{Lu}|\p{Script=Lisu}/u.test(letter) ? 'I' : latin]),
  );
}

function isTwin(letter: string): boolean {
  return letter.length === 1 && letter > '\x7f' && script.test(letter) && letter.normalize('NFKC') === letter;
}

function withFurther(twins: Map<string, string>): Map<string, string> {
  for (const [letter, latin] of furtherTwins.flatMap(pairsOf)) if (!twins.has(letter)) twins.set(letter, latin);
  return twins;
}

function pairsOf(line: string): [string, string][] {
  const [latin = '', letters = ''] = line.split(' ');
  return Array.from(letters, (letter) => [letter, latin]);
}

function tableOf(pairs: ReadonlyMap<string, string>): string {
  const byLatin = Map.groupBy(pairs, ([, latin]) => latin);
  const lines = [...byLatin.keys()].sort().map((latin) => {
    const letters = byLatin.get(latin)!.map(([letter]) => letter);
    return `${latin}: '${letters.sort().join('')}'`;
  });
  return `{ ${lines.join(', ')} }`;
}

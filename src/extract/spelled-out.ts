/** Reads words that are written letter by letter or one to a line, as people read them across the gaps. */

/** Fewer letters or words in a row are abbreviations, grades or lists. */
const fewestLetters = 12;
const fewestWords = 7;
const maxLength = 200_000;
const maxFound = 200;

/** `M a y a`, also with one letter in a line or a cell: single characters with one gap between them, words with more. */
const letters = new RegExp(`(?<!\\S)\\S(?:[ \\t\\n]{1,7}\\S){${fewestLetters - 1},2000}(?!\\S)`, 'g');
/** `M.a.y.a`, several times in a line. */
const parted = /(?<![\p{L}\d])[\p{L}\d](?:([.\-_*·|/~])[\p{L}\d])(?:\1[\p{L}\d])+(?![\p{L}\d])/gu;
/** One word in a line, with or without empty lines between; one word in a cell of a single row. */
const wordLines = new RegExp(`(?:^|\\n)\\S{1,24}(?:\\n{1,2}\\S{1,24}){${fewestWords - 1},400}(?=\\n|$)`, 'g');
const wordCells = new RegExp(`(?:^|\\n)\\S{1,24}(?:\\t\\S{1,24}){${fewestWords - 1},400}(?=\\n|$)`, 'g');
/** Words with wide gaps between all of them. */
const wideGaps = new RegExp(`(?:^|\\n)\\S{1,30}(?: {2,20}\\S{1,30}){${fewestWords - 1},400}(?=\\n|$)`, 'g');

/** The same words without their gaps, one line for each stretch; empty for ordinary text. Linear in the text's length. */
export function spelledOut(text: string): string[] {
  if (text.length > maxLength) return [];
  const found: string[] = [];
  const keep = (words: string) => {
    if (found.length < maxFound) found.push(words);
  };
  for (const [run] of text.matchAll(letters)) keep(joinedLetters(run));
  for (const [run] of text.matchAll(wordLines)) if (isSentence(run)) keep(run.trim().replace(/\n+/g, ' '));
  for (const [run] of text.matchAll(wordCells))
    if (isSentence(run) && isAlone(text, run)) keep(run.trim().replaceAll('\t', ' '));
  for (const [run] of text.matchAll(wideGaps)) if (isSentence(run)) keep(run.trim().replace(/ +/g, ' '));
  for (const line of text.split('\n')) {
    if ((line.match(parted)?.length ?? 0) >= 3) keep(line.replace(parted, (word) => word.replace(/[^\p{L}\d]/gu, '')));
  }
  return found;
}

/** No list of names, which would read as full names side by side: a fifth of the words are in small letters. */
function isSentence(run: string): boolean {
  const words = run.trim().split(/\s+/);
  return /\S{2}/.test(run) && words.filter((word) => /^\p{Ll}/u.test(word)).length * 5 >= words.length;
}

/** The narrowest gap separates letters, wider gaps separate words. */
function joinedLetters(run: string): string {
  const gaps = run.match(/\s+/g) ?? [];
  const narrowest = Math.min(...gaps.map((gap) => gap.length));
  return run.replace(/\s+/g, (gap) => (gap.length > narrowest ? ' ' : ''));
}

/** No table: the lines around it have no cells. */
function isAlone(text: string, run: string): boolean {
  const at = text.indexOf(run);
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const behind = text.slice(at + run.length + 1, at + run.length + 500).split('\n', 1)[0]!;
  return !before.includes('\t') && !behind.includes('\t');
}

/** Finds words in bytes that a file format does not use: text in a picture, a comment of an archive, the rest of a block. */

/** Shorter runs of letters occur in any data. */
const runs = /[\x20-\x7e\t\r\n]{24,}/g;
const maxWords = 262_144;

/** Stretches of the length of a sentence, one a line; empty for most data. Linear in the number of bytes. */
export function strayWords(bytes: Buffer): string {
  if (bytes.length < 24) return '';
  const found: string[] = [];
  let length = 0;
  for (const [run] of bytes.toString('latin1').matchAll(runs)) {
    if (!isSentence(run)) continue;
    found.push(run);
    length += run.length;
    if (length > maxWords) break;
  }
  return found.join('\n');
}

/** Four words in a row, nearly all of it letters. Markup and programs are read elsewhere. */
function isSentence(run: string): boolean {
  if (!/(?<![A-Za-z])(?:[A-Za-z]{2,20}[ ,.:;]{1,3}){3}[A-Za-z\d]/.test(run) || /[<>{}]/.test(run)) return false;
  const letters = run.match(/[A-Za-z\d ]/g)?.length ?? 0;
  return letters * 10 >= run.length * 8;
}

/** Finds words in bytes that a file format does not use: text in a picture, a comment of an archive, the rest of a block. */

/** Shorter runs of letters occur in any data. */
const shortestRun = 24;
const maxWords = 262_144;

/** Stretches of the length of a sentence, one a line; empty for most data. Linear in the number of bytes. */
export function strayWords(bytes: Buffer): string {
  const found: string[] = [];
  let length = 0;
  for (let at = 0; at + shortestRun <= bytes.length && length <= maxWords;) {
    // What is no letter at the end of the window rules out all runs that begin before it.
    const other = lastOther(bytes, at, at + shortestRun);
    if (other >= at) {
      at = other + 1;
      continue;
    }
    let end = at + shortestRun;
    while (end < bytes.length && letters[bytes[end]!] === 1) end += 1;
    const run = bytes.toString('latin1', at, end);
    at = end + 1;
    if (!isSentence(run)) continue;
    found.push(run);
    length += run.length;
  }
  return found.join('\n');
}

/** Printable ASCII and white space. */
const letters = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte <= 0x7e) || byte === 9 || byte === 10 || byte === 13 ? 1 : 0,
);

/** The last byte from `from` up to `to` that is no letter; less than `from` where there is none. */
function lastOther(bytes: Buffer, from: number, to: number): number {
  let at = to - 1;
  while (at >= from && letters[bytes[at]!] === 1) at -= 1;
  return at;
}

/** Four words in a row, nearly all of it letters. Markup and programs are read elsewhere. */
function isSentence(run: string): boolean {
  if (!/(?<![A-Za-z])(?:[A-Za-z]{2,20}[ ,.:;]{1,3}){3}[A-Za-z\d]/.test(run) || /[<>{}]/.test(run)) return false;
  const plain = run.match(/[A-Za-z\d ]/g)?.length ?? 0;
  return plain * 10 >= run.length * 8;
}

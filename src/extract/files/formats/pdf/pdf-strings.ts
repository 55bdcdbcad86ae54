/** Strings in the source of a PDF (ISO 32000-1 7.3.4): literal ones and hexadecimal ones. */

/** Source of a regular expression for one string. */
export const stringPattern = String.raw`\((?:[^()\\]|\\[^]|\([^()]{0,2000}\)){0,20000}\)|<[\da-fA-F\s]{0,40000}>`;

/** All strings of a text, decoded, in order. */
export function pdfStrings(source: string): string[] {
  return [...source.matchAll(new RegExp(stringPattern, 'g'))].map(([string]) => decoded(pdfStringBytes(string)));
}

/** The bytes of one string, as it stands in the source with its brackets. */
export function pdfStringBytes(string: string): Buffer {
  const inner = string.slice(1, -1);
  if (string[0] !== '<') return Buffer.from(unescaped(inner), 'latin1');
  const digits = inner.replace(/[^\da-fA-F]/g, '');
  // An odd last digit stands for itself and a zero.
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
}

/** Escapes of a literal string (7.3.4.2). */
function unescaped(literal: string): string {
  const names: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  return literal.replace(/\\(\r\n|[0-7]{1,3}|[^])/g, (_, escape: string) => {
    if (/^[0-7]/.test(escape)) return String.fromCharCode(parseInt(escape, 8) & 255);
    return /^[\r\n]/.test(escape) ? '' : (names[escape] ?? escape);
  });
}

/** UTF-16 or UTF-8 with its mark, otherwise about Latin-1 (7.9.2.2). */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)));
    return even.swap16().toString('utf16le');
  }
  return bytes[0] === 0xef && bytes[1] === 0xbb ? bytes.toString('utf8', 3) : bytes.toString('latin1');
}

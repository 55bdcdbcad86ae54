/** The file form of the table of given names, surnames and words: sorted and front-coded, a line for some dozen entries. */

export interface NameClass {
  /** As a given name: 0 never, 1 rare, 2 known, 3 frequent. */
  readonly given: number;
  /** As a surname: 0 never, 1 rare, 2 frequent. */
  readonly family: number;
  /** As a word of English: 0 never, 1 known, 2 in everyday use. */
  readonly word: number;
}

/** One sign for each of the 36 classes; letters are taken. */
const signs = '0123456789!"#$%&()*+,-./:;<=>?@[]^_`{';
const entriesInLine = 48;

/**
 * Each entry is a capital letter (how many letters it shares with the one before, A for none), its other letters, and the
 * sign of its class. A line begins anew.
 * @param entries sorted by key; keys are `a` to `z` only
 */
export function encodeNameTable(entries: readonly (readonly [string, NameClass])[]): string {
  let text = '';
  let before = '';
  for (const [index, [key, { given, family, word }]] of entries.entries()) {
    if (index % entriesInLine === 0) {
      if (index > 0) text += '\n';
      before = '';
    }
    let shared = 0;
    while (shared < 25 && shared < before.length && before[shared] === key[shared]) shared += 1;
    text += String.fromCharCode(65 + shared) + key.slice(shared) + signs[(given * 3 + family) * 3 + word]!;
    before = key;
  }
  return `${text}\n`;
}

/** Calls `visit` for each entry in order. @throws Error where the text is not in this form */
export function decodeNameTable(text: string, visit: (key: string, code: number) => void): void {
  let before = '';
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 10) {
      before = '';
      at += 1;
      continue;
    }
    let end = at + 1;
    while (end < text.length && text.charCodeAt(end) >= 97 && text.charCodeAt(end) <= 122) end += 1;
    const sign = signs.indexOf(text[end] ?? '\n');
    if (code < 65 || code > 90 || sign < 0 || sign >= 36) throw new Error(`the name table is damaged at ${at}`);
    before = before.slice(0, code - 65) + text.slice(at + 1, end);
    visit(before, sign);
    at = end + 1;
  }
}

/** What the number that `decodeNameTable` gives stands for. */
export function classOfCode(code: number): NameClass {
  return { given: Math.floor(code / 9), family: Math.floor(code / 3) % 3, word: code % 3 };
}

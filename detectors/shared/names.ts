/** Words of a text in the form that names are compared in: lower case, without accents, apostrophes and possessives. */

export interface Word {
  /** UTF-16 offsets into the text; a possessive `'s` is left out. */
  readonly start: number;
  readonly end: number;
  /** Folded form: `O’Brien's` is `obrien`. */
  readonly key: string;
  /** As it stands begins with a capital letter. */
  readonly capital: boolean;
}

/** Letters that NFD does not take apart. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/** Lower case, accents and apostrophes dropped; what is not a letter or digit stays as it is. */
export function foldName(text: string): string {
  // eslint-disable-next-line no-control-regex -- most words are ASCII and need no normalisation
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase().replaceAll("'", '');
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}'’ʼ`´]/gu, '')
    .replace(/[ßæøœđðłþı]/g, (letter) => letters[letter]!);
}

const word = /\p{L}[\p{L}\p{M}]*(?:['’ʼ][\p{L}\p{M}]+)*/gu;

/** Words in order. A hyphen or any other sign ends a word: `Jackson-Reed` is two; letter-spaced words are put together. */
export function words(text: string): Word[] {
  const found: Word[] = [];
  for (const match of text.matchAll(word)) {
    const raw = match[0];
    const bare = raw.length > 2 && /['’ʼ]s$/i.test(raw) ? raw.slice(0, -2) : raw;
    found.push(toWord(text, match.index, match.index + bare.length, bare));
  }
  return joinSpaced(text, found);
}

/** `W-y-n-t-e-r` and `K n u t s o n`: four or more single letters, each one sign apart, are one word. */
function joinSpaced(text: string, found: Word[]): Word[] {
  const joined: Word[] = [];
  for (let i = 0; i < found.length;) {
    let next = i + 1;
    while (next < found.length && isSingle(found[next - 1]!) && isSingle(found[next]!) && apart(text, found, i, next))
      next += 1;
    if (next - i >= 4) {
      const letters = found.slice(i, next).map((entry) => text.slice(entry.start, entry.end));
      joined.push(toWord(text, found[i]!.start, found[next - 1]!.end, letters.join('')));
    } else {
      joined.push(...found.slice(i, next));
    }
    i = next;
  }
  return joined;
}

/** One sign lies between, the same as between the first two. */
function apart(text: string, found: readonly Word[], first: number, at: number): boolean {
  const gap = found[at]!.start - found[at - 1]!.end;
  const sign = text[found[at - 1]!.end]!;
  return gap === 1 && /[ .-]/.test(sign) && sign === text[found[first]!.end];
}

function isSingle(entry: Word): boolean {
  return entry.end - entry.start === 1;
}

function toWord(text: string, start: number, end: number, bare: string): Word {
  const first = text[start]!;
  return { start, end, key: foldName(bare), capital: first !== first.toLowerCase() };
}

/** Folded words of a name, in order. */
export function nameKeys(name: string): string[] {
  return words(name).map((entry) => entry.key);
}

/** Ways in which a word is written so that it still sounds or looks the same: `phuck`, `fcuk`, `biatchez`, `wanka`, `shlt`. */

/** What letters are written for, wherever they stand in the word. */
const anywhere: readonly (readonly [letters: string, written: readonly string[]])[] = [
  ['ck', ['k', 'kk', 'c', 'cc', 'q', 'qq', 'kc', 'xk', 'xx']],
  ['tch', ['tsh', 'tchh']],
  ['ss', ['zz']],
  ['fu', ['phu', 'foo', 'fv', 'fyu', 'fx', 'f']],
  ['cu', ['ku', 'coo', 'cv']],
  ['co', ['ko', 'caw', 'kaw']],
  ['wa', ['wha', 'wo']],
  ['hi', ['hy', 'hie', 'hl']],
  ['bi', ['bia', 'bee', 'bya', 'by', 'bl', 'b']],
  ['ot', ['oth']],
];
/** What the end of the word is written for. */
const atTheEnd: typeof anywhere = [
  ['er', ['a', 'ah', 'uh', 'ur', 'r']],
  ['ers', ['as', 'az', 'erz', 'rs', 'ahs']],
  ['ing', ['in', 'ng', 'n', 'inn', 'en']],
  ['ed', ['d', 'et', 'edd']],
  ['s', ['z', 'zz']],
  ['es', ['ez']],
  ['y', ['ie', 'i', 'ey', 'eh']],
  ['e', ['']],
];
/** How many places of a word are changed at once: more, and nobody reads it. */
const mostChanges = 2;
/** Shorter ones are abbreviations. */
const shortest = 4;

/**
 * Respellings of a word of small letters, without the word: up to two places that sound or look alike, or two
 * neighbouring letters that changed places. Words of the language may be among them: the caller leaves those out.
 */
export function respellingsOf(word: string): string[] {
  let known = new Set([word]);
  for (let changes = 0; changes < mostChanges; changes += 1) {
    const more = new Set(known);
    for (const form of known) for (const respelled of changesOf(form)) more.add(respelled);
    known = more;
  }
  for (const swapped of swapsOf(word)) known.add(swapped);
  known.delete(word);
  return [...known].filter(({ length }) => length >= shortest);
}

function* changesOf(word: string): Generator<string> {
  for (const [letters, written] of anywhere) {
    const at = word.indexOf(letters);
    if (at < 0) continue;
    for (const other of written) yield word.slice(0, at) + other + word.slice(at + letters.length);
  }
  for (const [letters, written] of atTheEnd) {
    if (!word.endsWith(letters)) continue;
    for (const other of written) yield word.slice(0, -letters.length) + other;
  }
}

function* swapsOf(word: string): Generator<string> {
  for (let at = 1; at < word.length - 1; at += 1)
    yield `${word.slice(0, at)}${word[at + 1]!}${word[at]!}${word.slice(at + 2)}`;
}

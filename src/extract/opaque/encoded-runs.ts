/** Finds runs of encoded bytes in a text: base64, base32, base85, hexadecimal, numbers, bits, at any length of their lines. */
import { deflateRawSync } from 'node:zlib';
import { entropy, expectedEntropy, looksRandom } from './dense.ts';

export interface EncodedRun {
  /** Decoded; undefined for alphabets that are not decoded here, whose letters are distributed as those of random data. */
  readonly bytes: Buffer | undefined;
}

type Encoding = 'base64' | 'hex' | 'pairs' | 'numbers' | 'bits';

/** Bytes of a run: fewer make no sentence. */
const leastBytes = 24;
/** Letters of base64 for so many bytes that they show whether they are random: 160 bytes. */
const leastGrouped = 216;
/** Letters of an alphabet that is not decoded. */
const leastLetters = 400;
/** So many letters show how they are distributed. */
const sampleLetters = 8192;
/** Short groups of the same length, as if for reading aloud. */
const leastGroups = 40;

/** The runs of a text, in its order, then those of other alphabets. Linear in the length of the text. */
export function* encodedRuns(text: string): Generator<EncodedRun> {
  yield* decodedRuns(text);
  yield* groupedRuns(text);
  if (hasOtherAlphabet(text)) yield { bytes: undefined };
}

interface Run {
  encoding: Encoding | undefined;
  parts: string[];
  length: number;
  /** Small numbers in between, such as those of lines. */
  skipped: number;
}

function* decodedRuns(text: string): Generator<EncodedRun> {
  let run: Run = { encoding: undefined, parts: [], length: 0, skipped: 0 };
  for (let start = 0; (start = nextOf(text, start, tokenLetter)) < text.length;) {
    let end = endOfToken(text, start, tokenLetter);
    for (let padding = 0; padding < 2 && text.charCodeAt(end) === 61; padding += 1) end += 1;
    const from = start;
    start = end;
    // Most tokens are words outside of a run.
    if (run.encoding === undefined && isWord(text, from, end)) continue;
    const token = text.slice(from, end);
    const encoding = encodingOf(token, run.encoding);
    if (encoding === undefined && run.encoding === undefined) continue;
    if (encoding !== undefined && encoding === run.encoding) {
      run.parts.push(token);
      run.length += token.length;
      run.skipped = 0;
      continue;
    }
    if (run.encoding === 'base64' && run.skipped === 0 && isBetween(token)) {
      run.skipped += 1;
      continue;
    }
    const ended = decoded(run);
    if (ended) yield { bytes: ended };
    run = { encoding, parts: encoding === undefined ? [] : [token], length: token.length, skipped: 0 };
  }
  const ended = decoded(run);
  if (ended) yield { bytes: ended };
}

/** A longer token is cut. */
const longestToken = 100_000;

const sign = 1;
const digit = 2;
const hexLetter = 4;
const otherLetter = 8;
/** What a code of ASCII is to a token of base64, hexadecimal or digits; 0 for what stands between tokens. */
const classes = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[a-f]/i.test(char)) return hexLetter;
  if (/[a-z]/i.test(char)) return otherLetter;
  return /\d/.test(char) ? digit : '+/_-'.includes(char) ? sign : 0;
});
/** Letters of the tokens of an encoding, 1 for each; those of groups have no hyphen. */
const tokenLetter = classes.map((of) => (of === 0 ? 0 : 1));
const groupLetter = tokenLetter.map((is, code) => (code === 45 ? 0 : is));

function nextOf(text: string, from: number, letters: Uint8Array): number {
  let at = from;
  while (at < text.length && !(letters[text.charCodeAt(at)]! > 0)) at += 1;
  return at;
}

function endOfToken(text: string, from: number, letters: Uint8Array): number {
  const most = Math.min(text.length, from + longestToken);
  let at = from + 1;
  while (at < most && letters[text.charCodeAt(at)]! > 0) at += 1;
  return at;
}

/** Whether a token is too short for base64 and not what hexadecimal, numbers or bits begin with: nearly all of mail is. */
function isWord(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length >= shortestBase64) return false;
  let any = 0;
  for (let at = start; at < end; at += 1) {
    const of = classes[text.charCodeAt(at)]!;
    if ((of & (digit | hexLetter | otherLetter)) === 0) return true;
    any |= of;
  }
  if (any === digit) return length > 3 && length !== 8;
  const hasDigit = (any & digit) !== 0;
  if (length > 4) return (any & otherLetter) !== 0 || !hasDigit || length % 2 === 1;
  if (hasDigit) return false;
  // `be`, `xff`
  return length === 2 ? any !== hexLetter : length !== 3 || text[start]!.toLowerCase() !== 'x';
}

/** The number of a line, the letter of an escape for a line end, or a short last group. */
function isBetween(token: string): boolean {
  return /^(?:\d{1,5}|[nr]|u000[ad])$/i.test(token) || /^[A-Za-z0-9+/_-]{1,8}={0,2}$/.test(token);
}

function encodingOf(token: string, current: Encoding | undefined): Encoding | undefined {
  if (/^[01]{8}$/.test(token)) return 'bits';
  if (current === 'numbers' ? /^\d{1,3}$/.test(token) : /^(?:0x|x)?[0-9a-f]{2}$/i.test(token)) {
    if (current === 'numbers') return 'numbers';
    // A pair of digits belongs to the run in which it stands.
    return current === 'pairs' || !/^\d\d$/.test(token) ? 'pairs' : 'numbers';
  }
  if (/^\d{1,3}$/.test(token)) return 'numbers';
  // Groups of four digits, as in a dump.
  if (/^(?:[0-9a-f]{2}){2,}$/i.test(token) && (current === 'hex' || isHex(token))) return 'hex';
  if (isBase64(token)) return 'base64';
  return current === 'base64' && /^[A-Za-z0-9+/_-]{4,}={0,2}$/.test(token) && isMixed(token) ? 'base64' : undefined;
}

function isHex(token: string): boolean {
  return token.length >= 4 && /\d/.test(token) && /[a-f]/i.test(token) && !/[a-f][A-F]|[A-F][a-f]/.test(token);
}

const shortestBase64 = 16;

/** A token of capital and small letters and digits with no order, as words and names of variables have it. */
function isBase64(token: string): boolean {
  if (token.length < shortestBase64) return false;
  if (token.length > 4096) return isMixed(token.slice(0, 4096));
  return isMixed(token);
}

function isMixed(token: string): boolean {
  let changes = 0;
  let previous = 0;
  let digits = 0;
  for (let at = 0; at < token.length; at += 1) {
    const code = token.charCodeAt(at);
    const kind = code >= 97 && code <= 122 ? 1 : code >= 65 && code <= 90 ? 2 : 3;
    if (kind === 3) digits += 1;
    if (previous !== 0 && kind !== previous) changes += 1;
    previous = kind;
  }
  // Random letters change their kind in 62 of 100 places; camelCase in a fifth of them.
  return changes >= (token.length - 1) * 0.42 && (digits > 0 || token.length < 24) && digits < token.length * 0.6;
}

function decoded({ encoding, parts, length }: Run): Buffer | undefined {
  switch (encoding) {
    case 'base64':
      if (length * 0.75 < leastBytes) return undefined;
      return Buffer.from(parts.map((part) => part.replace(/=+$/, '')).join(''), 'base64');
    case 'hex':
      return length < leastBytes * 2 ? undefined : Buffer.from(parts.join(''), 'hex');
    case 'pairs':
      return parts.length < leastBytes ? undefined : Buffer.from(parts.map((part) => part.slice(-2)).join(''), 'hex');
    case 'bits':
      return parts.length < leastBytes ? undefined : Buffer.from(parts.map((part) => Number.parseInt(part, 2)));
    case 'numbers': {
      if (parts.length < leastBytes) return undefined;
      // Octal numbers have three digits each, and some of them are too large for decimal ones.
      const values = parts.map(Number);
      if (!values.some((value) => value > 255)) return Buffer.from(values);
      return parts.every((part) => /^[0-3][0-7]{2}$/.test(part))
        ? Buffer.from(parts.map((part) => Number.parseInt(part, 8)))
        : undefined;
    }
    case undefined:
      return undefined;
  }
}

/** Runs of groups of the same length, fewer than 16 letters each, that are base64 or hexadecimal when they are joined. */
function* groupedRuns(text: string): Generator<EncodedRun> {
  /** Where the first group begins. */
  let first = 0;
  let groups = 0;
  let length = 0;
  for (let start = 0; (start = nextOf(text, start, groupLetter)) < text.length;) {
    const end = endOfToken(text, start, groupLetter);
    if (groups > 0 && end - start === length) groups += 1;
    else {
      const ended = grouped(text, first, groups);
      if (ended) yield { bytes: ended };
      first = start;
      length = end - start;
      groups = length >= 3 && length < 16 ? 1 : 0;
    }
    start = end;
  }
  const ended = grouped(text, first, groups);
  if (ended) yield { bytes: ended };
}

function grouped(text: string, first: number, groups: number): Buffer | undefined {
  if (groups < leastGroups) return undefined;
  let joined = '';
  for (let start = first, group = 0; group < groups; group += 1) {
    const end = endOfToken(text, start, groupLetter);
    joined += text.slice(start, end);
    start = nextOf(text, end, groupLetter);
  }
  return joined.length >= leastGrouped && isMixed(joined) ? Buffer.from(joined, 'base64') : undefined;
}

/**
 * Whether the text has long words of an alphabet that is not decoded here (base32, base36, base58, base85, base91, digits), in
 * which all letters are about as frequent.
 */
function hasOtherAlphabet(text: string): boolean {
  let joined = '';
  const isRandom = () => joined.length >= leastLetters && isUniform(joined);
  for (let start = 0; start < text.length;) {
    if (joined === '') start = nextLong(text, start);
    if (isWhite(text.charCodeAt(start))) {
      start += 1;
      continue;
    }
    const most = Math.min(text.length, start + longestToken);
    let end = start + 1;
    while (end < most && !isWhite(text.charCodeAt(end))) end += 1;
    if (end - start >= longToken) {
      if (joined.length < sampleLetters) joined += text.slice(start, Math.min(end, start + sampleLetters));
    } else if (joined.length > 0 && end - start > 3) {
      if (isRandom()) return true;
      joined = '';
    }
    start = end;
  }
  return isRandom();
}

const longToken = 32;

/** Where the first word of so many characters begins from an offset on; the end of the text where there is none. */
function nextLong(text: string, from: number): number {
  for (let start = from; start + longToken <= text.length;) {
    // White space at the end of the window rules out all words that begin before it.
    let white = start + longToken - 1;
    while (white >= start && !isWhite(text.charCodeAt(white))) white -= 1;
    if (white < start) return start;
    start = white + 1;
  }
  return text.length;
}

/** White space as regular expressions have it. */
function isWhite(code: number): boolean {
  if (code < 0xa0) return code === 32 || (code >= 9 && code <= 13);
  return code === 0xa0 || code === 0xfeff || (code >= 0x1680 && /\s/.test(String.fromCharCode(code)));
}

function isUniform(word: string): boolean {
  // ASCII85 stands between these marks.
  const sample = word.slice(0, sampleLetters).replace(/^<~|~>$/g, '');
  const counts = new Map<string, number>();
  for (const letter of sample) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  // Uniform digits may be a scale of values.
  if (/^[0-9a-f]+$/i.test(sample)) return looksRandom(Buffer.from(sample, 'hex'));
  // Digits of a famous number, sequences of bases, lines of dashes.
  if (counts.size < 16 || /^[<{][^]*[>}]$/.test(sample)) return false;
  const bits = entropy(counts.values(), sample.length);
  if (bits <= expectedEntropy(sample.length, counts.size) * 0.985) return false;
  // What repeats itself is shorter when it is packed.
  return deflateRawSync(sample).length > (sample.length * bits * 0.9) / 8;
}

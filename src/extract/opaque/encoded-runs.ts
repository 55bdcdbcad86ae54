/** Finds runs of encoded bytes in a text: base64, base32, base85, hexadecimal, numbers, bits, at any length of their lines. */
import { deflateRawSync } from 'node:zlib';
import { entropy, expectedEntropy } from './dense.ts';

export interface EncodedRun {
  /** Decoded; undefined for alphabets that are not decoded here, whose letters are distributed as those of random data. */
  readonly bytes: Buffer | undefined;
}

type Encoding = 'base64' | 'hex' | 'pairs' | 'numbers' | 'bits';

/** Letters of base64 for the bytes that show whether they are random: 160 bytes. */
const leastBase64 = 216;
const leastValues = 160;
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
  for (const [token] of text.matchAll(/[A-Za-z0-9+/_-]{1,100000}={0,2}/g)) {
    const encoding = encodingOf(token, run.encoding);
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

/** A token of capital and small letters and digits with no order, as words and names of variables have it. */
function isBase64(token: string): boolean {
  if (token.length < 16) return false;
  if (token.length > 4096) return isMixed(token.slice(0, 4096));
  return isMixed(token);
}

function isMixed(token: string): boolean {
  let changes = 0;
  let previous = '';
  let digits = 0;
  for (const letter of token) {
    const kind = letter >= 'a' && letter <= 'z' ? 'a' : letter >= 'A' && letter <= 'Z' ? 'A' : '0';
    if (kind === '0') digits += 1;
    if (previous !== '' && kind !== previous) changes += 1;
    previous = kind;
  }
  // Random letters change their kind in 62 of 100 places; camelCase in a fifth of them.
  return changes >= (token.length - 1) * 0.42 && (digits > 0 || token.length < 24) && digits < token.length * 0.6;
}

function decoded({ encoding, parts, length }: Run): Buffer | undefined {
  switch (encoding) {
    case 'base64':
      if (length < leastBase64) return undefined;
      return Buffer.from(parts.map((part) => part.replace(/=+$/, '')).join(''), 'base64');
    case 'hex':
      return length < leastValues * 2 ? undefined : Buffer.from(parts.join(''), 'hex');
    case 'pairs':
      return parts.length < leastValues ? undefined : Buffer.from(parts.map((part) => part.slice(-2)).join(''), 'hex');
    case 'bits':
      return parts.length < leastValues ? undefined : Buffer.from(parts.map((part) => Number.parseInt(part, 2)));
    case 'numbers': {
      const values = parts.map(Number);
      if (values.length < leastValues || values.some((value) => value > 255)) return undefined;
      return Buffer.from(values);
    }
    case undefined:
      return undefined;
  }
}

/** Runs of groups of the same length, fewer than 16 letters each, that are base64 or hexadecimal when they are joined. */
function* groupedRuns(text: string): Generator<EncodedRun> {
  let groups: string[] = [];
  for (const [token] of text.matchAll(/[A-Za-z0-9+/_]{1,100000}/g)) {
    if (groups.length > 0 && token.length === groups[0]!.length) groups.push(token);
    else {
      const ended = grouped(groups);
      if (ended) yield { bytes: ended };
      groups = token.length >= 3 && token.length < 16 ? [token] : [];
    }
  }
  const ended = grouped(groups);
  if (ended) yield { bytes: ended };
}

function grouped(groups: readonly string[]): Buffer | undefined {
  if (groups.length < leastGroups) return undefined;
  const joined = groups.join('');
  return joined.length >= leastBase64 && isMixed(joined) ? Buffer.from(joined, 'base64') : undefined;
}

/**
 * Whether the text has long words of an alphabet that is not decoded here (base32, base36, base58, base85, base91, digits), in
 * which all letters are about as frequent.
 */
function hasOtherAlphabet(text: string): boolean {
  let joined = '';
  const isRandom = () => joined.length >= leastLetters && isUniform(joined);
  for (const [token] of text.matchAll(/\S{1,100000}/g)) {
    if (token.length >= 32) {
      if (joined.length < sampleLetters) joined += token.slice(0, sampleLetters);
    } else if (joined.length > 0 && token.length > 3) {
      if (isRandom()) return true;
      joined = '';
    }
  }
  return isRandom();
}

function isUniform(word: string): boolean {
  const sample = word.slice(0, sampleLetters);
  const counts = new Map<string, number>();
  for (const letter of sample) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  // Digits of a famous number, sequences of bases, lines of dashes.
  if (counts.size < 16 || /[<>{}]/.test(sample.slice(0, 1) + sample.slice(-1))) return false;
  const bits = entropy(counts.values(), sample.length);
  if (bits <= expectedEntropy(sample.length, counts.size) * 0.985) return false;
  // What repeats itself is shorter when it is packed.
  return deflateRawSync(sample).length > (sample.length * bits * 0.9) / 8;
}

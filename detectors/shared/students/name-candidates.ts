/** Runs of words that may be a full name, before anything around them is weighed. */
import type { Span } from '../../detector.ts';
import { nameClass } from '../people/name-table.ts';
import type { Word } from '../people/names.ts';
import { guessPerson, isParticle, nameWords, type PersonGuess } from '../people/person-name.ts';
import type { PartView } from './part-view.ts';
import { cueWords, studentWords } from './student-words.ts';

/** What of a part the search for names looks at. */
type NamedText = Pick<PartView, 'text' | 'words'>;

export interface NameCandidate extends Span {
  /** Folded words, initials and particles among them, in the order of the text. */
  readonly keys: readonly string[];
  readonly guess: PersonGuess;
  /** Written with capital letters. */
  readonly capital: boolean;
}

/** Words of one name at most, particles and initials among them. */
const mostWords = 6;
/** What a pair in small letters must reach: nothing but the words themselves says that it is a name. */
const surePair = 0.44;
/** Lines of a writer who uses no capitals are looked at up to here. */
const longestSmall = 400;

/** By how much the words must be rather a name without the first one. */
const surerWithout = 0.1;

const kept = new WeakMap<readonly Word[], readonly NameCandidate[]>();

/** In order, without overlaps. They are kept while the words are, since several detectors ask for them. */
export function nameCandidates(view: NamedText): readonly NameCandidate[] {
  let known = kept.get(view.words);
  if (!known) {
    known = candidatesIn(view);
    kept.set(view.words, known);
  }
  return known;
}

/** Linear in the number of words: each is in one run. */
function candidatesIn(view: NamedText): NameCandidate[] {
  const { words } = view;
  const found: NameCandidate[] = [];
  for (let first = 0; first < words.length; first += 1) {
    const last = words[first]!.capital ? endOfCapitals(view, first) : endOfSmall(view, first);
    if (last === undefined) continue;
    const candidate = trimmed(view, first, last);
    if (candidate) found.push(candidate);
    first = last;
  }
  return found;
}

/** Last word of a run that begins here; undefined where the word begins no name. */
function endOfCapitals(view: NamedText, first: number): number | undefined {
  const { words, text } = view;
  const begin = words[first]!;
  if (!isNameWord(begin) && !isNameDespite(view, first)) return undefined;
  let last = first;
  for (let next = first + 1; next < words.length && next < first + mostWords; next += 1) {
    const word = words[next]!;
    if (!joined(view, first, next)) break;
    if (isNameWord(word) || isSurnameDespite(view, next)) last = next;
    else if (!isParticle(word.key) || text[word.end] === '.') break;
  }
  return last;
}

/**
 * A given name and a surname in small letters that are no words, `toua lor`, `lupita de león vega`; unusual ones at the head of a line, and
 * where the writer uses no capitals at all.
 */
function endOfSmall(view: NamedText, first: number): number | undefined {
  const { words, text } = view;
  const begin = words[first]!;
  const before = text[begin.start - 1] ?? '\n';
  const { given, word } = nameClass(begin.key);
  if (word > 0 || begin.key.length < 2 || studentWords.relations.has(begin.key) || /[@/.\\_-]/.test(before))
    return undefined;
  const anyName = before === '\n' || isSmallLine(text, begin.start);
  if (given === 0 && !anyName) return undefined;
  let last = first;
  for (let next = first + 1; next < words.length && next < first + mostWords; next += 1) {
    const gap = text.slice(words[next - 1]!.end, words[next]!.start);
    if (gap !== ' ' && gap !== '-') break;
    const known = nameClass(words[next]!.key);
    if (known.word === 0 && (known.family + known.given > 0 || anyName)) last = next;
    else if (!isParticle(words[next]!.key)) break;
  }
  if (last === first || /[@/\\_=]/.test(text[words[last]!.end] ?? ' ')) return undefined;
  return guessPerson(keysOf(view, first, last)).score >= surePair ? last : undefined;
}

/** No letter of the line, or of what is looked at of it, is a capital. */
function isSmallLine(text: string, at: number): boolean {
  const start = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(Math.max(start, at - longestSmall), Math.min(end < 0 ? text.length : end, at + longestSmall));
  return !/\p{Lu}/u.test(line);
}

/** The run without words at its ends that are no names: `Breakfast Kou Vang`, `Kou Vang Thursday`. */
function trimmed(view: NamedText, from: number, to: number): NameCandidate | undefined {
  const { words } = view;
  let first = from;
  let last = to;
  const isOnlyWord = (index: number): boolean => {
    const { given, family, word } = nameClass(words[index]!.key);
    return word > 0 && given === 0 && family === 0;
  };
  while (last - first > 1 && (isOnlyWord(first) || isBeforeName(view, first, last))) first += 1;
  while (last - first > 1 && isOnlyWord(last)) last -= 1;
  while (first < last && isInitial(words[first]!)) first += 1;
  while (first < last && isInitial(words[last]!)) last -= 1;
  const keys = keysOf(view, first, last);
  if (nameWords(keys).length < 2) return undefined;
  return {
    start: words[first]!.start,
    end: words[last]!.end,
    keys,
    guess: guessPerson(keys),
    capital: words[first]!.capital,
  };
}

/** `Little Beckett Moores`: a word that is no given name before what is rather a name without it. */
function isBeforeName(view: NamedText, first: number, last: number): boolean {
  const { given, word } = nameClass(view.words[first]!.key);
  if (word === 0 || given > 0) return false;
  return guessPerson(keysOf(view, first + 1, last)).score > guessPerson(keysOf(view, first, last)).score + surerWithout;
}

function keysOf(view: NamedText, first: number, last: number): string[] {
  return view.words.slice(first, last + 1).map((word) => word.key);
}

function joined(view: NamedText, first: number, next: number): boolean {
  const { words, text } = view;
  const before = words[next - 1]!;
  const gap = text.slice(before.end, words[next]!.start);
  if (gap === ' ' || gap === '-' || gap === '\u00a0') return true;
  if (gap === '. ' && isInitial(before)) return true;
  if (isNickname(text, before, words[next]!, gap)) return true;
  if (isSpacedOut(before) && isSpacedOut(words[next]!)) return /^\s{1,4}$/.test(gap);
  return (gap === ', ' || gap === ',') && isReversed(view, first, next);
}

/** `Nayeli "Nay" Sotelo`, `Domingos (Mingo) Barboza`: into the quotation marks or brackets, and out of them. */
function isNickname(text: string, before: Word, word: Word, gap: string): boolean {
  if (/^ ["“'‘(]$/.test(gap)) return /["”'’)]/.test(text[word.end] ?? '');
  return /^["”'’)] $/.test(gap) && /["“'‘(]/.test(text[before.start - 1] ?? '');
}

/** Its letters were written apart: `K n u t s o n`. */
function isSpacedOut(word: Word): boolean {
  return word.end - word.start >= 2 * word.key.length - 1 && word.key.length > 3;
}

/** What a name in reversed order follows inside a sentence: records are filed so. */
const spokenOf = cueWords.pattern(String.raw`(?:\b<beforeReversed>|:|#)\s?:?\s?$`, 'i');

/** `"Berg, Katya`: in quotation marks, or at the head of a line where the table knows them in that order and a gap between columns or no sentence follows. */
function isReversed(view: NamedText, first: number, next: number): boolean {
  const { words, text } = view;
  if (isTwoPeople(view, first, next)) return false;
  const mark = text[words[first]!.start - 1];
  if (mark === '"' || mark === '“') return true;
  const after = /^(?:[ -]\p{L}[\p{L}'’.-]*){0,2}(?: {2}|[ \t]*(?:$|[\n:;(|\t\d–—,]|-\s|\s-\s|gr\b))/u;
  const head = text.slice(Math.max(0, words[first]!.start - 24), words[first]!.start);
  const family = words.slice(first, next).some((word) => nameClass(word.key).family > 0 || isUnusual(word.key));
  const given = nameClass(words[next]!.key).given > 0 || isUnusual(words[next]!.key);
  if (family && given && spokenOf.test(head) && !(isUnusual(words[first]!.key) && isUnusual(words[next]!.key)))
    return true;
  if (!/(?:^|\n|\|)[\s>*•\d.)-]{0,5}$/.test(head)) return false;
  return family && given && after.test(text.slice(words[next]!.end, words[next]!.end + 40));
}

/** `Leland Benally, Rita Nez`: a given name and a surname on both sides of the comma. */
function isTwoPeople(view: NamedText, first: number, next: number): boolean {
  const { words, text } = view;
  const last = words[next + 1];
  if (next - first < 2 || !last || text.slice(words[next]!.end, last.start) !== ' ') return false;
  const surname = nameClass(last.key);
  return last.capital && nameClass(words[first]!.key).given > 0 && surname.given === 0 && surname.word === 0;
}

function isUnusual(key: string): boolean {
  const { given, family, word } = nameClass(key);
  return given === 0 && family === 0 && word === 0;
}

function isNameWord(word: Word): boolean {
  return (
    word.capital &&
    !studentWords.notNames.has(word.key) &&
    !studentWords.relations.has(word.key) &&
    !studentWords.studentBefore.has(word.key)
  );
}

/** `Will Turner`, `April Jones`: a word of another meaning before a surname. */
function isNameDespite(view: NamedText, index: number): boolean {
  const word = view.words[index]!;
  const next = view.words[index + 1];
  if (!next || view.text.slice(word.end, next.start) !== ' ' || nameClass(word.key).given < 2) return false;
  return isNameWord(next) && nameClass(next.key).family > 0;
}

/** `Mee Her`, `Linh Do`: inside a sentence such a word has a capital only where it is a surname. */
function isSurnameDespite(view: NamedText, index: number): boolean {
  const word = view.words[index]!;
  const before = view.words[index - 1]!;
  if (!word.capital || view.text.slice(before.end, word.start) !== ' ') return false;
  const raw = view.text.slice(before.start, word.end);
  return (
    nameClass(word.key).family > 1 && nameClass(before.key).given > 0 && isNameWord(before) && raw !== raw.toUpperCase()
  );
}

function isInitial(word: Word): boolean {
  return word.end - word.start === 1;
}

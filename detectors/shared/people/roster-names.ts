/** Finds full names of students of the roster in a text, through the look-ups of the directory. */
import type { DirectoryLookup, DirectoryPerson, NamedPerson } from '../../detector.ts';
import { particles } from './name-forms.ts';
import { nameWords } from './name-particles.ts';
import { nameClass } from './name-table.ts';
import type { Word } from './names.ts';

export interface NameMatch {
  readonly start: number;
  readonly end: number;
  /** More than one where namesakes are on the roster. */
  readonly people: readonly DirectoryPerson[];
  readonly form: 'first-last' | 'last-first';
  /** The whole given name or a preferred name stands there, not a short form or a part of it. */
  readonly exact: boolean;
  /** A middle name or nickname stands in it that the roster does not have. */
  readonly further: boolean;
  /** Given and family name begin with capitals. */
  readonly capital: boolean;
  /** Folded words that the name was found by. */
  readonly given: string;
  readonly family: string;
}

export interface NameIndex {
  /** Matches in order, without overlaps. Linear in the number of words. */
  find(text: string, words: readonly Word[]): NameMatch[];
}

type Names = Pick<DirectoryLookup, 'isGivenName' | 'isFamilyName' | 'peopleNamed'>;

/** Students of a directory by name. Makes nothing: the index is the directory's. */
export function rosterNames(directory: Names): NameIndex {
  return {
    find(text, words) {
      const found: NameMatch[] = [];
      let floor = 0;
      for (let i = 0; i < words.length;) {
        const { key } = words[i]!;
        const match =
          (directory.isGivenName(key) && matchFrom(text, words, i, floor, 'first-last', directory)) ||
          (directory.isFamilyName(key) &&
            !isTitled(text, words, i) &&
            matchFrom(text, words, i, floor, 'last-first', directory));
        if (match) {
          found.push(match.name);
          floor = match.next;
          i = match.next;
        } else i += 1;
      }
      return found;
    },
  };
}

const reach = 5;
const titles = nameWords.phrases('titles');

/** `Mrs. Washington, Tyrese Washington has a B`: who is spoken to, and then a name of its own. */
function isTitled(text: string, words: readonly Word[], at: number): boolean {
  const before = words[at - 1];
  return before !== undefined && titles.has(before.key) && /^\.? $/.test(text.slice(before.end, words[at]!.start));
}

function matchFrom(
  text: string,
  words: readonly Word[],
  from: number,
  floor: number,
  form: NameMatch['form'],
  directory: Names,
): { name: NameMatch; next: number } | undefined {
  for (let to = from + 1; to <= from + reach && to < words.length; to += 1) {
    if (!joined(text, words[to - 1]!, words[to]!, form)) return undefined;
    const [given, family] = form === 'first-last' ? [words[from]!, words[to]!] : [words[to]!, words[from]!];
    const between = words.slice(from + 1, to);
    const entries = directory
      .peopleNamed('student', given.key, family.key)
      .filter((entry) =>
        between.every(
          (word) =>
            word.end - word.start === 1 ||
            entry.own.has(word.key) ||
            particles.has(word.key) ||
            isFurtherName(text, word, words[from]!),
        ),
      );
    if (entries.length > 0) return finish(text, words, from, floor, to, form, entries, given, family);
  }
  return undefined;
}

/** `Maya Elizabeth Thompson`, `Maya "Bug" Thompson`: a middle name or a nickname that the roster does not have. */
function isFurtherName(text: string, word: Word, first: Word): boolean {
  if (/["“”'’(]/.test(text[word.start - 1] ?? '') && /["“”'’)]/.test(text[word.end] ?? '')) return true;
  const { given, family, word: common } = nameClass(word.key);
  if (word.capital !== first.capital) return false;
  return given + family > 0 ? common === 0 || word.capital : word.capital && common === 0;
}

function finish(
  text: string,
  words: readonly Word[],
  from: number,
  floor: number,
  to: number,
  form: NameMatch['form'],
  entries: readonly NamedPerson[],
  given: Word,
  family: Word,
): { name: NameMatch; next: number } {
  let last = to;
  while (
    last + 1 < words.length &&
    last < to + reach &&
    joined(text, words[last]!, words[last + 1]!, 'first-last') &&
    entries.some((entry) => entry.own.has(words[last + 1]!.key))
  ) {
    last += 1;
  }
  // VAN DER in front of MEER, SASKIA.
  let first = from;
  while (
    form === 'last-first' &&
    first > floor &&
    joined(text, words[first - 1]!, words[first]!, 'first-last') &&
    entries.some((entry) => entry.own.has(words[first - 1]!.key))
  ) {
    first -= 1;
  }
  const between = words.slice(first + 1, last);
  const keys = new Set(words.slice(first, last + 1).map((word) => word.key));
  const whole = entries.filter((entry) => entry.given.length > 0 && entry.given.every((key) => keys.has(key)));
  const kept = whole.length > 0 ? whole : entries;
  // Of Mai Vang and Mai See Vang, the words "Mai See Vang" mean the second.
  const most = Math.max(...kept.map((entry) => overlap(entry, keys)));
  const people = kept.filter((entry) => overlap(entry, keys) === most).map((entry) => entry.person);
  return {
    name: {
      start: words[first]!.start,
      end: words[last]!.end,
      people,
      form,
      exact: whole.length > 0,
      further: between.some((word) => !kept.some((entry) => entry.own.has(word.key)) && word.end - word.start > 1),
      capital: given.capital && family.capital,
      given: given.key,
      family: family.key,
    },
    next: last + 1,
  };
}

function overlap(entry: NamedPerson, keys: ReadonlySet<string>): number {
  let count = 0;
  for (const key of entry.own) if (keys.has(key)) count += 1;
  return count;
}

/** Whether two words may belong to one name by what stands between them. */
function joined(text: string, before: Word, after: Word, form: NameMatch['form']): boolean {
  const length = after.start - before.end;
  if (length > 10) return false;
  const gap = text.slice(before.end, after.start);
  if (gap === ' ' || gap === '-') return true;
  const initial = before.end - before.start === 1 && gap.startsWith('.');
  const rest = initial ? gap.slice(1) : gap;
  // A comma joins "Last, First", and the cells of a row: between cells there is no space after it.
  const comma = form === 'last-first' ? /^[ "“”]*,[ "“”]*$/ : /^["“”]*,["“”]*$/;
  return /^[ \u00a0\t|"“”'’()*_‐‑–-]*\n?[ \u00a0\t>"“(*_]*$/.test(rest) || comma.test(rest);
}

/** The one line that says what a held message would disclose and to whom, without a word of the message. */
import { countedWords, seriousnessLevels, type FindingWords } from '../../../../detectors/finding-words.ts';
import { knownCodes, wordsOfCode } from '../../../../detectors/words.ts';
import { capitalised, codeTitle } from './titles.ts';

export interface FoundCode {
  readonly code: string;
  readonly findings: number;
  /** Distinct students whom these findings are about; 0 where none is known. */
  readonly students: number;
}

export interface Consequence {
  readonly found: readonly FoundCode[];
  /** Codes of the verdict: those of `found` and of what could not be read or checked. */
  readonly codes: readonly string[];
  /** Distinct students in all findings. */
  readonly students: number;
  readonly reaches: readonly string[];
}

/**
 * `12 students’ home addresses and phone numbers to printco.example`: every kind of data that was found, the most serious
 * first, and what could not be checked. Only the recipients are shortened.
 */
export function headlineOf(consequence: Consequence): string {
  const { found, codes, reaches } = consequence;
  const others = codes.filter((code) => !found.some((entry) => entry.code === code));
  const data = phrasesOf([...found].sort(bySeriousness), consequence.students);
  const kinds = [...new Set([...data, ...others.map((code) => lowerFirst(codeTitle(code)))])];
  const [to, ...further] = reaches;
  const recipients = to === undefined ? '' : ` to ${to}${further.length > 0 ? ` and ${further.length} more` : ''}`;
  return `${capitalised(listed(kinds.length > 0 ? kinds : [lowerFirst(codeTitle('scan.unknown'))]))}${recipients}`;
}

function bySeriousness(a: FoundCode, b: FoundCode): number {
  return rankOf(a.code) - rankOf(b.code) || b.students - a.students || b.findings - a.findings || order(a) - order(b);
}

/** Codes without words come last. */
function rankOf(code: string): number {
  const words = wordsOfCode(code);
  return words ? seriousnessLevels.indexOf(words.seriousness) : seriousnessLevels.length;
}

const order = ({ code }: FoundCode): number => knownCodes.indexOf(code);

/** Kinds of data; `owners` is a number of students where they are what those students own. */
interface Kinds {
  readonly owners?: number;
  readonly kinds: string[];
}

/** What students own is put together only where it is certain that they are the same students: all of those found. */
function phrasesOf(found: readonly FoundCode[], allStudents: number): string[] {
  const groups: Kinds[] = [];
  for (const entry of found) {
    const words = wordsOfCode(entry.code);
    if (words?.headline.of !== 'students') {
      groups.push({ kinds: [words ? countedKind(entry, words) : lowerFirst(codeTitle(entry.code))] });
      continue;
    }
    const kind = entry.students === 1 ? words.headline.one : words.headline.other;
    const same = groups.find(({ owners }) => owners === entry.students && owners === allStudents);
    if (same) same.kinds.push(kind);
    else groups.push({ owners: entry.students, kinds: [kind] });
  }
  return groups.map(({ owners, kinds }) => (owners === undefined ? '' : `${ownersInWords(owners)} `) + listed(kinds));
}

function countedKind({ students, findings }: FoundCode, { counts, headline }: FindingWords): string {
  return countedWords(headline, counts === 'students' ? students : findings);
}

function ownersInWords(students: number): string {
  if (students === 0) return 'students’';
  return students === 1 ? '1 student’s' : `${students.toLocaleString('en-US')} students’`;
}

/** `a, b and c` */
function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Titles that begin with an abbreviation stay as they are: `PIN`. */
function lowerFirst(title: string): string {
  return /^\p{Lu}(?!\p{Lu})/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

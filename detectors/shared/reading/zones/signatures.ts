/** Finds signatures: short, about their writer, at the end of a voice or below a closing. */
import { foldName } from '../../people/names.ts';
import type { Zone } from './zone.ts';
import type { TextLine } from './units.ts';
import { foldedWords, mailPhrases, signatureWords as vocabulary, type FoldedWord } from './vocabulary.ts';
import { isHeading, type Voice } from './voices.ts';

const longestLine = 170;
const mostWords = 24;
const mostLines = 10;
/** Lines with less are not about the writer. */
const least = 0.5;
/** What a block needs at the end of a voice, and anywhere else. */
const enoughAtEnd = 2.2;
const enoughAbove = 4.5;
const { pattern, phrases } = mailPhrases;
const phone = pattern(String.raw`(?:\d[-. ()]{0,2}){6}\d|\b<extensions>\.? ?\d{3,5}\b`, 'i');
const stateAndZip = /\b[A-Z]{2}\.?,? \d{5}\b/;
const address = pattern(String.raw`\b\d{1,6} [\p{L}\d][\p{L}\d.' ]{1,40}\b<streetWords>\b`, 'iu');
const motto = pattern(String.raw`^<mottos> `, 'i');
const [ofTitles, afterOfTitles] = [phrases('ofTitles'), phrases('afterOfTitles')];

/** A town before its state and zip, and what parts a line. */
const town = /(?:^|[,|·•]) ?(?:\p{L}[\p{L}.'-]{1,20} ){0,2}\p{L}[\p{L}.'-]{1,20},? [A-Z]{2}\.?,? \d{5}/u;
const separator = /[,|·•;()–—\t"“”]|\/| {2}| - /;
/** People say how they are called. */
const pronouns = phrases('pronouns');

interface LineScore {
  readonly score: number;
  /** The writer's name stands in it. */
  readonly names: boolean;
  /** Both names, or a title and one of them. */
  readonly fully: boolean;
  readonly device: boolean;
  /** Words of which nothing is known. */
  readonly unknown: number;
  /** A title or an organisation stands in it. */
  readonly own: boolean;
}

const nothing: LineScore = { score: -3, names: false, fully: false, device: false, unknown: 9, own: false };

/** Signatures of a voice. @param covered whether a line is a footer, meeting block or the like already */
export function signatureZones(
  text: string,
  lines: readonly TextLine[],
  voice: Voice,
  covered: (line: TextLine) => boolean,
): Zone[] {
  const found: Zone[] = [];
  const scores = new Map<number, LineScore>();
  const scoreAt = (at: number): LineScore => {
    const known = scores.get(at);
    if (known) return known;
    const line = lines[at]!;
    const score = isHeading(text, line) ? nothing : scoreOf(text, line, voice.writer);
    scores.set(at, score);
    return score;
  };
  const end = lastLine(lines, voice, covered);
  for (let at = voice.from; at < end; at += 1) {
    const line = lines[at]!;
    if (line.blank || covered(line) || line.end - line.content > longestLine) continue;
    if (!mayBeAnchor(text, line, voice.writer)) continue;
    if (!isAnchor(text, lines, at, voice, scoreAt, covered)) continue;
    const to = blockEnd(text, lines, at, end, covered, scoreAt);
    if (to === undefined) continue;
    const total = sum(at, to, scoreAt);
    if (total < (to >= end ? enoughAtEnd : enoughAbove)) continue;
    found.push({ zone: 'signature', start: line.start, end: lines[to - 1]!.end });
    at = to - 1;
  }
  const card =
    found.at(-1)?.end === lines[end - 1]?.end ? undefined : cardAtEnd(text, lines, voice, end, covered, scoreAt);
  return card ? [...found, card] : found;
}

function sum(from: number, to: number, scoreAt: (at: number) => LineScore): number {
  let total = 0;
  for (let at = from; at < to; at += 1) total += Math.max(0, scoreAt(at).score);
  return total;
}

/** Behind the last line of the voice that is neither empty nor a footer. */
function lastLine(lines: readonly TextLine[], voice: Voice, covered: (line: TextLine) => boolean): number {
  let end = voice.to;
  while (end > voice.from && (lines[end - 1]!.blank || covered(lines[end - 1]!))) end -= 1;
  return end;
}

/** Most lines are told from the beginning of a signature without weighing their words. */
function mayBeAnchor(text: string, line: TextLine, writer: readonly string[]): boolean {
  const written = foldName(text.slice(line.content, line.end));
  return (
    written.startsWith('--') ||
    writer.some((name) => written.includes(name)) ||
    vocabulary.devices.some((phrase) => written.startsWith(phrase[0]!))
  );
}

/** Where a signature may begin: the line `--`, a line with the writer's name, one of a device. */
function isAnchor(
  text: string,
  lines: readonly TextLine[],
  at: number,
  voice: Voice,
  scoreAt: (at: number) => LineScore,
  covered: (line: TextLine) => boolean,
): boolean {
  const line = lines[at]!;
  if (/^--\s*$/.test(text.slice(line.content, line.end))) return true;
  const score = scoreAt(at);
  if (score.device) return true;
  if (!score.names || score.score < 1) return false;
  const above = at > voice.from ? lines[at - 1]! : undefined;
  return score.fully || above === undefined || above.blank || covered(above) || isClosing(text, above);
}

function isClosing(text: string, line: TextLine): boolean {
  if (line.end - line.content > 40) return false;
  const words = foldedWords(text, line.content, line.end)
    .map(({ key }) => key)
    .join(' ');
  return vocabulary.closings.has(words);
}

/** Behind the last line that is about the writer; undefined where the block is none. */
function blockEnd(
  text: string,
  lines: readonly TextLine[],
  from: number,
  end: number,
  covered: (line: TextLine) => boolean,
  scoreAt: (at: number) => LineScore,
): number | undefined {
  let to = from + 1;
  let blanks = 0;
  for (let at = from + 1; at < end && at - from < mostLines + blanks; at += 1) {
    const line = lines[at]!;
    if (line.blank) {
      blanks += 1;
      if (blanks > 2) break;
      continue;
    }
    if (covered(line)) break;
    const { score, unknown } = scoreAt(at);
    const isShort = unknown === 1 && score > -1 && at === to;
    if (score >= least || isShort || (isMotto(text, line) && at === to)) to = at + 1;
    else break;
  }
  return to;
}

/** `"Do what you can"`, in quotation marks or capital letters. */
function isMotto(text: string, line: TextLine): boolean {
  const written = text.slice(line.content, line.end);
  if (written.length > 120) return false;
  return (
    (/^["“*].{4,110}["”*.]?/.test(written) && !/\d{3}/.test(written)) ||
    (written.length < 40 && /^[A-Z !'.&-]{4,}$/.test(written) && !/^[A-Z]+ [A-Z]+$/.test(written)) ||
    (motto.test(written) && written.length < 40)
  );
}

/** Title, school and phone at the end of a voice without the name that the header says. */
function cardAtEnd(
  text: string,
  lines: readonly TextLine[],
  voice: Voice,
  end: number,
  covered: (line: TextLine) => boolean,
  scoreAt: (at: number) => LineScore,
): Zone | undefined {
  let from = end;
  let total = 0;
  let organised = false;
  for (let at = end - 1; at >= voice.from && end - at <= mostLines; at -= 1) {
    const line = lines[at]!;
    if (line.blank || covered(line)) break;
    const { score, unknown, own } = scoreAt(at);
    if (unknown > 3) break;
    if (score < 1 && !(isMotto(text, line) && at === end - 1)) break;
    organised ||= own;
    total += Math.max(0, score);
    from = at;
  }
  const above = lines[from - 1];
  const standsApart = from > voice.from && above !== undefined && (above.blank || isClosing(text, above));
  return from < end && organised && total >= enoughAtEnd && standsApart
    ? { zone: 'signature', start: lines[from]!.start, end: lines[end - 1]!.end }
    : undefined;
}

function scoreOf(text: string, line: TextLine, writer: readonly string[]): LineScore {
  if (line.end - line.content > longestLine) return nothing;
  const written = text.slice(line.content, line.end);
  const words = foldedWords(text, line.content, line.end);
  if (words.length > mostWords) return nothing;
  if (isDevice(words)) return { ...nothing, score: 3, device: true };
  if (words.length === 0) return { ...nothing, score: /^--/.test(written) ? 1 : 0 };
  return weigh(written, words, writer, line.content);
}

function isDevice(words: readonly FoldedWord[]): boolean {
  if (words.length > 9) return false;
  return vocabulary.devices.some((phrase) => phrase.every((word, at) => words[at]?.key === word));
}

function weigh(written: string, words: readonly FoldedWord[], writer: readonly string[], from: number): LineScore {
  const { names, titles, places, against, unknown } = countWords(written, words, writer, from);
  const isStreet = address.test(written) || stateAndZip.test(written);
  const hasMark = /[|·•,/–—]| - |\t/.test(written);
  const score =
    Math.min(names, 2) * 1.25 +
    Math.min(titles, 3) +
    Math.min(places, 2) * 0.75 +
    (phone.test(written) ? 1 : 0) +
    (isStreet ? 0.75 : 0) +
    (/@[\w.-]+\.\w|\bwww\.|https?:/.test(written) ? 1 : 0) +
    (hasMark && (titles > 0 || names > 0) ? 0.5 : 0) -
    1.25 * against -
    unknown -
    (/[\p{Ll}]{2}[.!?]$/u.test(written) && words.length > 6 ? 1.5 : 0);
  const isLong = words.length > 14 && titles + places + names < words.length / 4;
  return {
    score: isLong ? score - 2 : score,
    names: names > 0,
    fully: names > 1 || (names > 0 && titles > 0 && words.length <= 6) || (names > 0 && places > 1 && hasMark),
    device: false,
    unknown: unknown + against * 2,
    own: titles + places > 0,
  };
}

interface WordCounts {
  names: number;
  titles: number;
  places: number;
  against: number;
  unknown: number;
}

/** Unknown words are explained by what they stand beside: `Elm Grove` by `School`, `Fennel` by `12` and `Lane`, a town by its state. */
function countWords(
  written: string,
  words: readonly FoldedWord[],
  writer: readonly string[],
  from: number,
): WordCounts {
  const counts: WordCounts = { names: 0, titles: 0, places: 0, against: 0, unknown: 0 };
  const streets = [address, town].map((pattern) => pattern.exec(written)).filter((match) => match !== null);
  const isOfStreet = (at: number) => streets.some(({ index, 0: street }) => index <= at && at < index + street.length);
  let run = 0;
  let explained = 0;
  for (const [at, { key, start }] of words.entries()) {
    if (at > 0 && separator.test(written.slice(words[at - 1]!.end - from, start - from))) [run, explained] = [0, 0];
    const kind = kindOf(key, words[at + 1]?.key, writer);
    if (kind === 'unknown') {
      if (isOfStreet(start - from)) continue;
      if (explained > 0) explained -= 1;
      else {
        run += 1;
        counts.unknown += 1;
      }
      continue;
    }
    if (kind) counts[kind] += 1;
    if (kind !== 'titles' && kind !== 'places') continue;
    counts.unknown -= Math.min(run, 3);
    [run, explained] = [0, kind === 'places' ? 2 : 1];
  }
  return counts;
}

function kindOf(key: string, next: string | undefined, writer: readonly string[]): keyof WordCounts | undefined {
  const isInitial =
    key.length === 1 && next !== undefined && writer.includes(next) && writer.some((name) => name.startsWith(key));
  if (writer.includes(key) || isInitial) return 'names';
  if (/\d/.test(key)) return undefined;
  if (vocabulary.against.has(key) && !pronouns.has(key) && !isTitleWord(key, next)) return 'against';
  if (vocabulary.titles.has(key)) return 'titles';
  if (vocabulary.places.has(key)) return 'places';
  const isPlain = vocabulary.streets.has(key) || vocabulary.labels.has(key) || vocabulary.states.has(key);
  return isPlain || key.length <= 1 ? undefined : 'unknown';
}

/** `Student Teacher`, `Student Services`, `Parent Liaison` */
function isTitleWord(key: string, next: string | undefined): boolean {
  if (!ofTitles.has(key)) return false;
  return next !== undefined && (vocabulary.titles.has(next) || vocabulary.places.has(next) || afterOfTitles.has(next));
}

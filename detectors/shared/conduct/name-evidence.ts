/** Weighs whether a word that swears or insults stands for a person or a place: "Dr. Boner", "Cumming, Georgia". */
import { z } from 'zod';
import type { ExtractedPart, Span } from '../../detector.ts';
import { foldName } from '../people/names.ts';
import { nameClass } from '../people/name-table.ts';
import { readYamlFile } from '../text/data-file.ts';

const wordSet = z.string().transform((text): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean)));
const cues = readYamlFile(
  new URL('./name-cues.yaml', import.meta.url),
  z.strictObject({ titles: wordSet, places: wordSet, regions: wordSet, names: wordSet, towns: wordSet }),
);

/** Log-odds of each piece of evidence, set by hand. */
const weights = {
  title: 4,
  placeAfter: 4,
  regionAfter: 4,
  /** By class of the given name before it, as in the name table. */
  givenBefore: [0, 1.6, 2.6, 2.6],
  initialBefore: 2.2,
  surnameBeside: 1.6,
  unknownAfter: 1.2,
  listed: 1.2,
  known: 1.2,
  inSentence: 0.8,
  nameLine: 1.8,
  address: 4.5,
  lowerCase: -2.5,
} as const;
/** Names have no more words than this between a title and the last one. */
const mostWords = 3;
const reach = 80;

interface Neighbour {
  readonly key: string;
  readonly capital: boolean;
  /** One letter, with or without a full stop. */
  readonly initial: boolean;
}

/**
 * Log-odds that the word at the span is a name, at least 0: to be taken from the log-odds that it swears. Only single words
 * are names.
 */
export function nameEvidence(part: ExtractedPart, span: Span): number {
  const { text } = part;
  const word = text.slice(span.start, span.end);
  if (/[^\p{L}\p{M}'’-]/u.test(word)) return 0;
  if (insideAddress(text, span)) return weights.address;
  const before = wordsBefore(text, span.start);
  const after = wordsAfter(text, span.end);
  if (isCommand(text, span.end)) return 0;
  const capital = isCapital(word);
  let odds = titleBefore(before) ? weights.title : 0;
  if (!capital) return Math.max(0, odds === 0 ? 0 : odds + weights.lowerCase + known(word));
  odds += known(word) + placeAfter(text, span.end, after);
  odds += listNeighbours(text, span);
  // Where everything is in capitals they say nothing.
  if (!/^\p{Lu}{2}/u.test(word)) {
    odds += personBeside(before[0], after[0]);
    if (before.length > 0) odds += weights.inSentence;
  }
  if (isNameLine(text, span)) odds += weights.nameLine;
  return Math.max(0, odds);
}

/** Whether the word is among those of the lexicons that people are called. */
export function isListedName(word: string): boolean {
  return cues.names.has(foldName(word));
}

/** Whether the word names a town: then it may be one although nobody is called so. */
export function isTownName(word: string): boolean {
  return cues.towns.has(foldName(word));
}

/** Log-odds that the word at the span is a town with its region, or a street, park or school. */
export function placeEvidence(part: ExtractedPart, { start, end }: Span): number {
  if (!isCapital(part.text.slice(start, end))) return 0;
  return placeAfter(part.text, end, wordsAfter(part.text, end));
}

function known(word: string): number {
  const key = foldName(word);
  const { given, family } = nameClass(key);
  return cues.names.has(key) || given + family > 0 ? weights.known : 0;
}

function titleBefore(before: readonly Neighbour[]): boolean {
  for (const { key, capital, initial } of before) {
    if (cues.titles.has(key)) return true;
    if (!capital && !initial) return false;
  }
  return false;
}

function placeAfter(text: string, end: number, after: readonly Neighbour[]): number {
  for (const { key, capital } of after) {
    if (!capital) break;
    if (cues.places.has(key)) return weights.placeAfter;
  }
  const region = /^(?:,| in)\s+(\p{Lu}[\p{L}.]*(?: \p{Lu}\p{L}+)?)/u.exec(text.slice(end, end + reach))?.[1];
  if (region === undefined) return 0;
  return region.split(' ').some((word) => cues.regions.has(foldName(word).replaceAll('.', '')))
    ? weights.regionAfter
    : 0;
}

function personBeside(before: Neighbour | undefined, after: Neighbour | undefined): number {
  let odds = 0;
  if (before?.initial && before.capital) odds += weights.initialBefore;
  else if (before?.capital && !cues.titles.has(before.key)) {
    const { given, family, word } = nameClass(before.key);
    odds += word < 2 || given > 1 ? Math.max(weights.givenBefore[given]!, family > 0 ? weights.surnameBeside : 0) : 0;
  }
  if (after?.capital && !after.initial) {
    const { given, family, word } = nameClass(after.key);
    if (given + family > 0 && word < 2) odds += weights.surnameBeside;
    else if (word === 0) odds += weights.unknownAfter;
  }
  return odds;
}

/** In "Lopez, Fux and Boner" the names beside it speak for it. */
function listNeighbours(text: string, { start, end }: Span): number {
  const before = /(\p{Lu}[\p{L}'’-]+)\s*(?:,|;|,? and|,? y|&)\s+$/u.exec(text.slice(Math.max(0, start - reach), start));
  const after = /^\s*(?:,|;|,? and|,? y|&)\s+(\p{Lu}[\p{L}'’-]+)/u.exec(text.slice(end, end + reach));
  let odds = 0;
  for (const match of [before, after]) {
    if (!match) continue;
    const { given, family, word } = nameClass(foldName(match[1]!));
    if ((given + family > 0 && word < 2) || cues.names.has(foldName(match[1]!))) odds += weights.listed;
  }
  return odds;
}

const nameLine = /^(?:(?:[-*•]|\d{1,3}[.)])\s)?\p{Lu}[\p{L}'’.-]*(?:,?\s\p{Lu}[\p{L}'’.-]*){1,3}$/u;

/** A line of a list of names: two to four capitalized words, and the line above or below is one as well. */
function isNameLine(text: string, { start, end }: Span): boolean {
  const before = text.slice(Math.max(0, start - 2 * reach), start).split('\n');
  const after = text.slice(end, end + 2 * reach).split('\n');
  const line = before.at(-1)! + text.slice(start, end) + after[0]!;
  if (!isNames(line)) return false;
  return [before.at(-2), after[1]].some((beside) => beside !== undefined && isNames(beside) && holdsName(beside));
}

function isNames(line: string): boolean {
  return line.length <= reach && nameLine.test(line.trim());
}

function holdsName(line: string): boolean {
  return (line.match(/\p{L}[\p{L}'’]+/gu) ?? []).some((word) => {
    const { given, family, word: common } = nameClass(foldName(word));
    return given + family > 0 && common < 2;
  });
}

/** "Fuk you", "Fux off": whatever its capital, it is a verb. */
function isCommand(text: string, end: number): boolean {
  return /^[,!]?\s+(?:you|u|ya|your|off|this|that|these|those|it|him|her|them|me|us|up|all|everyone|everybody|yourself|the|madre|tu)\b/i.test(
    text.slice(end, end + 24),
  );
}

/** Inside an e-mail address or a link. */
function insideAddress(text: string, { start, end }: Span): boolean {
  const from = Math.max(0, start - reach);
  const before = /[^\s<>"'()]*$/.exec(text.slice(from, start))![0];
  const after = /^[^\s<>"'()]*/.exec(text.slice(end, end + reach))![0];
  const token = before + text.slice(start, end) + after;
  return /^[\w.+-]+@[\w-]+\.[\w.-]+$|^(?:mailto:|https?:\/\/|www\.)\S+$/i.test(token);
}

function isCapital(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}

/** Up to three words before the place in the same sentence, the nearest first. A title's full stop and an initial's end none. */
function wordsBefore(text: string, at: number): Neighbour[] {
  const found: Neighbour[] = [];
  let rest = text.slice(Math.max(0, at - reach), at);
  while (found.length < mostWords) {
    const match = /(\p{L}[\p{L}\p{M}'’-]*)(\.?)([ \t\u00a0\n]{1,8})$/u.exec(rest);
    if (!match || match[3]!.split('\n').length > 2) break;
    const key = foldName(match[1]!);
    const initial = key.length === 1;
    if (match[2] === '.' && !initial && !cues.titles.has(key)) break;
    found.push({ key, capital: isCapital(match[1]!), initial });
    rest = rest.slice(0, match.index);
  }
  return found;
}

function wordsAfter(text: string, at: number): Neighbour[] {
  const found: Neighbour[] = [];
  let rest = text.slice(at, at + reach);
  while (found.length < mostWords) {
    const match = /^(?:['’]s)?[ \t\u00a0]+\n?(\p{L}[\p{L}\p{M}'’-]*)/u.exec(rest);
    if (!match) break;
    const key = foldName(match[1]!);
    found.push({ key, capital: isCapital(match[1]!), initial: key.length === 1 });
    rest = rest.slice(match[0].length);
  }
  return found;
}

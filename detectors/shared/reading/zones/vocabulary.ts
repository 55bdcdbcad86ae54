/** The words that show zones, and how they are found in a run of words. */
import { z } from 'zod';
import { foldName } from '../../people/names.ts';
import { readYamlFile } from '../../text/data-file.ts';
import { readPhrases } from '../../text/phrase-pattern.ts';

export type CueZone = 'legal' | 'list' | 'meeting' | 'auto';

/** A cue in a run of words. */
export interface Cue {
  readonly zone: CueZone;
  readonly weight: number;
  /** Index of its first word, and of the word behind it. */
  readonly from: number;
  readonly to: number;
}

export interface FoldedWord {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const weights = z.strictObject({ 3: z.string(), 2: z.string(), 1: z.string() });
const schema = z.strictObject({
  legal: weights,
  list: weights,
  meeting: weights,
  auto: weights,
  autoSubject: z.strictObject({ 3: z.string(), 2: z.string() }),
  signature: z.strictObject({
    titles: z.string(),
    places: z.string(),
    streets: z.string(),
    labels: z.string(),
    closings: z.string(),
    devices: z.string(),
    against: z.string(),
  }),
  states: z.string(),
});

/** What mail programs write between messages, and words of the lines around footers, meetings and signatures. */
export const mailPhrases = readPhrases(new URL('./mail-phrases.yaml', import.meta.url));

interface Entry {
  readonly zone: CueZone;
  readonly weight: number;
  readonly rest: readonly string[];
}

const data = readYamlFile(new URL('./zone-words.yaml', import.meta.url), schema);
const entries = new Map<string, Entry[]>();
for (const zone of ['legal', 'list', 'meeting', 'auto'] as const) {
  for (const weight of [3, 2, 1] as const) for (const phrase of phrases(data[zone][weight])) add(zone, weight, phrase);
}
// The longest entry counts.
for (const list of entries.values()) list.sort((one, other) => other.rest.length - one.rest.length);

function add(zone: CueZone, weight: number, [first, ...rest]: readonly string[]): void {
  if (first === undefined) return;
  const list = entries.get(first);
  if (list) list.push({ zone, weight, rest });
  else entries.set(first, [{ zone, weight, rest }]);
}

function phrases(list: string): string[][] {
  return list
    .split(',')
    .map((phrase) => phrase.trim().split(/\s+/))
    .filter(([first]) => first !== '');
}

function set(list: string): ReadonlySet<string> {
  return new Set(phrases(list).map((phrase) => phrase.join(' ')));
}

export const signatureWords = {
  titles: set(data.signature.titles),
  /** Organisations and their parts. */
  places: set(data.signature.places),
  streets: set(data.signature.streets),
  labels: set(data.signature.labels),
  closings: set(data.signature.closings),
  devices: phrases(data.signature.devices),
  against: set(data.signature.against),
  states: set(data.states),
};
const autoSubjects = ([3, 2] as const).flatMap((weight) =>
  phrases(data.autoSubject[weight]).map((phrase) => ({ weight, phrase })),
);

const digit = 1;
const letter = 2;
const apostrophe = 3;

/** What an ASCII character is to a word; others are looked up by their class. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) =>
  /\d/.test(String.fromCharCode(code))
    ? digit
    : /[A-Za-z]/.test(String.fromCharCode(code))
      ? letter
      : code === 39
        ? apostrophe
        : 0,
);

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return kinds[code]!;
  if (code === 0x2019) return apostrophe;
  return /[\p{L}\p{M}]/u.test(text[at]!) ? letter : 0;
}

/** Folded words and numbers of a stretch of text; a letter right behind digits belongs to them: `1232g`. */
export function foldedWords(text: string, start: number, end: number): FoldedWord[] {
  const found: FoldedWord[] = [];
  for (let at = start; at < end;) {
    const kind = kindAt(text, at);
    let to = at + 1;
    if (kind === digit) {
      while (to < end && kindAt(text, to) === digit) to += 1;
      if (to < end && kindAt(text, to) === letter && !(to + 1 < end && kindAt(text, to + 1) === letter)) to += 1;
    } else if (kind === letter) while (to < end && kindAt(text, to) >= letter) to += 1;
    if (kind === digit || kind === letter) {
      const key = foldName(text.slice(at, to));
      if (key !== '') found.push({ key, start: at, end: to });
    }
    at = to;
  }
  return found;
}

/** Cues in order; of entries of one zone that begin with the same word the longest one. */
export function cuesIn(words: readonly FoldedWord[]): Cue[] {
  const found: Cue[] = [];
  const covered: Record<CueZone, number> = { legal: 0, list: 0, meeting: 0, auto: 0 };
  for (let at = 0; at < words.length; at += 1) {
    const list = entries.get(words[at]!.key);
    if (!list) continue;
    for (const { zone, weight, rest } of list) {
      if (covered[zone] > at || !follows(words, at + 1, rest)) continue;
      covered[zone] = at + 1 + rest.length;
      found.push({ zone, weight, from: at, to: at + 1 + rest.length });
    }
  }
  return found;
}

function follows(words: readonly FoldedWord[], at: number, rest: readonly string[]): boolean {
  return rest.every((word, index) => words[at + index]?.key === word);
}

/** How much a subject says that its message is automatic. */
export function autoWeightOfSubject(subject: string): number {
  const words = foldedWords(subject, 0, Math.min(subject.length, 300));
  let weight = 0;
  for (const { weight: own, phrase } of autoSubjects) {
    const [first, ...rest] = phrase;
    const at = words.findIndex((word, index) => word.key === first && follows(words, index + 1, rest));
    if (at < 0) continue;
    // `Read: menu` answers by itself, `Please read this` does not: one word must stand first and end in a colon, or stand in brackets.
    const before = subject.slice(0, words[at]!.start);
    const after = subject.slice(words[at + phrase.length - 1]!.end);
    if (/^\s*$/.test(before) ? /^\s*[:#(\d]|^ from|^ \d/.test(after) || phrase.length > 1 : /\[\W{0,3}$/.test(before))
      weight = Math.max(weight, own);
    else if (own === 2 && phrase.length > 1) weight = Math.max(weight, own);
  }
  return weight;
}

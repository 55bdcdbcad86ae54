/** Weighs whether words that insult or swear are meant in an ordinary sense: a bitch of a litter, a chink in the wall, Ms. Dyke. */
import { z } from 'zod';
import type { ExtractedPart, Span } from '../../detector.ts';
import { readYamlFile } from '../text/data-file.ts';
import type { Sentences } from '../text/sentences.ts';
import { buildLexicon, type LexiconMatch, type Term } from '../text/lexicon.ts';
import { firstStartingFrom } from '../text/sorted-spans.ts';
import { isListedName, nameEvidence } from './name-evidence.ts';
import { voiceOf } from './voice.ts';

const phrases = z.array(z.string());
const file = readYamlFile(
  new URL('./ordinary-words.yaml', import.meta.url),
  z.strictObject({
    senses: z.array(
      z.strictObject({
        id: z.string(),
        source: z.string(),
        words: z.string(),
        near: phrases.default([]),
        whole: phrases.default([]),
        titled: z.boolean().default(false),
      }),
    ),
    frames: phrases,
  }),
);

/** Log-odds for the ordinary sense, set by hand: of a word of the trade in the same sentence, another one, a fixed phrase. */
const weights = { near: 3.5, alsoNear: 0.7, whole: 6, title: 4 } as const;
/** Characters of a phrase that is found, stretched letters and line breaks among them. */
const longest = 200;
/** From here on the models do not weigh the word. */
const ordinary = 2;

type Cue =
  | { readonly kind: 'frame' }
  | { readonly kind: 'word' | 'near' | 'whole'; readonly sense: number; readonly titled: boolean };
type Match = LexiconMatch<Cue>;

const lexicon = buildLexicon<Cue>([
  ...termsOf(file.frames, { kind: 'frame' }),
  ...file.senses.flatMap(({ words, near, whole, titled }, sense) => [
    ...termsOf([words], { kind: 'word', sense, titled }),
    ...termsOf(near, { kind: 'near', sense, titled }),
    ...termsOf(whole, { kind: 'whole', sense, titled }),
  ]),
]);

function termsOf(all: readonly string[], data: Cue): Term<Cue>[] {
  return all.map((phrase) => ({ phrase, data }));
}

export interface OrdinaryWords {
  /** Log-odds, at least 0, that what stands at the span is ordinary: the most of any such word in it. */
  oddsAt(span: Span): number;
  /** Whether the span lies in a word that is ordinary more likely than not by far. */
  covers(span: Span): boolean;
}

interface Ordinary extends Span {
  readonly odds: number;
}

const kept = new WeakMap<ExtractedPart, OrdinaryWords>();

/** Ordinary words of a part. Kept while the part lives, since several detectors ask for them. */
export function ordinaryWordsOf(part: ExtractedPart): OrdinaryWords {
  let known = kept.get(part);
  if (!known) kept.set(part, (known = weigh(part)));
  return known;
}

function weigh(part: ExtractedPart): OrdinaryWords {
  const matches = lexicon.findInPart(part);
  const found = ordinaryIn(part, matches).sort((a, b) => a.start - b.start);
  const oddsAt = (span: Span): number => {
    let odds = 0;
    // Words and phrases of the file are shorter than this, so that those that reach the span begin no earlier.
    for (
      let at = firstStartingFrom(found, span.start - longest);
      at < found.length && found[at]!.start < span.end;
      at += 1
    )
      if (span.start < found[at]!.end) odds = Math.max(odds, found[at]!.odds);
    return odds;
  };
  return { oddsAt, covers: (span) => found.length > 0 && oddsAt(span) >= ordinary };
}

function ordinaryIn(part: ExtractedPart, matches: readonly Match[]): Ordinary[] {
  const words = matches.filter(({ data }) => data.kind === 'word');
  if (words.length === 0) return [];
  const { sentences } = voiceOf(part);
  const near = nearBySense(matches, sentences);
  const found = matches.filter(({ data }) => data.kind === 'whole').map(asWhole);
  const framed = framedPlaces(part.text, matches);
  for (const word of words) {
    if (framed.has(word.start)) continue;
    const odds = senseOdds(word, sentences, near) + titleOdds(part.text, word) + nameOdds(part, word);
    if (odds > 0) found.push({ start: word.start, end: word.end, odds });
  }
  return found;
}

function asWhole({ start, end }: Match): Ordinary {
  return { start, end, odds: weights.whole };
}

/** How many words of a sense stand in a sentence. */
function nearBySense(matches: readonly Match[], sentences: Sentences): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { data, start } of matches) {
    if (data.kind !== 'near') continue;
    const key = `${sentences.indexAt(start)}:${data.sense}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function senseOdds({ data, start }: Match, sentences: Sentences, near: ReadonlyMap<string, number>): number {
  if (data.kind !== 'word') return 0;
  const count = near.get(`${sentences.indexAt(start)}:${data.sense}`) ?? 0;
  return count === 0 ? 0 : weights.near + weights.alsoNear * Math.min(2, count - 1);
}

/** "The Damned are on the list": capitals within a sentence, and no noun behind it. */
function titleOdds(text: string, { start, end, data }: Match): number {
  if (data.kind !== 'word' || !data.titled || !/^\p{Lu}/u.test(text.slice(start, end))) return 0;
  const article = /(\S+\s+)?The\s+$/.exec(text.slice(Math.max(0, start - 40), start));
  if (article?.[1] === undefined) return 0;
  return /^\s+\p{Lu}/u.test(text.slice(end, end + 3)) ? 0 : weights.title;
}

function nameOdds(part: ExtractedPart, { start, end }: Match): number {
  const bare = /\S+$/u.exec(part.text.slice(start, end));
  return bare && isListedName(bare[0]) ? nameEvidence(part, { start: start + bare.index, end }) : 0;
}

/** Where words begin that stand right behind a frame. */
function framedPlaces(text: string, matches: readonly Match[]): Set<number> {
  const places = new Set<number>();
  for (const { data, end } of matches) {
    if (data.kind !== 'frame') continue;
    let at = end;
    while (at < end + 4 && /\s/.test(text[at] ?? '')) at += 1;
    places.add(at);
  }
  return places;
}

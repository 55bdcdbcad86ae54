/**
 * Places and streets that no address pattern knows: candidates only, the model of locators weighs whether somebody is found there.
 * Words are looked up first, so that text without such words costs next to nothing.
 */
import { z } from 'zod';
import type { Span } from '../../detector.ts';
import type { Word } from '../people/names.ts';
import { readYamlFile } from '../text/data-file.ts';
import { oneOf } from '../text/phrase-pattern.ts';
import type { PartView } from './part-view.ts';

export interface FoundPlace extends Span {
  readonly id: string;
}

const words = z.array(z.string());
const data = readYamlFile(
  new URL('./place-phrases.yaml', import.meta.url),
  z.strictObject({
    leads: z.record(z.string(), words),
    kinds: z.record(z.string(), words),
    streets: words,
    roads: words,
    roadOwners: words,
    units: words,
    stops: words,
  }),
);

interface Phrase {
  readonly id: string;
  /** Folded words. */
  readonly words: readonly string[];
}

function phrasesBy(
  lists: Readonly<Record<string, readonly string[]>>,
  key: (words: readonly string[]) => string,
): Map<string, Phrase[]> {
  const found = new Map<string, Phrase[]>();
  for (const [id, phrases] of Object.entries(lists)) {
    for (const phrase of phrases) {
      const own = { id, words: phrase.split(' ') };
      found.set(key(own.words), [...(found.get(key(own.words)) ?? []), own]);
    }
  }
  for (const own of found.values()) own.sort((a, b) => b.words.length - a.words.length);
  return found;
}

/** Phrases after which a place is named, by their first word; names of kinds of places by their last word. */
const leads = phrasesBy(data.leads, (phrase) => phrase[0]!);
const kinds = phrasesBy(data.kinds, (phrase) => phrase.at(-1)!);
const streets = new Set(data.streets);
const roads = new Set(data.roads);
const roadOwners = new Set(data.roadOwners);
const stops = new Set(data.stops);
/** ` 12`, ` unit 3b` behind such a place. */
const unitNumber = new RegExp(String.raw`^(?: (?:#|${oneOf(data.units)} )?\d{1,4}[a-z]?\b)?`, 'i');

/** A place is named by at most this many words, on one line. */
const mostWords = 9;
const longest = 60;

export function placesIn(view: PartView): FoundPlace[] {
  const found: FoundPlace[] = [];
  for (let at = 0; at < view.words.length; at += 1) {
    const { key } = view.words[at]!;
    const lead = leads.get(key)?.find((phrase) => standsAt(view.words, at, phrase.words));
    if (lead) found.push(...afterLead(view, at + lead.words.length, lead.id));
    const kind = kinds.get(key)?.find((phrase) => standsAt(view.words, at - phrase.words.length + 1, phrase.words));
    if (kind) found.push(namedKind(view, at - kind.words.length + 1, at, kind.id));
    if (streets.has(key)) found.push(...streetName(view, at));
    if (roads.has(key)) found.push(...numberedRoad(view, at));
  }
  return found;
}

function standsAt(all: readonly Word[], from: number, phrase: readonly string[]): boolean {
  return from >= 0 && phrase.every((word, offset) => all[from + offset]?.key === word);
}

/** From the word after a phrase to the end of the clause. */
function afterLead({ words: all, text }: PartView, from: number, id: string): FoundPlace[] {
  const first = all[from];
  if (!first || !/^[ \n:=]{1,3}(?:#?\d{1,6}[a-z]?[ -])?$/i.test(text.slice(all[from - 1]!.end, first.start))) return [];
  const start =
    from > 0
      ? all[from - 1]!.end + /^[ \n:=]*/.exec(text.slice(all[from - 1]!.end, first.start))![0].length
      : first.start;
  let last = from;
  while (last + 1 < all.length && last - from + 1 < mostWords) {
    const next = all[last + 1]!;
    if (
      /[.;:!?|()\t\n]/.test(text.slice(all[last]!.end, next.start)) ||
      stops.has(next.key) ||
      next.end - start > longest
    )
      break;
    last += 1;
  }
  const tail = /^(?: #?\d{1,6}[a-z]?\b)?/i.exec(text.slice(all[last]!.end))![0].length;
  return [{ id, start, end: all[last]!.end + tail }];
}

/** `Pine Ridge Apartments 12`: up to three words before the word for such a place. */
function namedKind({ words: all, text }: PartView, from: number, to: number, id: string): FoundPlace {
  let first = from;
  while (first > 0 && from - first < 3 && text.slice(all[first - 1]!.end, all[first]!.start) === ' ') first -= 1;
  const tail = unitNumber.exec(text.slice(all[to]!.end, all[to]!.end + 16))![0].length;
  return { id, start: all[first]!.start, end: all[to]!.end + tail };
}

/** `Wigwam Burner Road`, `3rd St and Thayer`: a street without a house number, with what crosses it. */
function streetName({ words: all, text }: PartView, at: number): FoundPlace[] {
  let first = at;
  while (first > 0 && at - first < 3 && text.slice(all[first - 1]!.end, all[first]!.start) === ' ') first -= 1;
  const ordinal = /(?:^|[^\d])(\d{1,3}(?:st|nd|rd|th)? )$/.exec(
    text.slice(Math.max(0, all[first]!.start - 6), all[first]!.start),
  );
  if (first === at && !ordinal) return [];
  const start = all[first]!.start - (ordinal?.[1]!.length ?? 0);
  const crossing =
    /^\.? (?:and|&|at|\+|y) (?:\d{1,3}(?:st|nd|rd|th)|\p{L}[\p{L}'’-]{1,20}(?: \p{Lu}\p{L}{1,20})?)/iu.exec(
      text.slice(all[at]!.end, all[at]!.end + 40),
    );
  return [{ id: crossing ? 'crossing' : 'street name', start, end: all[at]!.end + (crossing?.[0].length ?? 0) }];
}

/** `Co Rd 18`, `Hwy 214 and Thayer`. */
function numberedRoad({ words: all, text }: PartView, at: number): FoundPlace[] {
  const { start, end } = all[at]!;
  const number =
    /^\.? (?:no\.? ?)?[a-z]{0,2}-?\d{1,4}[a-z]?\b(?: (?:and|&|at|\+|y) (?:\d{1,3}(?:st|nd|rd|th)|\p{L}[\p{L}'’-]{1,20}))?/iu.exec(
      text.slice(end, end + 44),
    );
  if (!number) return [];
  const before = all[at - 1];
  const first =
    before && roadOwners.has(before.key) && text.slice(before.end, start).length <= 2 ? before.start : start;
  return [{ id: 'road number', start: first, end: end + number[0].length }];
}

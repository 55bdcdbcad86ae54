/** Brings together what is weighed as one: the cues of a sentence or of a message, what the models found in it, what the reader made of it. */
import type { ExtractedPart, Span } from '../../detector.ts';
import type { ReadSentence } from '../reader/code-readings.ts';
import { conductScoresOf, type ConductModels } from './conduct-models.ts';
import type { Cue, CueRules } from './cue-rules.ts';
import { voiceOf } from './voice.ts';

export interface Hit extends Span {
  readonly cue: Cue;
  readonly part: ExtractedPart;
  /** Log-odds that the words are meant in an ordinary sense: taken from what they weigh. */
  readonly ordinary: number;
}

export interface Group {
  readonly hits: readonly Hit[];
  /** Where no cue is an anchor: what raised it. */
  readonly anchor: (Span & { readonly part: ExtractedPart }) | undefined;
  /** Log-odds of the n-gram model. */
  readonly model: number;
  readonly unsupported: boolean;
  /** The likeliest of its sentences that the reader has read; undefined where it has read none of them. */
  readonly reading: ReadSentence | undefined;
}

/** What there is to be weighed for a code in a message. */
export interface Evidence {
  readonly code: string;
  readonly about: CueRules['codes'][string];
  readonly hits: readonly Hit[];
  /** Windows that the code's model finds by itself, the likeliest first. */
  readonly raised: readonly Raised[];
  /** Sentences that the reader has read for this code, by part and start; undefined where no reader ran. */
  readonly read: readonly ReadSentence[] | undefined;
}

interface Raised extends Span {
  readonly part: ExtractedPart;
  readonly odds: number;
}

/** An anchor that weighs less for a code only supports it. */
const anchorWeight = 1.8;
/** Sentences found a message: a reviewer needs no more, and a hostile message gets no more. */
export const mostPerCode = 20;
/** Log-odds from which a model raises a sentence by itself, and what counts where it has nothing to say. */
export const raisingOdds = -4;
export const silent = -5.5;
/** Log-odds of the reader from which it raises a sentence by itself. */
const readerRaises = -3;
/** Sentences that a model weighs together. */
const reach = { sentence: 2, message: 3 } as const;
/** Sentences around an anchor in which words speak against it. */
const beside = 1;

/** Windows that the code's model finds by itself, the likeliest first. */
export function raisedBy(
  { model, scope }: CueRules['codes'][string],
  parts: readonly ExtractedPart[],
  models: ConductModels,
): Raised[] {
  if (!model) return [];
  const scores = parts.map((part) => conductScoresOf(part, models));
  // Of many sentences one scores high by chance: the odds are shared among them.
  const chance =
    Math.log(
      Math.max(
        1,
        scores.reduce((sum, { count }) => sum + count, 0),
      ),
    ) / 2;
  return parts
    .flatMap((part, index) => {
      const found = scores[index]!.windows(model.conduct, reach[scope], raisingOdds + chance, model.voice);
      if (found.length === 0) return [];
      const signature = signatureOf(part.text);
      return found
        .filter(({ start }) => start < signature)
        .slice(0, mostPerCode)
        .map(({ start, end, odds }) => ({ start, end, odds: odds - chance, part }));
    })
    .sort((a, b) => b.odds - a.odds);
}

/** Where the last signature begins (RFC 3676, 4.3): mottos and names of accounts are no remarks. */
function signatureOf(text: string): number {
  const at = text.lastIndexOf('\n-- \n');
  return at < 0 ? text.length : at;
}

/** What is weighed for a code: one group a message, or one a sentence, as its rules say. */
export function groupsOf(evidence: Evidence, models: ConductModels): Group[] {
  return evidence.about.scope === 'message' ? wholeMessage(evidence) : bySentence(evidence, models);
}

function wholeMessage({ hits, raised, code, read = [] }: Evidence): Group[] {
  const anchors = hits.filter((hit) => isAnchor(hit, code));
  const reading = likeliest(read);
  const readerRaised = reading !== undefined && reading.odds >= readerRaises;
  if (anchors.length === 0 && raised.length === 0 && !readerRaised) return [];
  const places = anchors.length > 0 ? anchors : raised.length === 0 && reading ? [reading] : [];
  return [
    {
      hits: places.length > 0 ? withoutApart(hits, places, code) : hits,
      anchor: raised[0] ?? reading,
      model: raised[0]?.odds ?? silent,
      unsupported: false,
      reading,
    },
  ];
}

/**
 * Without what speaks against the code far from every anchor: a message may be about two things. What speaks for it counts
 * wherever it stands, as do the subject and the cues of the whole message.
 */
function withoutApart(
  hits: readonly Hit[],
  anchors: readonly { readonly part: ExtractedPart; readonly start: number }[],
  code: string,
): Hit[] {
  const near = new Set(
    anchors.flatMap(({ part, start }) => {
      const at = voiceOf(part).sentences.indexAt(start);
      return Array.from({ length: 2 * beside + 1 }, (_, by) => `${part.id}:${at + by - beside}`);
    }),
  );
  return hits.filter((hit) => {
    const { cue, part, start } = hit;
    if (cue.context || part.kind === 'subject' || weightOf(hit, code) >= 0) return true;
    return near.has(`${part.id}:${voiceOf(part).sentences.indexAt(start)}`);
  });
}

/** Sentences that have an anchor for the code, or that the model or the reader raised, with the hits that count everywhere. */
function bySentence(evidence: Evidence, models: ConductModels): Group[] {
  const { hits, raised, code, about, read = [] } = evidence;
  const relevant = hits.filter(({ cue }) => cue.weights[code] !== undefined);
  const everywhere = relevant.filter(({ cue }) => cue.context);
  const local = relevant.filter(({ cue }) => !cue.context);
  const sentences = Map.groupBy(local, ({ part, start }) => `${part.id}:${voiceOf(part).sentences.indexAt(start)}`);
  const anchored = [...sentences.values()].filter((group) => group.some((hit) => isAnchor(hit, code)));
  const modelOdds = (part: ExtractedPart, start: number): number =>
    about.model ? conductScoresOf(part, models).sentence(about.model.conduct, start, about.model.voice) : silent;
  const groups: Group[] = anchored.map((group) => {
    const anchor = group.find((hit) => isAnchor(hit, code))!;
    const reading = likeliest(read, { part: anchor.part, ...voiceOf(anchor.part).sentences.around(anchor.start) });
    const model = modelOdds(anchor.part, anchor.start);
    return { hits: [...group, ...everywhere], anchor: undefined, model, unsupported: false, reading };
  });
  const insideOf = (span: Span & { readonly part: ExtractedPart }): Hit[] =>
    local.filter((hit) => hit.part === span.part && hit.start >= span.start && hit.end <= span.end);
  for (const window of about.model?.raises === true ? raised.slice(0, mostPerCode) : []) {
    const inside = insideOf(window);
    if (inside.some((hit) => isAnchor(hit, code))) continue;
    // What the model raised has its "you" and "she" weighed already.
    const against = [...inside, ...everywhere].filter(({ cue }) => cue.weights[code]! < 0);
    const unsupported = !inside.some(({ cue }) => cue.weights[code]! > 0);
    const reading = likeliest(read, window);
    groups.push({ hits: against, anchor: window, model: window.odds, unsupported, reading });
  }
  const grouped = new Set(groups.map(({ reading }) => reading));
  const alone = read.filter((sentence) => sentence.odds >= readerRaises && !grouped.has(sentence));
  for (const sentence of alone.sort((a, b) => b.odds - a.odds).slice(0, mostPerCode)) {
    const model = modelOdds(sentence.part, sentence.start);
    const all = [...insideOf(sentence), ...everywhere];
    groups.push({ hits: all, anchor: sentence, model, unsupported: false, reading: sentence });
  }
  return groups;
}

/** The sentence with the highest odds, of those that a span touches where one is given. */
function likeliest(
  read: readonly ReadSentence[],
  span?: Span & { readonly part: ExtractedPart },
): ReadSentence | undefined {
  let best: ReadSentence | undefined;
  for (const sentence of read) {
    const touched =
      span === undefined || (sentence.part === span.part && sentence.start < span.end && span.start < sentence.end);
    if (touched && (!best || sentence.odds > best.odds)) best = sentence;
  }
  return best;
}

/** What the hit weighs for a code; 0 for nothing. Against a finding it weighs in full. */
export function weightOf({ cue, ordinary }: Hit, code: string): number {
  const weight = cue.weights[code] ?? 0;
  return weight > 0 ? Math.max(0, weight - ordinary) : weight;
}

export function isAnchor(hit: Hit, code: string): boolean {
  return hit.cue.anchor && weightOf(hit, code) >= anchorWeight;
}

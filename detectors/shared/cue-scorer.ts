/** Weighs the words of a message into scores: rules say which phrases speak for or against a finding, and how much. */
import { z } from 'zod';
import type { ExtractedMessage, ExtractedPart, Finding, FindingCode, Reason } from '../detector.ts';
import { buildLexicon, type LexiconMatch } from './lexicon.ts';
import { voiceOf } from './voice.ts';

const weights = z.record(z.string(), z.number());

/** The form of a detector's `rules.yaml`. */
export const cueRulesSchema = z.strictObject({
  codes: z.record(
    z.string(),
    z.strictObject({
      /** Log-odds before any word is seen. */
      bias: z.number(),
      /** What is weighed together: all of the sender's words, or those of one sentence. */
      scope: z.enum(['message', 'sentence']),
      /** What a notice says was found. */
      masked: z.string(),
    }),
  ),
  cues: z.array(
    z.strictObject({
      id: z.string(),
      source: z.string(),
      /** Log-odds by code; negative where the words speak against it. */
      weights,
      /** Without an anchor there is no finding, whatever else speaks for it; its place becomes the evidence. */
      anchor: z.boolean().default(false),
      /** Whose words count: the sender's, or quoted and forwarded ones too. */
      voice: z.enum(['own', 'any']).default('own'),
      /** Counts for every sentence of the message, not only for its own. */
      context: z.boolean().default(false),
      /** "not" before it takes it away. */
      negatable: z.boolean().default(false),
      notAsName: z.boolean().default(false),
      /** A fact that the detector finds by itself, instead of phrases. */
      signal: z.string().optional(),
      phrases: z.array(z.string()).default([]),
    }),
  ),
});

export type CueRules = z.infer<typeof cueRulesSchema>;
type Cue = CueRules['cues'][number];

export interface CueScorer {
  /**
   * Findings with a score of at least `threshold`: one a code, or one a sentence for codes of that scope.
   * @param signals facts that the detector found by itself, named as in the rules
   */
  score(message: ExtractedMessage, threshold: number, signals?: readonly string[]): Finding[];
}

interface Hit {
  readonly cue: Cue;
  readonly part: ExtractedPart;
  readonly start: number;
  readonly end: number;
  /** Part and sentence. */
  readonly sentence: string;
}

/** An anchor that weighs less for a code only supports it. */
const anchorWeight = 1.8;
/** Sentences found a message: a reviewer needs no more, and a hostile message gets no more. */
const mostPerCode = 20;

/** Compiles the rules; do it once, at start-up. */
export function buildCueScorer(rules: CueRules): CueScorer {
  const lexicon = buildLexicon<Cue>(
    rules.cues.flatMap((cue) => cue.phrases.map((phrase) => ({ phrase, data: cue, notAsName: cue.notAsName }))),
  );
  const codes = Object.entries(rules.codes);

  return {
    score(message, threshold, signals = []) {
      const hits = message.parts.flatMap((part) => hitsOf(lexicon.findInPart(part), part));
      if (!hits.some(({ cue }) => cue.anchor)) return [];
      const facts = rules.cues.filter(({ signal }) => signal !== undefined && signals.includes(signal));
      return codes.flatMap(([code, { bias, scope, masked }]) => {
        const groups = scope === 'message' ? [hits] : bySentence(hits, code);
        return groups
          .map((group) => weigh(group, facts, code as FindingCode, bias, masked))
          .filter((finding) => finding !== undefined && finding.score >= threshold)
          .slice(0, mostPerCode) as Finding[];
      });
    },
  };
}

function hitsOf(matches: readonly LexiconMatch<Cue>[], part: ExtractedPart): Hit[] {
  if (matches.length === 0) return [];
  const voice = voiceOf(part);
  return matches
    .filter((match) => match.data.voice === 'any' || voice.isOwn(match))
    .filter((match) => !match.data.negatable || !voice.isNegated(match))
    .map(({ data: cue, start, end }) => {
      return { cue, part, start, end, sentence: `${part.id}:${voice.sentences.indexAt(start)}` };
    });
}

/** Hits of each sentence that has an anchor for the code, with those that count everywhere. */
function bySentence(hits: readonly Hit[], code: string): Hit[][] {
  const everywhere = hits.filter(({ cue }) => cue.context);
  const sentences = Map.groupBy(
    hits.filter(({ cue }) => !cue.context),
    ({ sentence }) => sentence,
  );
  return [...sentences.values()]
    .filter((group) => group.some(({ cue }) => isAnchor(cue, code)))
    .map((group) => [...group, ...everywhere]);
}

function weigh(
  hits: readonly Hit[],
  facts: readonly Cue[],
  code: FindingCode,
  bias: number,
  masked: string,
): Finding | undefined {
  const cues = new Map<Cue, number>();
  let anchor: Hit | undefined;
  for (const hit of hits) {
    const weight = hit.cue.weights[code];
    if (weight === undefined) continue;
    cues.set(hit.cue, (cues.get(hit.cue) ?? 0) + 1);
    if (isAnchor(hit.cue, code) && (!anchor || weight > anchor.cue.weights[code]!)) anchor = hit;
  }
  if (!anchor) return undefined;
  for (const fact of facts) if (fact.weights[code] !== undefined) cues.set(fact, 1);
  let odds = bias;
  const because: Reason[] = [];
  for (const [cue, count] of cues) {
    // The same kind of word again says little more.
    odds += cue.weights[code]! * (count > 1 ? 1.25 : 1);
    because.push({
      rule: `${code}/${cue.id}`,
      context: cue.weights[code]! < 0 ? 'speaks against it' : 'speaks for it',
    });
  }
  const score = Math.min(0.97, 1 / (1 + Math.exp(-odds)));
  return { code, part: anchor.part.id, start: anchor.start, end: anchor.end, score, because, masked };
}

function isAnchor(cue: Cue, code: string): boolean {
  return cue.anchor && (cue.weights[code] ?? 0) >= anchorWeight;
}

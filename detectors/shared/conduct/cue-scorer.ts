/** Weighs the words of a message into scores: rules say which phrases speak for or against a finding, models add what they learnt. */
import type { ExtractedMessage, ExtractedPart, Finding, FindingCode, Reason, Span } from '../../detector.ts';
import { conductParts } from './conduct-parts.ts';
import { conductScoresOf, shippedModels, type ConductModels } from './conduct-models.ts';
import type { Cue, CueRules } from './cue-rules.ts';
import { buildLexicon, type LexiconMatch } from '../text/lexicon.ts';
import { ordinaryWordsOf } from './ordinary-words.ts';
import { voiceOf } from './voice.ts';

export interface CueScorer {
  /**
   * Findings with a score of at least `threshold`: one a code, or one a sentence for codes of that scope.
   * @param signals facts that the detector found by itself, named as in the rules
   */
  score(message: ExtractedMessage, threshold: number, signals?: readonly string[]): Finding[];
  /** Log-odds of the rules and of the model for what speaks most for each code: training fits their sum. */
  odds(message: ExtractedMessage, signals?: readonly string[]): Record<string, { rules: number; model: number }>;
}

interface Hit extends Span {
  readonly cue: Cue;
  readonly part: ExtractedPart;
  /** Log-odds that the words are meant in an ordinary sense: taken from what they weigh. */
  readonly ordinary: number;
}

/** What is weighed together for a code. */
interface Weighed extends Span {
  readonly part: ExtractedPart;
  readonly rules: number;
  readonly model: number;
  readonly cues: ReadonlySet<Cue>;
  /** No anchor stands in it: the model alone raised it. */
  readonly alone: boolean;
  /** Nor does any other cue that speaks for it. */
  readonly unsupported: boolean;
}

type Code = CueRules['codes'][string];

/** An anchor that weighs less for a code only supports it. */
const anchorWeight = 1.8;
/** Sentences found a message: a reviewer needs no more, and a hostile message gets no more. */
const mostPerCode = 20;
/** Log-odds from which a model raises a sentence by itself, and what counts where it has nothing to say. */
const raisingOdds = -4;
const silent = -5.5;
/** Sentences that a model weighs together. */
const reach = { sentence: 2, message: 3 } as const;
/** Sentences around an anchor in which words speak against it. */
const beside = 1;
const highestScore = 0.97;
/** What a model alone must have in log-odds over what its combination asks: mail elsewhere is not the mail that was learnt from. */
const aloneNeeds = 0.2;
/** What it must have besides where a sentence is weighed and no cue stands in it: not even "you" or "she". */
const silentNeeds = 0.6;

/** Compiles the rules; do it once, at start-up. */
export function buildCueScorer(rules: CueRules, models: ConductModels = shippedModels()): CueScorer {
  const lexicon = buildLexicon<Cue>(
    rules.cues.flatMap((cue) => cue.phrases.map((phrase) => ({ phrase, data: cue, notAsName: cue.notAsName }))),
  );
  const codes = Object.entries(rules.codes) as [FindingCode, Code][];

  const weighed = (message: ExtractedMessage, signals: readonly string[]): [FindingCode, Code, Weighed[]][] => {
    const parts = conductParts(message);
    const hits = parts.flatMap((part) => hitsOf(lexicon.findInPart(part), part));
    const facts = rules.cues.filter(({ signal }) => signal !== undefined && signals.includes(signal));
    return codes.map(([code, about]) => {
      const raised = raisedBy(about, parts, models);
      const groups =
        about.scope === 'message' ? wholeMessage(hits, raised, code) : bySentence(hits, raised, code, about, models);
      return [code, about, groups.map((group) => weigh(group, facts, code, about.bias))];
    });
  };
  const sum = (code: string, { rules: byRules, model, alone, unsupported }: Weighed): number => {
    const combination = models.combinations[code];
    if (!combination) return byRules;
    const both = combination.rules * byRules + combination.model * Math.max(silent, model) + combination.bias;
    return both - (alone ? aloneNeeds : 0) - (unsupported ? silentNeeds : 0);
  };

  return {
    score(message, threshold, signals = []) {
      return weighed(message, signals).flatMap(([code, { masked }, all]) =>
        all
          .map((one) => toFinding(code, masked, one, Math.min(highestScore, 1 / (1 + Math.exp(-sum(code, one))))))
          .filter(({ score }) => score >= threshold)
          .slice(0, mostPerCode),
      );
    },
    odds(message, signals = []) {
      const found: Record<string, { rules: number; model: number }> = {};
      for (const [code, { bias }, all] of weighed(message, signals)) {
        const best = all.reduce<Weighed | undefined>(
          (most, one) => (most && most.rules + most.model >= one.rules + one.model ? most : one),
          undefined,
        );
        found[code] = { rules: best?.rules ?? bias, model: Math.max(silent, best?.model ?? silent) };
      }
      return found;
    },
  };
}

function hitsOf(matches: readonly LexiconMatch<Cue>[], part: ExtractedPart): Hit[] {
  if (matches.length === 0) return [];
  const voice = voiceOf(part);
  const words = ordinaryWordsOf(part);
  return matches
    .filter((match) => match.data.voice === 'any' || voice.isOwn(match))
    .filter((match) => !match.data.negatable || !voice.isNegated(match))
    .map((match) => ({ cue: match.data, part, start: match.start, end: match.end, ordinary: words.oddsAt(match) }));
}

interface Raised extends Span {
  readonly part: ExtractedPart;
  readonly odds: number;
}

/** Windows that the code's model finds by itself, the likeliest first. */
function raisedBy({ model, scope }: Code, parts: readonly ExtractedPart[], models: ConductModels): Raised[] {
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
    .flatMap((part, index) =>
      scores[index]!.windows(model.conduct, reach[scope], raisingOdds + chance, model.voice)
        .filter(({ start }) => start < signatureOf(part.text))
        .slice(0, mostPerCode)
        .map(({ start, end, odds }) => ({ start, end, odds: odds - chance, part })),
    )
    .sort((a, b) => b.odds - a.odds);
}

/** Where the last signature begins (RFC 3676, 4.3): mottos and names of accounts are no remarks. */
function signatureOf(text: string): number {
  const at = text.lastIndexOf('\n-- \n');
  return at < 0 ? text.length : at;
}

interface Group {
  readonly hits: readonly Hit[];
  readonly anchor: Raised | undefined;
  readonly model: number;
  readonly unsupported: boolean;
}

function wholeMessage(hits: readonly Hit[], raised: readonly Raised[], code: string): Group[] {
  const anchors = hits.filter((hit) => isAnchor(hit, code));
  if (anchors.length === 0 && raised.length === 0) return [];
  const near = anchors.length > 0 ? withoutApart(hits, anchors, code) : hits;
  return [{ hits: near, anchor: raised[0], model: raised[0]?.odds ?? silent, unsupported: false }];
}

/**
 * Without what speaks against the code far from every anchor: a message may be about two things. What speaks for it counts
 * wherever it stands, as do the subject and the cues of the whole message.
 */
function withoutApart(hits: readonly Hit[], anchors: readonly Hit[], code: string): Hit[] {
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

/** Sentences that have an anchor for the code or that the model raised, with the hits that count everywhere. */
function bySentence(hits: readonly Hit[], raised: readonly Raised[], code: string, about: Code, models: ConductModels) {
  const relevant = hits.filter(({ cue }) => cue.weights[code] !== undefined);
  const everywhere = relevant.filter(({ cue }) => cue.context);
  const local = relevant.filter(({ cue }) => !cue.context);
  const sentences = Map.groupBy(local, ({ part, start }) => `${part.id}:${voiceOf(part).sentences.indexAt(start)}`);
  const anchored = [...sentences.values()].filter((group) => group.some((hit) => isAnchor(hit, code)));
  const groups: Group[] = anchored.map((group) => {
    const { part, start } = group.find((hit) => isAnchor(hit, code))!;
    const model = about.model
      ? conductScoresOf(part, models).sentence(about.model.conduct, start, about.model.voice)
      : silent;
    return { hits: [...group, ...everywhere], anchor: undefined, model, unsupported: false };
  });
  if (about.model?.raises !== true) return groups;
  for (const window of raised.slice(0, mostPerCode)) {
    const inside = local.filter(
      (hit) => hit.part === window.part && hit.start >= window.start && hit.end <= window.end,
    );
    if (inside.some((hit) => isAnchor(hit, code))) continue;
    // What the model raised has its "you" and "she" weighed already.
    const against = [...inside, ...everywhere].filter(({ cue }) => cue.weights[code]! < 0);
    const unsupported = !inside.some(({ cue }) => cue.weights[code]! > 0);
    groups.push({ hits: against, anchor: window, model: window.odds, unsupported });
  }
  return groups;
}

function weigh(
  { hits, anchor: raised, model, unsupported }: Group,
  facts: readonly Cue[],
  code: string,
  bias: number,
): Weighed {
  const cues = new Map<Cue, { count: number; weight: number }>();
  let anchor: Hit | undefined;
  for (const hit of hits) {
    const weight = weightOf(hit, code);
    if (weight === 0) continue;
    const known = cues.get(hit.cue);
    cues.set(
      hit.cue,
      known ? { count: known.count + 1, weight: stronger(known.weight, weight) } : { count: 1, weight },
    );
    if (isAnchor(hit, code) && (!anchor || weight > weightOf(anchor, code))) anchor = hit;
  }
  for (const fact of facts) {
    const weight = fact.weights[code];
    if (weight !== undefined) cues.set(fact, { count: 1, weight });
  }
  let rules = bias;
  // The same kind of word again says little more.
  for (const { count, weight } of cues.values()) rules += weight * (count > 1 ? 1.25 : 1);
  const { part, start, end } = (anchor ?? raised)!;
  return { part, start, end, rules, model, cues: new Set(cues.keys()), alone: anchor === undefined, unsupported };
}

function toFinding(
  code: FindingCode,
  masked: string,
  { part, start, end, cues, model }: Weighed,
  score: number,
): Finding {
  const because: Reason[] = [...cues].map((cue) => {
    return { rule: `${code}/${cue.id}`, context: cue.weights[code]! < 0 ? 'speaks against it' : 'speaks for it' };
  });
  if (model > raisingOdds || cues.size === 0) because.unshift({ rule: `${code}/model`, context: 'speaks for it' });
  return { code, part: part.id, start, end, score, because, masked };
}

/** What the hit weighs for a code; 0 for nothing. Against a finding it weighs in full. */
function weightOf({ cue, ordinary }: Hit, code: string): number {
  const weight = cue.weights[code] ?? 0;
  return weight > 0 ? Math.max(0, weight - ordinary) : weight;
}

function stronger(one: number, other: number): number {
  return Math.abs(one) >= Math.abs(other) ? one : other;
}

function isAnchor(hit: Hit, code: string): boolean {
  return hit.cue.anchor && weightOf(hit, code) >= anchorWeight;
}

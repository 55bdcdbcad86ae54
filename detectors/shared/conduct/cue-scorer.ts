/** Weighs the words of a message into scores: rules say which phrases speak for or against a finding, models add what they learnt. */
import type { ExtractedMessage, ExtractedPart, Finding, FindingCode, Reason, Span } from '../../detector.ts';
import { readingsFor, reasonOf, type ReadSentence } from '../reader/code-readings.ts';
import {
  combinedOdds,
  shippedReaderCombinations,
  type CodeOdds,
  type ReaderCombinations,
} from '../reader/combination.ts';
import { conductParts } from './conduct-parts.ts';
import { shippedModels, type ConductModels } from './conduct-models.ts';
import {
  groupsOf,
  isAnchor,
  mostPerCode,
  raisedBy,
  raisingOdds,
  silent,
  weightOf,
  type Group,
  type Hit,
} from './cue-groups.ts';
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
  /**
   * Log-odds of rules, model and reader for everything that is weighed for each code, as `score` weighs it; where that is
   * nothing, what they come to then. Training fits their sum.
   */
  odds(message: ExtractedMessage, signals?: readonly string[]): Record<string, readonly CodeOdds[]>;
}

/** What is weighed together for a code. */
interface Weighed extends Span {
  readonly part: ExtractedPart;
  readonly rules: number;
  /** Beside what the reader says: what speaks against the code counts within limits. */
  readonly boundedRules: number;
  readonly model: number;
  readonly reading: ReadSentence | undefined;
  readonly cues: ReadonlySet<Cue>;
  /** No anchor stands in it: a model alone raised it. */
  readonly alone: boolean;
  /** Nor does any other cue that speaks for it. */
  readonly unsupported: boolean;
}

type Code = CueRules['codes'][string];

const highestScore = 0.97;
/** What a model alone must have in log-odds over what its combination asks: mail elsewhere is not the mail that was learnt from. */
const aloneNeeds = 0.2;
/** What it must have besides where a sentence is weighed and no cue stands in it: not even "you" or "she". */
const silentNeeds = 0.6;
/** What the cues against a code take from the reader's odds at most: sentences around an offence do not delete it. */
const mostAgainst = { sentence: 3, message: 1 } as const;
/** Cues that weigh this much against a code are no evidence but a decision of the district. */
const veto = -10;

/** Compiles the rules; do it once, at start-up. */
export function buildCueScorer(
  rules: CueRules,
  models: ConductModels = shippedModels(),
  combinations: ReaderCombinations = shippedReaderCombinations(),
): CueScorer {
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
      const read = readingsFor(message, parts, combinations[code], about.model?.voice ?? 'own');
      const groups = groupsOf({ code, about, hits, raised, read }, models);
      return [code, about, groups.map((group) => weigh(group, facts, code, about))];
    });
  };
  const alone = (code: string, one: Weighed): number => {
    const combination = models.combinations[code];
    if (!combination) return one.rules;
    const both = combination.rules * one.rules + combination.model * Math.max(silent, one.model) + combination.bias;
    return both - (one.alone ? aloneNeeds : 0) - (one.unsupported ? silentNeeds : 0);
  };
  const oddsOf = (code: string, one: Weighed): CodeOdds => ({
    rules: one.reading ? one.boundedRules : one.rules,
    model: Math.max(silent, one.model),
    reading: one.reading,
    alone: alone(code, one),
  });
  const sum = (code: string, one: Weighed): number => {
    const combination = combinations[code];
    return combination ? combinedOdds(combination, oddsOf(code, one)) : alone(code, one);
  };

  return {
    score(message, threshold, signals = []) {
      return weighed(message, signals).flatMap(([code, { masked }, all]) => {
        const found = all
          .map((one) => toFinding(code, masked, one, Math.min(highestScore, 1 / (1 + Math.exp(-sum(code, one))))))
          .filter(({ score }) => score >= threshold);
        // What the reader raised stands behind what the rules did, and may be the surest.
        if (message.readings && found.length > mostPerCode) found.sort((a, b) => b.score - a.score);
        return found.slice(0, mostPerCode);
      });
    },
    odds(message, signals = []) {
      return Object.fromEntries(
        weighed(message, signals).map(([code, { bias }, all]) => {
          const nothing: CodeOdds = { rules: bias, model: silent, reading: undefined, alone: bias + silent };
          return [code, all.length > 0 ? all.map((one) => oddsOf(code, one)) : [nothing]];
        }),
      );
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

function weigh(
  { hits, anchor: raised, model, unsupported, reading }: Group,
  facts: readonly Cue[],
  code: string,
  about: Code,
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
  let rules = about.bias;
  // The same kind of word again says little more.
  for (const { count, weight } of cues.values()) rules += weight * (count > 1 ? 1.25 : 1);
  const boundedRules = Math.max(rules, about.bias - mostAgainst[about.scope]);
  const heard = rules > about.bias + veto ? reading : undefined;
  const { part, start, end } = heard && heard.odds > 0 ? heard : (anchor ?? raised)!;
  const seen = new Set(cues.keys());
  return { part, start, end, rules, boundedRules, model, reading: heard, cues: seen, alone: !anchor, unsupported };
}

function toFinding(
  code: FindingCode,
  masked: string,
  { part, start, end, cues, model, reading }: Weighed,
  score: number,
): Finding {
  const because: Reason[] = [...cues].map((cue) => {
    return { rule: `${code}/${cue.id}`, context: cue.weights[code]! < 0 ? 'speaks against it' : 'speaks for it' };
  });
  const seen = reading && reading.odds > 0 ? [reasonOf(code, reading)] : [];
  if (model > raisingOdds || because.length + seen.length === 0)
    because.unshift({ rule: `${code}/model`, context: 'speaks for it' });
  return { code, part: part.id, start, end, score, because: [...seen, ...because], masked };
}

function stronger(one: number, other: number): number {
  return Math.abs(one) >= Math.abs(other) ? one : other;
}

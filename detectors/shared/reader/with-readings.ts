/** Joins what a detector found by its own means with what the reader says of the sentences: for detectors without cue rules. */
import type { ExtractedMessage, ExtractedPart, Finding, FindingCode } from '../../detector.ts';
import { readingsFor, reasonOf, type ReadSentence } from './code-readings.ts';
import { combinedOdds, shippedReaderCombinations, type ReaderCombination } from './combination.ts';

export interface ReadingCode {
  /** Code of the combination, and of what the reader alone finds. */
  readonly code: FindingCode;
  readonly masked: string;
  readonly voice: 'own' | 'any';
  /** Findings with a lower score are not reported. */
  readonly threshold: number;
}

/** Log-odds of the rules where they have found nothing in a sentence. */
export const nothingFound = -4;
/** Sentences that the reader alone finds in a message: a reviewer needs no more. */
const mostAlone = 20;
const highestScore = 0.97;

/**
 * Findings in sentences that were read get the score of both; sentences in which nothing was found are found by the reader
 * where it is sure enough. Without readings, the findings as they are.
 *
 * @param found all that the detector considers, below the threshold too
 * @param parts those that the detector looks at, by the ids of the message
 */
export function withReadings(
  message: ExtractedMessage,
  parts: readonly ExtractedPart[],
  found: readonly Finding[],
  { code, masked, voice, threshold }: ReadingCode,
  combination: ReaderCombination | undefined = shippedReaderCombinations()[code],
): Finding[] {
  const read = readingsFor(message, parts, combination, voice);
  if (!read || !combination) return found.filter(({ score }) => score >= threshold);
  const weighed = weighedTogether(found, read).map((one) => ({ ...one, score: scoreOf(combination, one) }));
  const joined = weighed.flatMap(({ found: finding, reading, score }) => {
    if (!finding) return [];
    const because = reading && reading.odds > 0 ? [reasonOf(code, reading), ...finding.because] : finding.because;
    return [{ ...finding, score, because }];
  });
  const alone = weighed
    .flatMap(({ found: finding, reading, score }) => {
      if (finding || !reading) return [];
      const { part, start, end } = reading;
      return [{ code, part: part.id, start, end, score, because: [reasonOf(code, reading)], masked }];
    })
    .filter(({ score }) => score >= threshold)
    .sort((a, b) => b.score - a.score)
    .slice(0, mostAlone);
  return [...joined.filter(({ score }) => score >= threshold), ...alone];
}

/** What is weighed as one: what was found and the sentence that it is in, or a sentence in which nothing was found. */
interface Together {
  readonly found: Finding | undefined;
  readonly reading: ReadSentence | undefined;
}

/** Every finding with the sentence in which it is, where that was read, and the other sentences. */
export function weighedTogether(found: readonly Finding[], read: readonly ReadSentence[]): Together[] {
  return [
    ...found.map((finding) => ({ found: finding, reading: read.find((sentence) => touches(sentence, finding)) })),
    ...read
      .filter((sentence) => !found.some((finding) => touches(sentence, finding)))
      .map((sentence) => ({ found: undefined, reading: sentence })),
  ];
}

function touches({ part, start, end }: ReadSentence, finding: Finding): boolean {
  return part.id === finding.part && start < finding.end && finding.start < end;
}

/** Log-odds of a finding's score. */
export function oddsOf(score: number): number {
  const bounded = Math.min(0.999, Math.max(0.001, score));
  return Math.log(bounded / (1 - bounded));
}

function scoreOf(combination: ReaderCombination, { found, reading }: Together): number {
  if (found && !reading) return found.score;
  const rules = found ? oddsOf(found.score) : nothingFound;
  const odds = combinedOdds(combination, { rules, model: 0, reading, alone: rules });
  return Math.min(highestScore, 1 / (1 + Math.exp(-odds)));
}

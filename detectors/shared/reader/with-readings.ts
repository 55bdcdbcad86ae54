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
  const joined = found.map((finding) => {
    const reading = read.find((sentence) => touches(sentence, finding));
    if (!reading) return finding;
    const score = scoreOf(combination, oddsOf(finding.score), reading.odds);
    const because = reading.odds > 0 ? [reasonOf(code, reading), ...finding.because] : finding.because;
    return { ...finding, score, because };
  });
  const alone = read
    .filter((sentence) => !found.some((finding) => touches(sentence, finding)))
    .map((sentence) => ({
      code,
      part: sentence.part.id,
      start: sentence.start,
      end: sentence.end,
      score: scoreOf(combination, nothingFound, sentence.odds),
      because: [reasonOf(code, sentence)],
      masked,
    }))
    .filter(({ score }) => score >= threshold)
    .sort((a, b) => b.score - a.score)
    .slice(0, mostAlone);
  return [...joined.filter(({ score }) => score >= threshold), ...alone];
}

function touches({ part, start, end }: ReadSentence, finding: Finding): boolean {
  return part.id === finding.part && start < finding.end && finding.start < end;
}

function oddsOf(score: number): number {
  const bounded = Math.min(0.999, Math.max(0.001, score));
  return Math.log(bounded / (1 - bounded));
}

function scoreOf(combination: ReaderCombination, rules: number, reader: number): number {
  const odds = combinedOdds(combination, { rules, model: 0, reader, alone: rules });
  return Math.min(highestScore, 1 / (1 + Math.exp(-odds)));
}

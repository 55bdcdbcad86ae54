/** Turns what the classifier sees in pictures into findings. */
import type { ClassifiedPicture, ExtractedMessage, Finding } from '../detector.ts';

/** Classes of the model that count as sexually explicit: photographs, and drawings. */
const explicitClasses = ['explicit', 'drawn-explicit'];

/**
 * The log-odds of the model at which a finding has the score 0.5, and by how much they count. The model is too sure of itself,
 * and was trained on as many explicit pictures as others; in a district's mail they are rare. So the score is lower than the
 * model's probability: 0.5 is where ordinary pictures end (README, "Pictures").
 */
const evenLogOdds = 2.2;
const slope = 1.25;

/** A message with more is not read more closely for it. */
const mostFindings = 20;

/** @param threshold findings with a lower score are not reported */
export function pictureFindings(message: ExtractedMessage, threshold: number): Finding[] {
  const { classified = [] } = message;
  return classified
    .map((picture) => ({ picture, score: scoreOf(picture) }))
    .filter(({ score }) => score >= threshold)
    .sort((one, other) => other.score - one.score)
    .slice(0, mostFindings)
    .flatMap(({ picture, score }) => {
      const at = placeOf(picture, message);
      return at ? [findingOf(picture, score, at)] : [];
    });
}

/** 0..1. */
export function scoreOf({ probabilities }: Pick<ClassifiedPicture, 'probabilities'>): number {
  const sum = explicitClasses.reduce((total, label) => total + (probabilities[label] ?? 0), 0);
  const share = Math.min(Math.max(sum, 1e-6), 1 - 1e-6);
  return 1 / (1 + Math.exp(-slope * (Math.log(share / (1 - share)) - evenLogOdds)));
}

interface TextPlace {
  readonly part: string;
  readonly start: number;
  readonly end: number;
}

function findingOf({ place, part, probabilities }: ClassifiedPicture, score: number, at: TextPlace): Finding {
  const drawn = (probabilities['drawn-explicit'] ?? 0) > (probabilities['explicit'] ?? 0);
  return {
    code: 'sexual.image',
    ...at,
    score,
    because: [{ rule: `sexual/${drawn ? 'drawing' : 'picture'}`, context: place ?? `part ${part}` }],
    masked: `a ${drawn ? 'drawing' : 'picture'} that may be sexually explicit`,
  };
}

/** The name of the picture, or else the first words of the message: the picture itself has no place in a text. */
function placeOf({ name }: ClassifiedPicture, { parts }: ExtractedMessage): TextPlace | undefined {
  if (name) return { part: 'names', start: name.start, end: name.end };
  const first = parts.find(({ text }) => text.trim() !== '') ?? parts[0];
  if (!first) return undefined;
  const start = first.text.length - first.text.trimStart().length;
  const end = first.text.indexOf('\n', start);
  return { part: first.id, start, end: end < 0 ? first.text.length : end };
}

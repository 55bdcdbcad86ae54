/** Words beside a picture that say it shows students, or that it is a picture of paper. */
import type { Span } from '../detector.ts';
import { foldName } from '../shared/people/names.ts';
import { expandPhrase } from '../shared/text/phrase.ts';
import type { FileWords } from './file-words.ts';
import { rules } from './rules.ts';

export interface Spoken extends Span {
  readonly rule: string;
  readonly score: number;
}

interface Phrase {
  readonly words: readonly string[];
  readonly rule: string;
  readonly score: number;
}

/** Of phrases that a district adds. */
const ownScore = 0.7;

/** @param own further phrases, as in rules.yaml @throws Error where one of them is malformed */
export function studentPhrases(own: readonly string[]): (words: FileWords) => Spoken | undefined {
  const byFirst = new Map<string, Phrase[]>();
  const patterns = [...rules.words, ...own.map((phrase) => ({ id: 'own-words', phrase, score: ownScore }))];
  for (const { id: rule, phrase, score } of patterns) {
    for (const expanded of expandPhrase(phrase)) {
      const words = foldName(expanded).split(/\s+/);
      byFirst.set(words[0]!, [...(byFirst.get(words[0]!) ?? []), { words, rule, score }]);
    }
  }
  return ({ spoken }) => {
    let best: Spoken | undefined;
    for (const [at, word] of spoken.entries()) {
      for (const { words, rule, score } of byFirst.get(word.key) ?? []) {
        if (score <= (best?.score ?? 0) || !words.every((key, step) => spoken[at + step]?.key === key)) continue;
        best = { rule, score, start: word.start, end: spoken[at + words.length - 1]!.end };
      }
    }
    return best;
  };
}

/** A flyer, a form, a screenshot. */
export function isOfPaper({ spoken }: FileWords): boolean {
  return spoken.some(({ key }) => rules.documents.has(key));
}

/** Writes a sentence with its neighbours as the row of token ids that the model was trained on. */
import type { ModelDescription } from './model-description.ts';
import type { WordPieces } from './word-pieces.ts';

/** A sentence and the sentences beside it; empty where there is none. */
export interface SentenceText {
  readonly before: string;
  readonly sentence: string;
  readonly behind: string;
}

/** `[CLS]` and three `[SEP]`. */
const marks = 4;

/** `[CLS] before [SEP] sentence [SEP] behind [SEP]`; what is too long goes from behind, then from before, then from the sentence. */
export function sentenceTokens(
  { before, sentence, behind }: SentenceText,
  pieces: WordPieces,
  { maxTokens, contextWords }: Pick<ModelDescription, 'maxTokens' | 'contextWords'>,
): number[] {
  const { begin, separator } = pieces.special;
  const room = maxTokens - marks;
  const middle = pieces.idsOf(sentence).slice(0, room);
  const first = pieces.idsOf(wordsOf(before).reverse().slice(0, contextWords).reverse().join(' '));
  const kept = first.slice(Math.max(0, first.length - (room - middle.length)));
  const last = pieces.idsOf(wordsOf(behind).slice(0, contextWords).join(' '));
  const rest = last.slice(0, room - middle.length - kept.length);
  return [begin, ...kept, separator, ...middle, separator, ...rest, separator];
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

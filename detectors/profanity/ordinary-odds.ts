/** Weighs whether a word of the lexicon is a name, a place or a word of a trade where it stands. */
import type { ExtractedMessage, ExtractedPart, Span } from '../detector.ts';
import { isListedName, isTownName, nameEvidence, placeEvidence } from '../shared/conduct/name-evidence.ts';
import { ordinaryWordsOf } from '../shared/conduct/ordinary-words.ts';
import { nameKeys } from '../shared/people/names.ts';

/** Log-odds that the word is a name where somebody in From, To or Cc is called so. */
const correspondent = 3;

/**
 * Log-odds, at least 0, that the word is ordinary.
 * @param word `neverName` for words that nobody is called
 */
export function ordinaryOdds(
  message: ExtractedMessage,
  part: ExtractedPart,
  word: Span & { readonly neverName: boolean; readonly disguised: boolean },
): number {
  const odds = ordinaryWordsOf(part).oddsAt(word);
  const text = part.text.slice(word.start, word.end);
  if ((word.neverName && !isListedName(text)) || word.disguised)
    return Math.max(odds, isTownName(text) ? placeEvidence(part, word) : 0);
  const named = nameEvidence(part, word);
  return Math.max(odds, named > 0 || /^\p{Lu}/u.test(text) ? named + correspondentOdds(message, text) : 0);
}

const kept = new WeakMap<ExtractedMessage, ReadonlySet<string>>();

/** Folded words of the display names in From, To and Cc. */
function correspondentsOf(message: ExtractedMessage): ReadonlySet<string> {
  let known = kept.get(message);
  if (!known) {
    const boxes = [...(message.from ? [message.from] : []), ...message.to, ...message.cc];
    kept.set(message, (known = new Set(boxes.flatMap(({ name }) => nameKeys(name)))));
  }
  return known;
}

function correspondentOdds(message: ExtractedMessage, word: string): number {
  const [key] = nameKeys(word);
  return key !== undefined && correspondentsOf(message).has(key) ? correspondent : 0;
}

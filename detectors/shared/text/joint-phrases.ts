/** The phrases of all lexicons in one automaton, so that a part is searched once, whoever asks for what. */
import type { ExtractedPart } from '../../detector.ts';
import { foldPart, foldPieces, type FoldedText } from './fold.ts';
import { PhraseTrie, type PhraseAutomaton, type PhraseEnds } from './phrase-automaton.ts';

/** A piece of a part, and where phrases of any lexicon end in it. */
export interface SearchedPiece {
  readonly folded: FoldedText;
  readonly found: PhraseEnds;
}

const trie = new PhraseTrie();

interface Kept {
  readonly automaton: PhraseAutomaton;
  readonly pieces: readonly SearchedPiece[];
}
const kept = new WeakMap<readonly FoldedText[], Kept>();

/** The number of the phrase whose symbols begin at `from`: the same for the same symbols, so that lexicons share phrases and may be built again. */
export function numberOfPhrase(
  symbols: readonly number[],
  from: number,
  open: { openStart: boolean; openEnd: boolean },
): number {
  return trie.add(symbols, from, open);
}

/** Compiles the phrases of the lexicons that have been built. Otherwise the first message waits for it. */
export function compilePhrases(): PhraseAutomaton {
  return trie.compile();
}

/** The pieces of a part. They are kept while the folded text of the part is. */
export function searchPart(part: ExtractedPart): Iterable<SearchedPiece> {
  const compiled = compilePhrases();
  const pieces = foldPart(part);
  if (!isArray(pieces)) return searchEach(pieces, compiled);
  let known = kept.get(pieces);
  if (known?.automaton !== compiled) {
    known = { automaton: compiled, pieces: [...searchEach(pieces, compiled)] };
    kept.set(pieces, known);
  }
  return known.pieces;
}

/** The pieces of a text that is asked about once. */
export function searchText(text: string): Iterable<SearchedPiece> {
  return searchEach(foldPieces(text), compilePhrases());
}

/** `Array.isArray` does not tell a read-only array from an iterable. */
function isArray<Item>(items: Iterable<Item>): items is readonly Item[] {
  return Array.isArray(items);
}

function* searchEach(pieces: Iterable<FoldedText>, compiled: PhraseAutomaton): Generator<SearchedPiece> {
  for (const folded of pieces) yield { folded, found: compiled.endsIn(folded) };
}

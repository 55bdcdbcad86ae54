/** The phrases of all lexicons in one automaton, so that a part is searched once, whoever asks for what. */
import type { ExtractedPart } from '../../detector.ts';
import { foldPart, foldPieces, type FoldedText } from './fold.ts';
import { PhraseTrie, type PhraseAutomaton, type PhraseEnds } from './phrase-automaton.ts';
import { openPhrases, type PhraseColumns, type PreparedPhrases } from './prepared-phrases.ts';

/** A piece of a part, and where phrases of any lexicon end in it. */
export interface SearchedPiece {
  readonly folded: FoldedText;
  readonly found: PhraseEnds;
}

/** Opened with the first lexicon: processes that do not scan have none. */
let opened: { readonly prepared: PreparedPhrases | undefined; readonly trie: PhraseTrie } | undefined;
/** While the start is being prepared: what has been built. */
let built: Map<string, PhraseColumns> | undefined;

interface Kept {
  readonly automaton: PhraseAutomaton;
  readonly pieces: readonly SearchedPiece[];
}
const kept = new WeakMap<readonly FoldedText[], Kept>();

function phrases() {
  if (!opened) {
    const prepared = openPhrases();
    opened = { prepared, trie: new PhraseTrie(prepared?.joint) };
  }
  return opened;
}

/** The number of the phrase whose symbols begin at `from`: the same for the same symbols, so that lexicons share phrases and may be built again. */
export function numberOfPhrase(
  symbols: readonly number[],
  from: number,
  open: { openStart: boolean; openEnd: boolean },
): number {
  return phrases().trie.add(symbols, from, open);
}

/** The columns of a lexicon: those that were prepared, otherwise built ones. */
export function columnsOf(key: string, build: () => PhraseColumns): PhraseColumns {
  const columns = phrases().prepared?.lexicons.get(key) ?? build();
  built?.set(key, columns);
  return columns;
}

/** Everything that is built while `load` runs, to be kept for the next start. */
export async function prepareWhile(load: () => Promise<unknown>): Promise<PreparedPhrases> {
  built = new Map();
  await load();
  const lexicons = built;
  built = undefined;
  return { joint: phrases().trie.arrays(), lexicons };
}

/** Compiles the phrases of the lexicons that have been built. Otherwise the first message waits for it. */
export function compilePhrases(): PhraseAutomaton {
  return phrases().trie.compile();
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

/** Finds the ends of many phrases in folded text (Aho and Corasick 1975): linear in the text, whatever the number of phrases. */
import { symbol } from './letters.ts';
import type { FoldedText } from './text-folder.ts';

/** Where phrases end in folded text, in the order of the text: phrase `phrases[i]` ends with symbol `ends[i]`. */
export interface PhraseEnds {
  readonly count: number;
  readonly ends: Uint32Array;
  readonly phrases: Uint32Array;
}

export interface PhraseAutomaton {
  endsIn(text: FoldedText): PhraseEnds;
}

const noPhrases: readonly number[] = [];

/** @param phrases as symbols of folded text; a phrase's number is its place among them */
export function buildPhraseAutomaton(phrases: readonly (readonly number[])[]): PhraseAutomaton {
  const { next, outputs } = linkTrie(buildTrie(phrases));
  // An entry is the place of the next state's row, doubled, and odd where phrases end in that state.
  for (let at = 0; at < next.length; at += 1) {
    const state = next[at]!;
    next[at] = 2 * state * symbol.count + (outputs[state]!.length > 0 ? 1 : 0);
  }
  return { endsIn: (text) => run(next, outputs, text) };
}

function run(next: Int32Array, outputs: readonly (readonly number[])[], { symbols, length }: FoldedText): PhraseEnds {
  let ends = new Uint32Array(64 + (length >> 2));
  let phrases = new Uint32Array(ends.length);
  let count = 0;
  let entry = 0;
  for (let at = 0; at < length; at += 1) {
    entry = next[(entry >> 1) + symbols[at]!]!;
    if ((entry & 1) === 0) continue;
    const ended = outputs[(entry >> 1) / symbol.count]!;
    if (count + ended.length > ends.length) {
      ends = larger(ends, count + ended.length);
      phrases = larger(phrases, count + ended.length);
    }
    for (let i = 0; i < ended.length; i += 1) {
      ends[count] = at;
      phrases[count] = ended[i]!;
      count += 1;
    }
  }
  return { count, ends, phrases };
}

function larger(array: Uint32Array<ArrayBuffer>, least: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(Math.max(least, 2 * array.length));
  grown.set(array);
  return grown;
}

interface Trie {
  /** `symbol.count` columns a state; state 0 is the root. */
  readonly next: Int32Array;
  /** The phrases that end in each state. */
  readonly outputs: (readonly number[])[];
}

/** Makes the tree a full transition table. */
function linkTrie({ next, outputs }: Trie): Trie {
  const fallback = new Int32Array(outputs.length);
  const order = new Int32Array(outputs.length);
  let queued = 0;
  for (let of = 0; of < symbol.count; of += 1) {
    const child = next[of]!;
    if (child !== 0) order[queued++] = child;
  }
  for (let i = 0; i < queued; i += 1) {
    const state = order[i]!;
    const back = fallback[state]!;
    const ended = outputs[back]!;
    if (ended.length > 0) outputs[state] = outputs[state]!.length > 0 ? [...outputs[state]!, ...ended] : ended;
    const [row, backRow] = [state * symbol.count, back * symbol.count];
    for (let of = 0; of < symbol.count; of += 1) {
      const child = next[row + of]!;
      const through = next[backRow + of]!;
      if (child === 0) next[row + of] = through;
      else {
        fallback[child] = through;
        order[queued++] = child;
      }
    }
  }
  return { next, outputs };
}

/** The phrases as a tree; 0 where it has no branch. Most phrases share beginnings, so the table grows as needed. */
function buildTrie(phrases: readonly (readonly number[])[]): Trie {
  let next = new Int32Array(1024 * symbol.count);
  const outputs: (readonly number[])[] = [noPhrases];
  for (let index = 0; index < phrases.length; index += 1) {
    let state = 0;
    for (const of of phrases[index]!) {
      const slot = state * symbol.count + of;
      if (next[slot] === 0) {
        next[slot] = outputs.length;
        outputs.push(noPhrases);
        if (outputs.length * symbol.count > next.length) {
          const grown = new Int32Array(2 * next.length);
          grown.set(next);
          next = grown;
        }
      }
      state = next[slot]!;
    }
    outputs[state] = [...outputs[state]!, index];
  }
  return { next: next.slice(0, outputs.length * symbol.count), outputs };
}

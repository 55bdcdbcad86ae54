/**
 * Finds the ends of many phrases in folded text (Aho and Corasick 1975): linear in the text, whatever the number of phrases.
 * Only states near the root have a row of the transition table; the others, most of which have one branch, take a few bytes.
 */
import { symbol } from './letters.ts';
import type { FoldedText } from './text-folder.ts';

/** Where phrases end in folded text, in its order: phrase `phrases[i]` ends with symbol `ends[i]`. Those inside of words are left out unless they are open. */
export interface PhraseEnds {
  readonly count: number;
  readonly ends: Uint32Array;
  readonly phrases: Uint32Array;
}

export interface PhraseAutomaton {
  endsIn(text: FoldedText): PhraseEnds;
}

/** States with a longer way from the root have a row only where they have many branches. */
const rowDepth = 2;
const manyBranches = 5;

/** What may stand beside a phrase: further letters of a longer word where it is open, else the border of a word. */
interface Borders {
  readonly openStart: boolean;
  readonly openEnd: boolean;
}
/** Bits of `borders`. */
const opensAtStart = 1;
const opensAtEnd = 2;

/** Arrays with an entry a state; state 0 is the root. */
interface Tree {
  /** The symbol that leads to the state. */
  readonly label: Uint8Array;
  /** 0 where there is none. */
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  /** The phrase that ends in the state, or -1. */
  readonly phrase: Int32Array;
}

/** A tree with its automaton as plain arrays, which can be kept in a file: see `PhraseTrie.arrays`. */
export interface PhraseArrays extends Automaton {
  /** By number of the phrase, like `borders`. */
  readonly lengths: Uint16Array;
  readonly borders: Uint8Array;
}

/** The phrases as a tree, which grows with each. */
export class PhraseTrie {
  private tree: Tree;
  private states: number;
  private phrases: number;
  /** By number of the phrase. */
  private lengths: Uint16Array;
  private borders: Uint8Array;
  private compiled: PhraseAutomaton | undefined;

  /** @param from the arrays of another one, whose phrases keep their numbers */
  constructor(from?: PhraseArrays) {
    this.tree = from ?? treeOf(4096);
    this.states = from ? from.label.length : 1;
    this.phrases = from ? from.lengths.length : 0;
    this.lengths = from?.lengths ?? new Uint16Array(1024);
    this.borders = from?.borders ?? new Uint8Array(1024);
    if (from) this.compiled = { endsIn: (text) => run(from, text) };
  }

  /**
   * @param from where the symbols of the phrase begin
   * @param open whether the phrase may lie inside a longer word; where it was added before, it may if either says so
   * @returns the number of the phrase, counted from 0: the same for the same symbols
   */
  add(symbols: readonly number[], from: number, { openStart, openEnd }: Borders): number {
    let state = 0;
    for (let at = from; at < symbols.length; at += 1)
      state = childOf(this.tree, state, symbols[at]!) || this.grow(state, symbols[at]!);
    const { phrase } = this.tree;
    if (phrase[state]! < 0) {
      phrase[state] = this.addPhrase(symbols.length - from);
      this.compiled = undefined;
    }
    const number = phrase[state]!;
    this.borders[number]! |= (openStart ? opensAtStart : 0) | (openEnd ? opensAtEnd : 0);
    return number;
  }

  /** The automaton of the phrases so far; the same one until there are others. */
  compile(): PhraseAutomaton {
    if (!this.compiled) {
      const automaton = link(treeOf(this.states, this.tree));
      this.compiled = { endsIn: (text) => run({ ...automaton, lengths: this.lengths, borders: this.borders }, text) };
    }
    return this.compiled;
  }

  /** Everything that another one of the same phrases can be made from, without adding and compiling them again. */
  arrays(): PhraseArrays {
    return {
      ...link(treeOf(this.states, this.tree)),
      lengths: this.lengths.slice(0, this.phrases),
      borders: this.borders.slice(0, this.phrases),
    };
  }

  private addPhrase(length: number): number {
    if (this.phrases === this.lengths.length) {
      const [lengths, borders] = [this.lengths, this.borders];
      const room = Math.max(1024, 2 * this.phrases);
      this.lengths = new Uint16Array(room);
      this.lengths.set(lengths);
      this.borders = new Uint8Array(room);
      this.borders.set(borders);
    }
    this.lengths[this.phrases] = length;
    return this.phrases++;
  }

  private grow(state: number, of: number): number {
    if (this.states === this.tree.label.length) this.tree = treeOf(2 * this.states, this.tree);
    const { label, firstChild, nextSibling } = this.tree;
    const child = this.states++;
    label[child] = of;
    nextSibling[child] = firstChild[state]!;
    firstChild[state] = child;
    return child;
  }
}

/** @param from is copied as far as there is room */
function treeOf(states: number, from?: Tree): Tree {
  const tree = {
    label: new Uint8Array(states),
    firstChild: new Int32Array(states),
    nextSibling: new Int32Array(states),
    phrase: new Int32Array(states).fill(-1),
  };
  if (from)
    for (const name of ['label', 'firstChild', 'nextSibling', 'phrase'] as const)
      tree[name].set(from[name].subarray(0, states));
  return tree;
}

function childOf({ label, firstChild, nextSibling }: Tree, state: number, of: number): number {
  let child = firstChild[state]!;
  while (child !== 0 && label[child] !== of) child = nextSibling[child]!;
  return child;
}

interface Automaton extends Tree {
  /** Where the state's row begins in `next`, or -1. */
  readonly row: Int32Array;
  /** Where each symbol leads, for states that have a row. */
  readonly next: Int32Array;
  /** The longest end of what was read that is a state of its own. */
  readonly fallback: Int32Array;
  /** The state itself where a phrase ends in it, else the first of its fallbacks of which that is true; 0 for none. */
  readonly ending: Int32Array;
}

function link(tree: Tree): Automaton {
  const states = tree.label.length;
  const { order, depth } = breadthFirst(tree);
  const row = new Int32Array(states).fill(-1);
  let rows = 0;
  for (let state = 0; state < states; state += 1)
    if (depth[state]! <= rowDepth || branchesOf(tree, state) >= manyBranches) row[state] = symbol.count * rows++;
  const next = new Int32Array(symbol.count * rows);
  const automaton = { ...tree, row, next, fallback: new Int32Array(states), ending: new Int32Array(states) };
  const { fallback, ending } = automaton;
  for (const state of order) {
    const back = fallback[state]!;
    ending[state] = tree.phrase[state]! >= 0 ? state : ending[back]!;
    const at = row[state]!;
    // The row of a fallback is complete by now, since it is nearer to the root.
    if (at >= 0 && state !== 0) for (let of = 0; of < symbol.count; of += 1) next[at + of] = step(automaton, back, of);
    for (let child = tree.firstChild[state]!; child !== 0; child = tree.nextSibling[child]!) {
      if (state !== 0) fallback[child] = step(automaton, back, tree.label[child]!);
      if (at >= 0) next[at + tree.label[child]!] = child;
    }
  }
  return automaton;
}

function breadthFirst({ label, firstChild, nextSibling }: Tree): { order: Int32Array; depth: Uint16Array } {
  const order = new Int32Array(label.length);
  const depth = new Uint16Array(label.length);
  let queued = 1;
  for (let at = 0; at < queued; at += 1) {
    const state = order[at]!;
    for (let child = firstChild[state]!; child !== 0; child = nextSibling[child]!) {
      depth[child] = depth[state]! + 1;
      order[queued++] = child;
    }
  }
  return { order, depth };
}

function branchesOf({ firstChild, nextSibling }: Tree, state: number): number {
  let count = 0;
  for (let child = firstChild[state]!; child !== 0; child = nextSibling[child]!) count += 1;
  return count;
}

/** The state behind `state` and the symbol. */
function step(automaton: Automaton, state: number, of: number): number {
  const { row, next, fallback } = automaton;
  let at = state;
  while (row[at]! < 0) {
    const child = childOf(automaton, at, of);
    if (child !== 0) return child;
    at = fallback[at]!;
  }
  return next[row[at]! + of]!;
}

function run(search: PhraseArrays, { symbols, length }: FoldedText): PhraseEnds {
  const { row, next, ending, phrase, fallback, lengths, borders } = search;
  let ends = new Uint32Array(64 + (length >> 2));
  let phrases = new Uint32Array(ends.length);
  let count = 0;
  let state = 0;
  for (let at = 0; at < length; at += 1) {
    const of = symbols[at]!;
    const begin = row[state]!;
    state = begin >= 0 ? next[begin + of]! : step(search, state, of);
    if (ending[state] === 0) continue;
    const insideEnd = at + 1 < length && isWordy(symbols[at + 1]!);
    for (let ended = ending[state]!; ended !== 0; ended = ending[fallback[ended]!]!) {
      if (count === ends.length) {
        ends = doubled(ends);
        phrases = doubled(phrases);
      }
      ends[count] = at;
      const number = phrase[ended]!;
      phrases[count] = number;
      const open = borders[number]!;
      if (insideEnd && (open & opensAtEnd) === 0) continue;
      const own = lengths[number]!;
      if ((open & opensAtStart) === 0 && own <= at && isWordy(symbols[at - own]!)) continue;
      count += 1;
    }
  }
  return { count, ends, phrases };
}

/** Whether a symbol is a part of a word. */
export function isWordy(of: number): boolean {
  return of !== symbol.space && of !== symbol.stop;
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length);
  larger.set(array);
  return larger;
}

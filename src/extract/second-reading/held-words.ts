/** The words of all extracted parts, to tell whether another text says anything that no part says. */

/** Longer runs of letters are encoded data and no words. */
const maxWordLength = 40;
/** Consecutive words of which no two stand beside each other in any part: known words in a new order. */
const newOrderFrom = 8;
/** Word numbers stay below this, so that a pair of them is one safe integer. */
const pairBase = 2 ** 26;

export interface HeldWords {
  /**
   * Words of a text that no part holds, and words that stand in an order that no part has.
   *
   * @returns how many; a word counts once
   */
  missingIn(text: string): number;
}

/** @param texts of all parts; CPU time and memory are linear in their length */
export function holdWords(texts: Iterable<string>): HeldWords {
  const numbers = new Map<string, number>();
  const pairs = new Set<number>();
  for (const text of texts) {
    let before = 0;
    for (const word of wordsOf(text)) {
      let number = numbers.get(word);
      if (number === undefined) {
        number = numbers.size + 1;
        numbers.set(word, number);
      }
      pairs.add(before * pairBase + number);
      before = number;
    }
  }

  function missingIn(text: string): number {
    const missing = new Set<string>();
    let run: string[] = [];
    let reordered = 0;
    let before = 0;
    const endRun = () => {
      if (run.length >= newOrderFrom) reordered += run.length;
      run = [];
    };
    for (const word of wordsOf(text)) {
      const number = numbers.get(word);
      if (number === undefined) {
        if (isTelling(word)) missing.add(word);
        before = 0;
        continue;
      }
      if (pairs.has(before * pairBase + number)) endRun();
      run.push(word);
      before = number;
    }
    endRun();
    return missing.size + reordered;
  }

  return { missingIn };
}

function* wordsOf(text: string): Generator<string> {
  for (const [word] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}\p{M}\ufffd]+/gu))
    yield word;
}

/** A single letter says nothing, and what is encoded or wrongly decoded nobody can read. */
function isTelling(word: string): boolean {
  return word.length > 1 && word.length <= maxWordLength && !word.includes('\ufffd');
}

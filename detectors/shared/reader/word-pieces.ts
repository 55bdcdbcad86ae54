/** Cuts text into the word pieces of an uncased BERT vocabulary, exactly as the training does. */

/** Ids of the pieces that have a meaning of their own. */
export interface SpecialIds {
  readonly unknown: number;
  readonly begin: number;
  readonly separator: number;
}

export interface WordPieces {
  readonly special: SpecialIds;
  /** Ids of the pieces of a text, without any mark around them. Text that looks like a special token is ordinary text. */
  idsOf(text: string): number[];
}

/** Longer words are unknown, as in the training. */
const longestWord = 100;
/** Words are often met again: their pieces are kept, up to this many words. */
const mostKept = 20_000;

/**
 * @param vocabulary text of `vocab.txt`: a piece a line, the line's number is its id
 * @throws Error where a special piece is missing: a fault of the model's files
 */
export function createWordPieces(vocabulary: string): WordPieces {
  const lines = vocabulary.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const ids = new Map(lines.map((line, id) => [line.replace(/\r$/, ''), id]));
  const idOf = (piece: string): number => {
    const id = ids.get(piece);
    if (id === undefined) throw new Error(`the vocabulary has no piece ${piece}`);
    return id;
  };
  const special = { unknown: idOf('[UNK]'), begin: idOf('[CLS]'), separator: idOf('[SEP]') };
  const kept = new Map<string, readonly number[]>();
  return {
    special,
    idsOf(text) {
      const found: number[] = [];
      for (const word of basicWords(text)) {
        let pieces = kept.get(word);
        if (!pieces) {
          pieces = piecesOf(word, ids, special.unknown);
          if (kept.size >= mostKept) kept.clear();
          kept.set(word, pieces);
        }
        for (const id of pieces) found.push(id);
      }
      return found;
    },
  };
}

/** The longest piece that fits, again and again; one unknown piece makes the whole word unknown. */
function piecesOf(word: string, ids: ReadonlyMap<string, number>, unknown: number): readonly number[] {
  const letters = Array.from(word);
  if (letters.length > longestWord) return [unknown];
  const found: number[] = [];
  let from = 0;
  while (from < letters.length) {
    let id: number | undefined;
    let to = letters.length;
    for (; to > from; to -= 1) {
      const piece = letters.slice(from, to).join('');
      id = ids.get(from === 0 ? piece : `##${piece}`);
      if (id !== undefined) break;
    }
    if (id === undefined) return [unknown];
    found.push(id);
    from = to;
  }
  return found;
}

/** Lower-case words and single signs of punctuation, without accents and control characters. */
export function basicWords(text: string): string[] {
  const spaced = text.replace(unseen, '').replace(ideographs, ' $& ');
  return spaced
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(punctuation, ' $& ')
    .split(space)
    .filter((word) => word !== '');
}

/** Tab and line ends are white space; other control, format, private and unassigned characters and U+FFFD go. */
const unseen = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\uFFFD]/gu;
const space = /\s+/u;
/** All signs of ASCII, and the punctuation of Unicode. */
const punctuation = /[!-/:-@[-`{-~]|\p{P}/gu;
const ideographs =
  /[\u4E00-\u9FFF\u3400-\u4DBF\uF900-\uFAFF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B820}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu;

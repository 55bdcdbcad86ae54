/** Keeps what is known about pictures that come again (forms, flyers, pictures in signatures), in memory alone, by the hash of the picture. */

export interface AnswerCache<Answer> {
  get(key: string): Answer | undefined;
  set(key: string, answer: Answer): void;
}

/** Each entry counts this much beside its text. */
const entryCharacters = 100;

/**
 * @param mostCharacters of all entries; the one that was not asked for the longest goes first
 * @param charactersOf an answer
 */
export function createAnswerCache<Answer>(
  mostCharacters: number,
  charactersOf: (answer: Answer) => number,
): AnswerCache<Answer> {
  const kept = new Map<string, Answer>();
  let characters = 0;
  const sizeOf = (answer: Answer): number => entryCharacters + charactersOf(answer);
  const remove = (key: string): void => {
    const answer = kept.get(key);
    if (answer === undefined) return;
    kept.delete(key);
    characters -= sizeOf(answer);
  };
  return {
    get(key) {
      const answer = kept.get(key);
      if (answer !== undefined) {
        kept.delete(key);
        kept.set(key, answer);
      }
      return answer;
    },
    set(key, answer) {
      remove(key);
      kept.set(key, answer);
      characters += sizeOf(answer);
      while (characters > mostCharacters) remove(kept.keys().next().value!);
    },
  };
}

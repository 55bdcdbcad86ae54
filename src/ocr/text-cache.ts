/** Keeps the text of pictures that come again (forms, flyers, pictures in signatures), in memory alone, by the hash of the picture. */
import type { PictureText } from './picture-text.ts';

export interface TextCache {
  get(key: string): PictureText | undefined;
  set(key: string, text: PictureText): void;
}

/** Each entry counts this much beside its text. */
const entryCharacters = 100;

/** @param mostCharacters of all entries; the one that was not asked for the longest goes first */
export function createTextCache(mostCharacters: number): TextCache {
  const kept = new Map<string, PictureText>();
  let characters = 0;
  const remove = (key: string): void => {
    const text = kept.get(key);
    if (!text) return;
    kept.delete(key);
    characters -= sizeOf(text);
  };
  return {
    get(key) {
      const text = kept.get(key);
      if (text) {
        kept.delete(key);
        kept.set(key, text);
      }
      return text;
    },
    set(key, text) {
      remove(key);
      kept.set(key, text);
      characters += sizeOf(text);
      while (characters > mostCharacters) remove(kept.keys().next().value!);
    },
  };
}

function sizeOf(text: PictureText): number {
  return entryCharacters + ('lines' in text ? text.lines.reduce((sum, line) => sum + line.length, 0) : 0);
}

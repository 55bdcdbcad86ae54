/** What a message speaks of, by single words. */
import type { Word } from '../people/names.ts';
import { studentWords } from './student-words.ts';

export interface Topics {
  /** The message speaks of school matters, in this part or another. */
  readonly schoolWords: boolean;
  /** By how many different words, up to five: two people with a phone are met in any office's mail. */
  readonly schoolTalk: number;
  /** By more than one word. */
  readonly aboutSchool: boolean;
  /** It speaks of lists of children: a class, a bus, a cabin. */
  readonly listWords: boolean;
  /** It speaks of an author or performer who visits: an adult with a name, a phone and a family. */
  readonly visitor: boolean;
}

/** In one pass over the words of all parts. */
export function topicsOf(parts: readonly (readonly Word[])[]): Topics {
  const met = new Set<string>();
  for (const part of parts) for (const { key } of part) if (topicWords.has(key)) met.add(key);
  const keys = [...met];
  const school = keys.filter((key) => studentWords.schoolWords.has(key)).length;
  return {
    schoolWords: school > 0,
    schoolTalk: Math.min(mostWords, school),
    aboutSchool: school > 1,
    listWords: keys.some((key) => studentWords.listWords.has(key)),
    visitor: keys.some((key) => studentWords.visitorWords.has(key)),
  };
}

const mostWords = 5;
const topicWords = new Set([...studentWords.schoolWords, ...studentWords.listWords, ...studentWords.visitorWords]);

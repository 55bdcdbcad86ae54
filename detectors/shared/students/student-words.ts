/** The words by which students and their families are known, and the phrases around names, read once. */
import { z } from 'zod';
import { readYamlFile } from '../text/data-file.ts';
import { readPhrases } from '../text/phrase-pattern.ts';

const list = z.string().transform((text) => new Set(text.split(/\s+/).filter((word) => word !== '')));

const schema = z.strictObject({
  relations: list,
  folks: list,
  whose: list,
  links: list,
  notNames: list,
  titles: list,
  studentBefore: list,
  roleBefore: list,
  studentAfter: list,
  studentHeadings: list,
  firstHeadings: list,
  lastHeadings: list,
  familyHeadings: list,
  schoolWords: list,
  wordNames: list,
  adultHeadings: list,
  adultRoles: list,
  publicWords: list,
  venueWords: list,
  listWords: list,
  visitorWords: list,
});

export const studentWords: z.infer<typeof schema> = readYamlFile(
  new URL('./student-words.yaml', import.meta.url),
  schema,
);

/** Phrases around a full name. */
export const cueWords = readPhrases(new URL('./cue-words.yaml', import.meta.url));

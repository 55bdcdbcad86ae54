/** The words of likely-family-words.yaml, by which a message to a student's own family is known, compiled once. */
import { z } from 'zod';
import { readYamlFile } from '../text/data-file.ts';
import { studentWords } from '../students/student-words.ts';

const list = z.string().transform((text) => new Set(text.split(/\s+/).filter((word) => word !== '')));

/** Phrases as lists of folded words. */
const phrases = z.string().transform((text) =>
  text
    .split(/\s+/)
    .filter((phrase) => phrase !== '')
    .map((phrase) => phrase.split('+')),
);

const schema = z.strictObject({
  greetings: list,
  titles: list,
  groups: list,
  children: list,
  yours: list,
  readers: list,
  mine: list,
  relatives: list,
  parents: list,
  claims: phrases,
  addressed: phrases,
  disputes: phrases,
  thirdPerson: list,
  business: list,
  roles: list,
  organizations: list,
  mailboxes: list,
});

export const familyWords: z.infer<typeof schema> = readYamlFile(
  new URL('./likely-family-words.yaml', import.meta.url),
  schema,
);

export function isRelative(key: string): boolean {
  return studentWords.relations.has(key) || familyWords.relatives.has(key);
}

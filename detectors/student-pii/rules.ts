/** The words and patterns of rules.yaml, compiled once. */
import { z } from 'zod';
import { readYamlFile } from '../shared/text/data-file.ts';
import { expandPhrase } from '../shared/text/phrase.ts';

const phrases = z.array(z.string()).transform((list) => list.flatMap(expandPhrase));

const words = z.string().transform((text) => new Set(text.split(/\s+/).filter((word) => word !== '')));

const schema = z.strictObject({
  ownCues: phrases,
  homeCues: phrases,
  studentLists: words,
  otherLists: words,
  locatorLabels: words,
  places: z.array(
    z.strictObject({
      id: z.string(),
      pattern: z.string().transform((source) => new RegExp(source.trim(), 'gu')),
      context: z.enum(['home', 'family']).optional(),
    }),
  ),
});

export type Rules = z.infer<typeof schema>;

export const rules: Rules = readYamlFile(new URL('./rules.yaml', import.meta.url), schema);

/** The words and patterns of rules.yaml, compiled once. */
import { z } from 'zod';
import { readYamlFile } from '../shared/data-file.ts';

const pattern = z.string().transform((source) => new RegExp(source.trim(), 'giu'));

const schema = z.strictObject({
  ownCues: pattern,
  homeCues: pattern,
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

/** The words of rules.yaml, compiled once. */
import { z } from 'zod';
import { readYamlFile } from '../shared/text/data-file.ts';

const list = z
  .string()
  .transform((text): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== '')));

const schema = z.strictObject({
  words: z.array(
    z.strictObject({ id: z.string(), source: z.string(), phrase: z.string(), score: z.number().min(0).max(1) }),
  ),
  documents: list,
  credits: list,
});

export const rules: z.infer<typeof schema> = readYamlFile(new URL('./rules.yaml', import.meta.url), schema);

/** The form of a detector's `rules.yaml`: codes, and the phrases that speak for or against them. */
import { z } from 'zod';
import { conducts } from './conduct-models.ts';
import { readYamlFile } from '../text/data-file.ts';

const cueSchema = z.strictObject({
  id: z.string(),
  source: z.string(),
  /** Log-odds by code; negative where the words speak against it. */
  weights: z.record(z.string(), z.number()),
  /** Without an anchor or a model there is no finding, whatever else speaks for it; its place becomes the evidence. */
  anchor: z.boolean().default(false),
  /** Whose words count: the sender's, or quoted and forwarded ones too. */
  voice: z.enum(['own', 'any']).default('own'),
  /** Counts for every sentence of the message, not only for its own. */
  context: z.boolean().default(false),
  /** "not" before it takes it away. */
  negatable: z.boolean().default(false),
  notAsName: z.boolean().default(false),
  /** A fact that the detector finds by itself, instead of phrases. */
  signal: z.string().optional(),
  phrases: z.array(z.string()).default([]),
});

const modelSchema = z.strictObject({
  conduct: z.enum(conducts),
  /** Whether a sentence may be found by the model alone, without an anchor. */
  raises: z.boolean().default(true),
  voice: z.enum(['own', 'any']).default('own'),
});

export const cueRulesSchema = z.strictObject({
  codes: z.record(
    z.string(),
    z.strictObject({
      /** Log-odds before any word is seen. */
      bias: z.number(),
      /** What is weighed together: all of the sender's words, or those of one sentence. */
      scope: z.enum(['message', 'sentence']),
      /** What a notice says was found. */
      masked: z.string(),
      /** The trained model that is weighed together with the cues. */
      model: modelSchema.optional(),
    }),
  ),
  cues: z.array(cueSchema),
});

export type CueRules = z.infer<typeof cueRulesSchema>;
export type Cue = CueRules['cues'][number];

/** A file of cues that several detectors share. */
const sharedCuesSchema = z.strictObject({ cues: z.array(cueSchema) });

/**
 * Cues of `detectors/shared/conduct/cues/NAME.yaml`, whose weights are written for the code `it`.
 * @param code the code that takes its place
 */
export function sharedCues(name: string, code: string): Cue[] {
  const { cues } = readYamlFile(new URL(`./cues/${name}.yaml`, import.meta.url), sharedCuesSchema);
  return cues.map((cue) => ({ ...cue, weights: { [code]: cue.weights['it']! } }));
}

/** The form of `model/reader.json`: what the sentence model reads and what its numbers mean. README.md describes it. */
import { z } from 'zod';

const calibrationSchema = z.strictObject({ slope: z.number().positive(), intercept: z.number() });

export const modelDescriptionSchema = z
  .object({
    version: z.number().int().positive(),
    /** Meanings, in the order of the model's output. */
    labels: z.array(z.string().regex(/^[a-z]+(?:-[a-z]+)*$/)).min(1),
    maxTokens: z.number().int().min(16).max(512),
    context: z.literal('neighbours'),
    /** Words of each neighbour that are read with a sentence. */
    contextWords: z.number().int().min(0).max(64).default(12),
    tokenTypeIds: z.boolean(),
    /** Log-odds that a sentence needs for one of the meanings that are used, read by itself, to be read with its neighbours. */
    screen: z.number().default(-1.5),
    sha256: z.object({ 'model.onnx': z.string(), 'vocab.txt': z.string() }),
    calibration: z.record(z.string(), calibrationSchema),
  })
  .refine(({ labels, calibration }) => labels.every((label) => calibration[label] !== undefined), {
    error: 'a label has no calibration',
  });

export type ModelDescription = z.infer<typeof modelDescriptionSchema>;

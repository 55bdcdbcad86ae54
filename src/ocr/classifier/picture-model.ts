/** The picture model in memory: checks its files, opens the ONNX session, and classifies small pictures. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Runtime from 'onnxruntime-node';
import { z } from 'zod';

export interface PictureModel {
  /** Width and height of its pictures. */
  readonly side: number;
  /** Milliseconds that the model has taken up to now, on a thread of its runtime. */
  readonly spentMs: number;
  /**
   * @param pictures of `side × side` pixels, row by row, three bytes each (red, green, blue)
   * @returns the mean of the probabilities of all of them, by class
   */
  classify(pictures: readonly Uint8Array[]): Promise<Readonly<Record<string, number>>>;
}

const descriptionSchema = z.object({
  labels: z.array(z.string()).min(1),
  side: z.number().int().positive(),
  sha256: z.object({ 'model.onnx': z.string() }),
});

/**
 * @param folder with `model.onnx` and `pictures.json`
 * @throws Error where the model cannot be used
 */
export async function openPictureModel(folder: string): Promise<PictureModel> {
  const { labels, side, sha256 } = descriptionSchema.parse(
    JSON.parse(readFileSync(join(folder, 'pictures.json'), 'utf8')),
  );
  const file = readFileSync(join(folder, 'model.onnx'));
  if (createHash('sha256').update(file).digest('hex') !== sha256['model.onnx'])
    throw new Error('model.onnx is not the file that pictures.json names');
  const runtime = await importRuntime();
  const session = await runtime.InferenceSession.create(file, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  });
  let spentMs = 0;
  return {
    side,
    get spentMs() {
      return spentMs;
    },
    async classify(pictures) {
      const startedAt = performance.now();
      const pixels = new runtime.Tensor('uint8', Uint8Array.from(Buffer.concat(pictures)), [
        pictures.length,
        side,
        side,
        3,
      ]);
      const output = await session.run({ pixels });
      spentMs += performance.now() - startedAt;
      const rows = output['probabilities']?.data as Float32Array;
      return Object.fromEntries(
        labels.map((label, at) => {
          let sum = 0;
          for (let row = 0; row < pictures.length; row += 1) sum += rows[row * labels.length + at]!;
          return [label, sum / pictures.length];
        }),
      );
    },
  };
}

/** Its library is native: it is loaded when it is needed. */
async function importRuntime(): Promise<typeof Runtime> {
  // Node.js does not see the names that this CommonJS package exports.
  return ((await import('onnxruntime-node')) as unknown as { default: typeof Runtime }).default;
}

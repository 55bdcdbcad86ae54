/** The picture model in memory: checks its files, opens the ONNX session, and classifies small pictures. */
import type * as Runtime from 'onnxruntime-node';
import { readPictureModel } from './picture-model-file.ts';

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

/**
 * @param folder with `model.onnx` and `pictures.json`
 * @throws Error where the model cannot be used
 */
export async function openPictureModel(folder: string): Promise<PictureModel> {
  const { labels, side, model } = readPictureModel(folder);
  const runtime = await importRuntime();
  const session = await runtime.InferenceSession.create(model, {
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

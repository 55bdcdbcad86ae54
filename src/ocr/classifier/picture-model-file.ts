/** Where the model of the classifier is, and whether its files can be used: known without loading it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Folder of the model that comes with the product. */
export const shippedPictureModel = fileURLToPath(new URL('./model/', import.meta.url));

export type PictureModelState =
  | 'off' // the configuration says so
  | 'ready'
  | 'missing' // there is no model in the folder
  | 'failed'; // its files are not those that belong together

const descriptionSchema = z.object({
  labels: z.array(z.string()).min(1),
  side: z.number().int().positive(),
  sha256: z.object({ 'model.onnx': z.string() }),
});

export interface PictureModelFiles extends z.infer<typeof descriptionSchema> {
  readonly model: Buffer;
}

/**
 * @param folder with `model.onnx` and `pictures.json`
 * @throws Error where the model cannot be used
 */
export function readPictureModel(folder: string): PictureModelFiles {
  const description = descriptionSchema.parse(JSON.parse(readFileSync(join(folder, 'pictures.json'), 'utf8')));
  const model = readFileSync(join(folder, 'model.onnx'));
  if (createHash('sha256').update(model).digest('hex') !== description.sha256['model.onnx'])
    throw new Error('model.onnx is not the file that pictures.json names');
  return { ...description, model };
}

const known = new Map<string, PictureModelState>();

/** Read once a process. Without a model, pictures are `picture-not-judged`. @param isWanted whether the configuration wants it */
export function pictureModelState(isWanted: boolean, folder: string = shippedPictureModel): PictureModelState {
  if (!isWanted) return 'off';
  const state = known.get(folder) ?? stateOf(folder);
  known.set(folder, state);
  return state;
}

function stateOf(folder: string): PictureModelState {
  if (!existsSync(join(folder, 'model.onnx'))) return 'missing';
  try {
    readPictureModel(folder);
    return 'ready';
  } catch {
    return 'failed';
  }
}

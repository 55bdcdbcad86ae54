/** Where the model of the classifier is, and whether it is there. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folder of the model that comes with the product. */
export const shippedPictureModel = fileURLToPath(new URL('./model/', import.meta.url));

/** Without a model, no picture is said to be unclassified, as no sentence is said to be unread without the sentence model. */
export function hasPictureModel(): boolean {
  return existsSync(`${shippedPictureModel}model.onnx`);
}

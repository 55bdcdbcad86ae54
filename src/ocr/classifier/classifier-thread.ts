/** Entry of the classifier's thread: says of one picture at a time what it shows. */
import { lowerPriority } from '../lower-priority.ts';
import { openOcrEngine } from '../ocr-engine.ts';
import { notRead, type PictureContent } from '../picture-text.ts';
import { servePictures } from '../serve-pictures.ts';
import { classifyPicture, mostExplicit } from './classify-picture.ts';
import { openPictureModel } from './picture-model.ts';
import { shippedPictureModel } from './picture-model-file.ts';

await servePictures<PictureContent>(async () => {
  lowerPriority();
  // It decodes the pictures; its language data is loaded with it.
  const [model, engine] = await Promise.all([openPictureModel(shippedPictureModel), openOcrEngine(['eng'])]);
  let modelMs = 0;
  const classify = async (picture: Uint8Array): Promise<PictureContent> => {
    try {
      return await classifyPicture(engine, model, picture);
    } catch {
      return notRead; // damaged in a way that the engine does not expect
    }
  };
  return {
    async answer(pictures) {
      const before = model.spentMs;
      const contents: PictureContent[] = [];
      for (const picture of pictures) contents.push(await classify(picture));
      modelMs = model.spentMs - before;
      return mostExplicit(contents);
    },
    memoryBytes: () => engine.memoryBytes,
    elsewhereMs: () => modelMs,
  };
});

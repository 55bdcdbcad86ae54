/** The reader of pictures: the words in the metadata, and with OCR the words in the picture. */
import exifr from 'exifr';
import { ReadLimit, type ReadFile } from '../../file-reader.ts';
import { collect } from '../collected.ts';
import { writePictureTexts } from './picture-texts.ts';

const exifOptions = {
  tiff: true,
  xmp: true,
  iptc: true,
  icc: false,
  jfif: false,
  ihdr: false,
  gps: true,
  mergeOutput: true,
  translateValues: false,
  reviveValues: false,
};

/** Reads the format image. Without OCR the picture is unread with the reason `image`, but its captions are read. */
export const readImage: ReadFile = (file, budget) =>
  collect(file, budget, async (into) => {
    const text = into.text();
    text.place('words beside the picture');
    let tags: unknown;
    try {
      tags = await exifr.parse(file.bytes, exifOptions);
    } catch {
      tags = undefined; // no such words, or none that can be read: the picture itself says whether it was read
    }
    await writePictureTexts(file.bytes, tags, text, budget);
    if (file.ocr !== true) throw new ReadLimit('image');
    const { readLetters } = await import('./ocr.ts');
    const words = await readLetters(file.bytes, budget);
    if (words === undefined) throw new ReadLimit('image');
    text.place('words in the picture, by OCR');
    text.writeLine(words);
  });

/** The reader of pictures: the words in the metadata, and with OCR the text in the picture. */
import exifr from 'exifr';
import { ReadLimit, type ReadFile } from '../../file-reader.ts';
import { collect } from '../collected.ts';
import { pixelCount } from './bitmap.ts';
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

/** Less has no readable letters: bullets, icons, tracking pixels. */
const fewestPixels = 4000;
/** What fits into the memory of the engine: a page scanned at 600 dpi has 34 million. */
const mostPixels = 40_000_000;

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
    if (!file.pictures) throw new ReadLimit('image');
    const pixels = pixelCount(file.bytes);
    if (pixels === undefined) throw new ReadLimit('image');
    if (pixels < fewestPixels) return;
    if (pixels > mostPixels) throw new ReadLimit('picture-not-read');
    const found = await file.pictures.textOf(file.bytes, '', () => [file.bytes]);
    if ('unread' in found) throw new ReadLimit(found.unread === 'format' ? 'image' : 'picture-not-read');
    text.place('words in the picture, by OCR');
    for (const line of found.lines) text.writeLine(line);
  });

/** The reader of pictures: the words in the metadata, with OCR the text in the picture, and what the classifier sees in it. */
import exifr from 'exifr';
import { ReadLimit, type ReadFile } from '../../file-reader.ts';
import { collect } from '../collected.ts';
import { pixelCount } from './bitmap.ts';
import { pictureSize } from './picture-size.ts';
import { notRead, type Unread } from '../../../../ocr/picture-text.ts';
import type { KnownPicture, PicturesToRead } from './pictures-to-read.ts';
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
/** Pixels of the shorter side; smaller pictures are icons and logos. */
const smallestSide = 64;
/** How icons and drawings begin, which are never photographs: ICO and cursors, WMF, EMF, ICNS, PCX. */
const drawings = ['\0\0\x01\0', '\0\0\x02\0', '\xd7\xcd\xc6\x9a', '\x01\0\x09\0', '\x01\0\0\0', 'icns', '\x0a'];

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
    const { text: found, content } = await known(file.bytes, file.pictures);
    into.seen(content, file.bytes.length);
    if (!found) throw new ReadLimit('image');
    if ('unread' in found) throw new ReadLimit(found.unread === 'format' ? 'image' : 'picture-not-read');
    if (found.lines.length === 0) return;
    text.place('words in the picture, by OCR');
    for (const line of found.lines) text.writeLine(line);
  });

async function known(bytes: Buffer, pictures: PicturesToRead): Promise<KnownPicture> {
  const { read, classify } = pictures.questions;
  const both = (unread: Unread): KnownPicture => ({
    ...(read && { text: unread }),
    ...(classify && { content: unread }),
  });
  const pixels = pixelCount(bytes);
  if (pixels === undefined) return isDrawing(bytes) ? {} : both({ unread: 'format' });
  if (pixels < fewestPixels) return read ? { text: { lines: [] } } : {};
  if (pixels > mostPixels) return both(notRead);
  const size = pictureSize(bytes);
  const isSmall = size !== undefined && Math.min(size.width, size.height) < smallestSide;
  const { text, content } = await pictures.about(bytes, '', () => ({
    toRead: [bytes],
    toClassify: isSmall ? [] : [bytes],
  }));
  return { ...(text && { text }), ...(content && !isSmall && { content }) };
}

function isDrawing(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 4);
  return drawings.some((beginning) => head.startsWith(beginning));
}

/** Takes some frames out of an animation or a file with several pages, as a viewer shows them; of any other picture, the picture. */
import type { OcrEngine } from '../ocr-engine.ts';
import type { ColourPicture } from '../pix.ts';
import { gifFrames } from './gif-frames.ts';
import { pagesOf } from './tiff-pages.ts';
import { wrappedFrames, type WrappedFrame } from './wrapped-frames.ts';

/** Pixels of all frames of an animation that are decoded. */
const mostPixels = 100_000_000;

/** @param most frames; of more, those that are spread evenly over the whole */
export function* framesOf(
  file: Uint8Array,
  engine: Pick<OcrEngine, 'decodeColours'>,
  most: number,
): Generator<ColourPicture> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const frames = gifFrames(bytes, most, mostPixels);
  let shown = 0;
  for (const frame of frames) {
    shown += 1;
    yield frame;
  }
  if (shown > 0) return;
  const wrapped = wrappedFrames(bytes);
  if (wrapped) {
    for (const frame of painted(wrapped.frames, wrapped, engine, most)) {
      shown += 1;
      yield frame;
    }
    if (shown > 0) return;
  }
  const pages = pagesOf(bytes);
  for (const page of spread(pages, most)) {
    const picture = engine.decodeColours(page);
    if (picture) yield picture;
  }
}

/** Draws frame after frame on the same canvas, white at first. Transparency is not known: a frame covers what is below it. */
function* painted(
  frames: readonly WrappedFrame[],
  { width, height }: { readonly width: number; readonly height: number },
  engine: Pick<OcrEngine, 'decodeColours'>,
  most: number,
): Generator<ColourPicture> {
  const wanted = new Set(spread([...frames.keys()], most));
  const affordable = Math.floor(mostPixels / Math.max(1, width * height));
  if (width * height > mostPixels / 2) return;
  const values = new Uint8Array(width * height * 3).fill(255);
  for (const [at, frame] of frames.slice(0, affordable).entries()) {
    const picture = engine.decodeColours(frame.file);
    if (!picture) continue;
    // Where the engine has made a large frame smaller, it is shown by itself.
    if (picture.width === frame.width && picture.height === frame.height)
      paint(values, width, height, picture, frame.left, frame.top);
    else if (wanted.has(at)) {
      yield picture;
      continue;
    }
    if (wanted.has(at)) yield { width, height, values };
  }
}

function paint(
  values: Uint8Array,
  width: number,
  height: number,
  frame: ColourPicture,
  left: number,
  top: number,
): void {
  const columns = Math.min(frame.width, width - left);
  if (columns <= 0) return;
  for (let y = 0; y < Math.min(frame.height, height - top); y += 1)
    values.set(
      frame.values.subarray(y * frame.width * 3, (y * frame.width + columns) * 3),
      ((top + y) * width + left) * 3,
    );
}

export function spread<Entry>(entries: readonly Entry[], most: number): Entry[] {
  if (entries.length <= most) return [...entries];
  return Array.from({ length: most }, (_, at) => entries[Math.floor((at * (entries.length - 1)) / (most - 1))]!);
}

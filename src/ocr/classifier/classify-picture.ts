/** Says what a picture shows: decodes it, or some frames of an animation, and asks the model. */
import type { OcrEngine } from '../ocr-engine.ts';
import type { PictureContent } from '../picture-text.ts';
import type { ColourPicture } from '../pix.ts';
import { framesOf } from './frames.ts';
import type { PictureModel } from './picture-model.ts';

/** Classes that count as sexually explicit. */
const explicitClasses = ['explicit', 'drawn-explicit'];

/** Frames of an animation that are classified, spread over its whole length. */
const mostFrames = 8;

export async function classifyPicture(
  engine: Pick<OcrEngine, 'decodeColours'>,
  model: PictureModel,
  file: Uint8Array,
): Promise<PictureContent> {
  const contents: PictureContent[] = [];
  for (const frame of framesOf(file, engine, mostFrames)) {
    const square = squareOf(frame, model.side);
    // Seen in a mirror, a picture shows the same: the mean of both depends less on chance.
    contents.push({ probabilities: await model.classify([square, mirrored(square, model.side)]) });
  }
  return contents.length === 0 ? { unread: 'format' } : mostExplicit(contents);
}

/** That of the most explicit picture; unread where one of them is and no other one is more likely than not explicit. */
export function mostExplicit(contents: readonly PictureContent[]): PictureContent {
  let most: PictureContent | undefined;
  for (const content of contents) if (!most || explicitness(content) > explicitness(most)) most = content;
  const unread = contents.find((content) => 'unread' in content);
  return unread && (!most || explicitness(most) < 0.5) ? unread : (most ?? { unread: 'format' });
}

function explicitness(content: PictureContent): number {
  if ('unread' in content) return 0;
  return explicitClasses.reduce((sum, label) => sum + (content.probabilities[label] ?? 0), 0);
}

/** Shrinks or enlarges to a square, by the mean of the pixels that fall together; the sides are not kept in proportion. */
export function squareOf({ width, height, values }: ColourPicture, side: number): Uint8Array {
  const out = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y += 1) {
    const top = Math.floor((y * height) / side);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * height) / side));
    for (let x = 0; x < side; x += 1) {
      const left = Math.floor((x * width) / side);
      const right = Math.max(left + 1, Math.floor(((x + 1) * width) / side));
      let [red, green, blue] = [0, 0, 0];
      for (let row = top; row < bottom; row += 1)
        for (let at = (row * width + left) * 3, end = (row * width + right) * 3; at < end; at += 3) {
          red += values[at]!;
          green += values[at + 1]!;
          blue += values[at + 2]!;
        }
      const count = (bottom - top) * (right - left);
      const to = (y * side + x) * 3;
      out[to] = red / count;
      out[to + 1] = green / count;
      out[to + 2] = blue / count;
    }
  }
  return out;
}

function mirrored(square: Uint8Array, side: number): Uint8Array {
  const out = new Uint8Array(square.length);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1)
      for (let colour = 0; colour < 3; colour += 1)
        out[(y * side + side - 1 - x) * 3 + colour] = square[(y * side + x) * 3 + colour]!;
  return out;
}

/** Takes the lines of tables and forms out of a picture, because letters that touch them are misread. */
import { darkness } from './letter-survey.ts';
import type { GreyPicture } from './grey-picture.ts';

/** A straight run of dark pixels is a line from so many letter heights on; a thin one from fewer. */
const longestStroke = 2.2;
const longestThinStroke = 1.6;
/** In letter heights. The strokes of letters are thicker. */
const thin = 0.13;

/** @param letterHeight in pixels of this picture */
export function withoutRuledLines(picture: GreyPicture, letterHeight: number): GreyPicture {
  const { width, height, values } = picture;
  const threshold = darkness(picture);
  const out = Uint8Array.from(values);
  const isDark = (at: number): boolean => at >= 0 && at < values.length && values[at]! <= threshold;
  const [shortest, shortestThin] = [longestStroke, longestThinStroke].map((heights) =>
    Math.max(20, heights * letterHeight),
  );
  const thickest = Math.max(2, thin * letterHeight);

  function isThin(from: number, step: number, side: number, length: number): boolean {
    for (let part = 1; part < 6; part += 1) {
      const at = from + Math.floor((part * length) / 6) * step;
      let thickness = 1;
      for (let near = at - side; thickness <= thickest && isDark(near); near -= side) thickness += 1;
      for (let near = at + side; thickness <= thickest && isDark(near); near += side) thickness += 1;
      if (thickness <= thickest) return true;
    }
    return false;
  }

  function erase(start: number, step: number, side: number, count: number): void {
    let run = 0;
    for (let index = 0; index <= count; index += 1) {
      if (index < count && isDark(start + index * step)) {
        run += 1;
        continue;
      }
      const from = start + (index - run) * step;
      if (run >= shortest! || (run >= shortestThin! && isThin(from, step, side, run)))
        for (let at = from; at < start + index * step; at += step)
          for (const near of [at - side, at, at + side]) if (near >= 0 && near < out.length) out[near] = 255;
      run = 0;
    }
  }

  for (let x = 0; x < width; x += 1) erase(x, width, 1, height);
  for (let y = 0; y < height; y += 1) erase(y * width, 1, width, width);
  return { width, height, values: out };
}

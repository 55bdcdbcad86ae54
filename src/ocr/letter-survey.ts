/** Looks for letters in a picture without reading them: how many, how big, in which direction. It takes some hundredths of a second. */
import type { GreyPicture } from './grey-picture.ts';

export interface LetterSurvey {
  /** Shapes that stand in a row like letters. */
  readonly letters: number;
  /** Their usual height in pixels; 0 without any. */
  readonly height: number;
  /** By which the rows fall to the right, in radians. */
  readonly angle: number;
  /** The rows run from top to bottom, as in a page that was scanned lying on its side. */
  readonly sideways: boolean;
}

interface Shape {
  left: number;
  top: number;
  right: number;
  bottom: number;
  pixels: number;
}

const smallestLetter = 5;
const largestLetter = 90;
/** A row has at least so many letters; fewer are dots, eyes and windows. */
const fewestInRow = 3;
/** Shorter rows say little about the angle, and so do fewer rows. */
const shortestBase = 8;
const fewestBases = 2;
/** Pictures of grass and gravel have no end of shapes. */
const maxShapes = 40_000;

/** @param picture evenly lit, with dark letters */
export function surveyLetters(picture: GreyPicture): LetterSurvey {
  const threshold = darkness(picture);
  const shapes = shapesIn(picture, threshold).filter(mayBeLetter);
  const flat = rowsOf(shapes);
  const upright = rowsOf(
    shapes.map((shape) => ({
      left: shape.top,
      right: shape.bottom,
      top: shape.left,
      bottom: shape.right,
      pixels: shape.pixels,
    })),
  );
  const count = (rows: readonly (readonly Shape[])[]): number => rows.reduce((sum, row) => sum + row.length, 0);
  const sideways = count(upright) > 1.5 * count(flat);
  const rows = sideways ? upright : flat;
  const heights = rows.flatMap((row) => row.map(({ top, bottom }) => bottom - top + 1)).sort((a, b) => a - b);
  return {
    letters: heights.length,
    height: heights[Math.floor(heights.length * 0.6)] ?? 0,
    angle: angleOf(rows) * (sideways ? -1 : 1),
    sideways,
  };
}

/** The value below which a pixel is part of a letter: the split of the values with the least spread on both sides (Otsu 1979). */
export function darkness({ values }: GreyPicture): number {
  const counts = new Float64Array(256);
  for (const value of values) counts[value]! += 1;
  let sumAll = 0;
  for (let value = 0; value < 256; value += 1) sumAll += value * counts[value]!;
  let [below, sumBelow, best, split] = [0, 0, 0, 128];
  for (let value = 0; value < 255; value += 1) {
    below += counts[value]!;
    sumBelow += value * counts[value]!;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const spread = below * above * (sumBelow / below - (sumAll - sumBelow) / above) ** 2;
    if (spread > best) [best, split] = [spread, value];
  }
  return Math.min(Math.max(split, 90), 205);
}

/** Connected dark shapes, put together from runs of pixels line by line. */
function shapesIn({ width, height, values }: GreyPicture, threshold: number): Shape[] {
  const shapes: Shape[] = [];
  const parents: number[] = [];
  const root = (index: number): number => {
    let at = index;
    while (parents[at] !== at) at = parents[at] = parents[parents[at]!]!;
    return at;
  };
  let above: { left: number; right: number; shape: number }[] = [];
  for (let y = 0; y < height && shapes.length < maxShapes; y += 1) {
    const line: typeof above = [];
    let first = 0;
    for (let x = 0; x < width; x += 1) {
      if (values[y * width + x]! > threshold) continue;
      const left = x;
      while (x + 1 < width && values[y * width + x + 1]! <= threshold) x += 1;
      let shape = -1;
      while (first < above.length && above[first]!.right < left - 1) first += 1;
      for (let at = first; at < above.length && above[at]!.left <= x + 1; at += 1) {
        const other = root(above[at]!.shape);
        if (shape < 0) shape = other;
        else if (other !== shape) {
          join(shapes[shape]!, shapes[other]!);
          parents[other] = shape;
        }
      }
      if (shape < 0) {
        shape = shapes.length;
        shapes.push({ left, top: y, right: x, bottom: y, pixels: 0 });
        parents.push(shape);
      }
      join(shapes[shape]!, { left, top: y, right: x, bottom: y, pixels: x - left + 1 });
      line.push({ left, right: x, shape });
    }
    above = line;
  }
  return shapes.filter((_, index) => parents[index] === index);
}

function join(into: Shape, other: Shape): void {
  into.left = Math.min(into.left, other.left);
  into.top = Math.min(into.top, other.top);
  into.right = Math.max(into.right, other.right);
  into.bottom = Math.max(into.bottom, other.bottom);
  into.pixels += other.pixels;
}

function mayBeLetter({ left, top, right, bottom, pixels }: Shape): boolean {
  const [width, height] = [right - left + 1, bottom - top + 1];
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  return long >= smallestLetter && short <= largestLetter && long <= 12 * short && pixels >= 0.08 * width * height;
}

/** Shapes that follow each other from left to right at the same height, as letters do. */
function rowsOf(shapes: readonly Shape[]): Shape[][] {
  const sorted = [...shapes].sort((one, other) => one.left - other.left);
  const bands = new Map<number, Shape[]>();
  const rows = new Map<Shape, Shape[]>();
  const found: Shape[][] = [];
  for (const shape of sorted) {
    const height = shape.bottom - shape.top + 1;
    if (height < smallestLetter || height > largestLetter) continue;
    const previous = nearestBefore(shape, height, bands);
    const row = (previous && rows.get(previous)) ?? [];
    if (row.length === 0) found.push(row);
    row.push(shape);
    rows.set(shape, row);
    for (let band = shape.top >> 4; band <= shape.bottom >> 4; band += 1) {
      const known = bands.get(band);
      if (known) known.push(shape);
      else bands.set(band, [shape]);
    }
  }
  return found.filter((row) => row.length >= fewestInRow && isEven(row));
}

function nearestBefore(shape: Shape, height: number, bands: ReadonlyMap<number, Shape[]>): Shape | undefined {
  const known = bands.get(((shape.top + shape.bottom) / 2) >> 4);
  if (!known) return undefined;
  for (let index = known.length - 1, looks = 0; index >= 0 && looks < 12; index -= 1, looks += 1) {
    const other = known[index]!;
    const otherHeight = other.bottom - other.top + 1;
    const [smaller, larger] = [Math.min(height, otherHeight), Math.max(height, otherHeight)];
    const overlap = Math.min(shape.bottom, other.bottom) - Math.max(shape.top, other.top) + 1;
    const gap = shape.left - other.right;
    if (gap > 0.7 * larger) continue;
    if (gap >= -0.3 * smaller && overlap >= 0.5 * smaller && larger <= 2.4 * smaller) return other;
  }
  return undefined;
}

/** Letters of a row are about as high as each other; leaves and stones are not. */
function isEven(row: readonly Shape[]): boolean {
  const heights = row.map(({ top, bottom }) => bottom - top + 1);
  const mean = heights.reduce((sum, height) => sum + height, 0) / row.length;
  const spread = heights.reduce((sum, height) => sum + (height - mean) ** 2, 0) / row.length;
  return Math.sqrt(spread) < 0.4 * mean;
}

/** The middle one of the angles of the base lines of long rows; 0 where there are few, or where the difference is no more than a pixel. */
function angleOf(rows: readonly (readonly Shape[])[]): number {
  const angles = rows
    .filter((row) => row.length >= shortestBase)
    .map((row) => {
      const [first, last] = [baseOf(row.slice(0, 4)), baseOf(row.slice(-4))];
      const fall = last.y - first.y;
      return { angle: Math.abs(fall) <= 1 ? 0 : Math.atan2(fall, last.x - first.x), length: last.x - first.x };
    })
    .sort((one, other) => one.angle - other.angle);
  const half = angles.reduce((sum, { length }) => sum + length, 0) / 2;
  let passed = 0;
  return angles.length < fewestBases ? 0 : (angles.find(({ length }) => (passed += length) >= half)?.angle ?? 0);
}

/** Most letters end at the base line, few go below it. */
function baseOf(shapes: readonly Shape[]): { x: number; y: number } {
  const bottoms = shapes.map(({ bottom }) => bottom).sort((a, b) => a - b);
  return {
    x: shapes.reduce((sum, { left, right }) => sum + left + right, 0) / (2 * shapes.length),
    y: bottoms[Math.floor((bottoms.length - 1) / 2)]!,
  };
}

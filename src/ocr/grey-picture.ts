/** A picture as grey values, and the ways in which it is mended before its letters are read: size, direction, light. */

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** Row by row; 0 is black, 255 is white. */
  readonly values: Uint8Array;
}

/** Shrinks by averaging, so that thin strokes become pale and do not vanish. @param factor below 1 */
export function shrunk({ width, height, values }: GreyPicture, factor: number): GreyPicture {
  const [newWidth, newHeight] = [Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor))];
  const out = new Uint8Array(newWidth * newHeight);
  const columns = Int32Array.from({ length: newWidth + 1 }, (_, x) => Math.floor((x * width) / newWidth));
  for (let y = 0; y < newHeight; y += 1) {
    const top = Math.floor((y * height) / newHeight);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * height) / newHeight));
    for (let x = 0; x < newWidth; x += 1) {
      const left = columns[x]!;
      const right = Math.max(left + 1, columns[x + 1]!);
      let sum = 0;
      for (let row = top; row < bottom; row += 1)
        for (let at = row * width + left, end = row * width + right; at < end; at += 1) sum += values[at]!;
      out[y * newWidth + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return { width: newWidth, height: newHeight, values: out };
}

/** Enlarges between the pixels, or turns by an angle, or both. Corners that come into view are white. @param angle in radians, clockwise */
export function resampled({ width, height, values }: GreyPicture, factor: number, angle = 0): GreyPicture {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const newWidth = Math.max(1, Math.round((width * Math.abs(cos) + height * Math.abs(sin)) * factor));
  const newHeight = Math.max(1, Math.round((width * Math.abs(sin) + height * Math.abs(cos)) * factor));
  const out = new Uint8Array(newWidth * newHeight).fill(255);
  for (let y = 0; y < newHeight; y += 1) {
    const dy = (y + 0.5 - newHeight / 2) / factor;
    for (let x = 0; x < newWidth; x += 1) {
      const dx = (x + 0.5 - newWidth / 2) / factor;
      const fromX = dx * cos + dy * sin + width / 2 - 0.5;
      const fromY = dy * cos - dx * sin + height / 2 - 0.5;
      if (fromX < -1 || fromY < -1 || fromX > width || fromY > height) continue;
      const left = Math.min(Math.max(Math.floor(fromX), 0), width - 1);
      const top = Math.min(Math.max(Math.floor(fromY), 0), height - 1);
      const right = Math.min(left + 1, width - 1);
      const bottom = Math.min(top + 1, height - 1);
      const [u, v] = [Math.min(Math.max(fromX - left, 0), 1), Math.min(Math.max(fromY - top, 0), 1)];
      const upper = values[top * width + left]! * (1 - u) + values[top * width + right]! * u;
      const lower = values[bottom * width + left]! * (1 - u) + values[bottom * width + right]! * u;
      out[y * newWidth + x] = upper * (1 - v) + lower * v;
    }
  }
  return { width: newWidth, height: newHeight, values: out };
}

/** @param quarters of a turn, clockwise */
export function turned(picture: GreyPicture, quarters: 0 | 1 | 2 | 3): GreyPicture {
  if (quarters === 0) return picture;
  const { width, height, values } = picture;
  const out = new Uint8Array(values.length);
  if (quarters === 2) {
    for (let at = 0; at < values.length; at += 1) out[values.length - 1 - at] = values[at]!;
    return { width, height, values: out };
  }
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      out[quarters === 1 ? x * height + (height - 1 - y) : (width - 1 - x) * height + y] = values[y * width + x]!;
  return { width: height, height: width, values: out };
}

export function inverted({ width, height, values }: GreyPicture): GreyPicture {
  return { width, height, values: values.map((value) => 255 - value) };
}

/** Side of the squares whose brightest parts are taken for paper. */
const paperSquare = 16;
/** Darker squares are taken as they are: they show no paper, and dividing by them would only raise noise. */
const darkestPaper = 48;

/** Divides by the brightness of the paper around, so that shadows and the fall of light disappear. */
export function evenlyLit(picture: GreyPicture): GreyPicture {
  const { width, height, values } = picture;
  const paper = paperOf(picture);
  const out = new Uint8Array(values.length);
  for (let y = 0; y < height; y += 1) {
    const fromY = Math.min(Math.max((y + 0.5) / paperSquare - 0.5, 0), paper.height - 1);
    const top = Math.floor(fromY);
    const bottom = Math.min(top + 1, paper.height - 1);
    const v = fromY - top;
    for (let x = 0; x < width; x += 1) {
      const fromX = Math.min(Math.max((x + 0.5) / paperSquare - 0.5, 0), paper.width - 1);
      const left = Math.floor(fromX);
      const right = Math.min(left + 1, paper.width - 1);
      const u = fromX - left;
      const upper = paper.values[top * paper.width + left]! * (1 - u) + paper.values[top * paper.width + right]! * u;
      const lower =
        paper.values[bottom * paper.width + left]! * (1 - u) + paper.values[bottom * paper.width + right]! * u;
      const at = y * width + x;
      out[at] = Math.min(255, (values[at]! * 255) / Math.max(upper * (1 - v) + lower * v, darkestPaper));
    }
  }
  return { width, height, values: out };
}

/** The brightness of the paper by squares: the brightest part of each square and its neighbours, smoothed. */
function paperOf({ width, height, values }: GreyPicture): GreyPicture {
  const [across, down] = [Math.ceil(width / paperSquare), Math.ceil(height / paperSquare)];
  const brightest = new Uint8Array(across * down);
  for (let row = 0; row < down; row += 1)
    for (let column = 0; column < across; column += 1) {
      const counts = new Uint16Array(256);
      let total = 0;
      for (let y = row * paperSquare; y < Math.min(height, (row + 1) * paperSquare); y += 1)
        for (let x = column * paperSquare; x < Math.min(width, (column + 1) * paperSquare); x += 1) {
          counts[values[y * width + x]!]! += 1;
          total += 1;
        }
      let value = 255;
      for (let above = 0; value > 0; value -= 1) if ((above += counts[value]!) > total / 10) break;
      brightest[row * across + column] = value;
    }
  const spread = neighbours(brightest, across, down, (a, b) => Math.max(a, b), 2);
  const sums = new Uint8Array(across * down);
  for (let row = 0; row < down; row += 1)
    for (let column = 0; column < across; column += 1) {
      let [sum, count] = [0, 0];
      for (let y = Math.max(0, row - 2); y <= Math.min(down - 1, row + 2); y += 1)
        for (let x = Math.max(0, column - 2); x <= Math.min(across - 1, column + 2); x += 1, count += 1)
          sum += spread[y * across + x]!;
      sums[row * across + column] = sum / count;
    }
  return { width: across, height: down, values: sums };
}

function neighbours(
  values: Uint8Array,
  width: number,
  height: number,
  join: (one: number, other: number) => number,
  reach: number,
): Uint8Array {
  return values.map((own, at) => {
    const [column, row] = [at % width, Math.floor(at / width)];
    let value = own;
    for (let y = Math.max(0, row - reach); y <= Math.min(height - 1, row + reach); y += 1)
      for (let x = Math.max(0, column - reach); x <= Math.min(width - 1, column + reach); x += 1)
        value = join(value, values[y * width + x]!);
    return value;
  });
}

/** Decodes the frames of animated GIF files (GIF89a) as a viewer shows them, one on top of the other. */
import type { ColourPicture } from '../pix.ts';

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly interlaced: boolean;
  readonly palette: Buffer;
  /** Index of the colour that lets through what is below; -1 where there is none. */
  readonly transparent: number;
  /** What becomes of the frame before the next one: 2 clears its place, 3 brings back what was below. */
  readonly disposal: number;
  readonly codeBits: number;
  readonly data: Buffer;
}

const mostFrames = 2000;

/**
 * @param most frames, spread over the whole
 * @param mostPixels of all frames together; later ones are not decoded
 * @returns nothing for files that are no animation: those have fewer than two frames
 */
export function* gifFrames(file: Buffer, most: number, mostPixels: number): Generator<ColourPicture> {
  if (!/^GIF8[79]a/.test(file.toString('latin1', 0, 6)) || file.length < 13) return;
  const [width, height] = [file.readUInt16LE(6), file.readUInt16LE(8)];
  const frames = framesIn(file);
  if (frames.length < 2 || width * height === 0 || width * height > mostPixels / 2) return;
  const kept = frames.slice(0, Math.floor(mostPixels / (width * height)));
  const wanted = new Set(
    Array.from({ length: Math.min(most, kept.length) }, (_, at) =>
      Math.floor((at * (kept.length - 1)) / Math.max(1, Math.min(most, kept.length) - 1)),
    ),
  );
  const values = new Uint8Array(width * height * 3).fill(255);
  for (const [at, frame] of kept.entries()) {
    const before = frame.disposal === 3 ? Uint8Array.from(values) : undefined;
    draw(values, width, height, frame, indexesOf(frame));
    if (wanted.has(at)) yield { width, height, values };
    if (before) values.set(before);
    if (frame.disposal === 2) clear(values, width, height, frame);
  }
}

/** The blocks of the file: extensions with the transparency of the next frame, and frames. */
function framesIn(file: Buffer): Frame[] {
  const frames: Frame[] = [];
  const paletteAt = (at: number, flags: number): Buffer =>
    flags & 0x80 ? file.subarray(at, at + 3 * 2 ** ((flags & 7) + 1)) : Buffer.alloc(0);
  const common = paletteAt(13, file[10]!);
  let at = 13 + common.length;
  let [transparent, disposal] = [-1, 0];
  while (at < file.length && frames.length < mostFrames) {
    const kind = file[at]!;
    if (kind === 0x21) {
      if (file[at + 1] === 0xf9 && at + 7 < file.length) {
        const flags = file[at + 3]!;
        [transparent, disposal] = [flags & 1 ? file[at + 6]! : -1, (flags >> 2) & 7];
      }
      at = blocksFrom(file, at + 2).end;
    } else if (kind === 0x2c && at + 11 < file.length) {
      const flags = file[at + 9]!;
      const own = paletteAt(at + 10, flags);
      const dataAt = at + 10 + own.length;
      const { data, end } = blocksFrom(file, dataAt + 1);
      frames.push({
        left: file.readUInt16LE(at + 1),
        top: file.readUInt16LE(at + 3),
        width: file.readUInt16LE(at + 5),
        height: file.readUInt16LE(at + 7),
        interlaced: (flags & 0x40) !== 0,
        palette: own.length > 0 ? own : common,
        transparent,
        disposal,
        codeBits: Math.min(Math.max(file[dataAt] ?? 2, 2), 8),
        data,
      });
      [transparent, disposal] = [-1, 0];
      at = end;
    } else return frames;
  }
  return frames;
}

/** Blocks of up to 255 bytes, each behind its length, up to an empty one. */
function blocksFrom(file: Buffer, from: number): { data: Buffer; end: number } {
  const blocks: Buffer[] = [];
  let at = from;
  while (at < file.length && file[at]! > 0) {
    blocks.push(file.subarray(at + 1, at + 1 + file[at]!));
    at += 1 + file[at]!;
  }
  return { data: Buffer.concat(blocks), end: at + 1 };
}

const mostCodes = 4096;

/** LZW with codes of a growing number of bits (GIF89a, appendix F). Damaged data gives fewer pixels. */
function indexesOf({ width, height, codeBits, data }: Frame): Uint8Array {
  const out = new Uint8Array(width * height);
  const clearCode = 1 << codeBits;
  const [prefix, suffix, lengths] = [new Uint16Array(mostCodes), new Uint8Array(mostCodes), new Uint16Array(mostCodes)];
  for (let code = 0; code < clearCode; code += 1) [suffix[code], lengths[code]] = [code, 1];
  let [next, bits, previous, written] = [clearCode + 2, codeBits + 1, -1, 0];
  let [buffer, filled, at] = [0, 0, 0];
  while (written < out.length) {
    while (filled < bits && at < data.length) {
      buffer |= data[at]! << filled;
      filled += 8;
      at += 1;
    }
    if (filled < bits) break;
    const code = buffer & ((1 << bits) - 1);
    buffer >>>= bits;
    filled -= bits;
    if (code === clearCode) [next, bits, previous] = [clearCode + 2, codeBits + 1, -1];
    else if (code === clearCode + 1 || code > next || (code === next && previous < 0)) break;
    else {
      const source = code < next ? code : previous;
      const length = lengths[source]! + (code < next ? 0 : 1);
      let write = written + lengths[source]! - 1;
      let first = source;
      for (; ; first = prefix[first]!) {
        if (write < out.length) out[write] = suffix[first]!;
        write -= 1;
        if (first < clearCode) break;
      }
      if (code === next && written + length <= out.length) out[written + length - 1] = suffix[first]!;
      if (previous >= 0 && next < mostCodes) {
        [prefix[next], suffix[next], lengths[next]] = [previous, suffix[first]!, lengths[previous]! + 1];
        next += 1;
        if (next === 1 << bits && bits < 12) bits += 1;
      }
      previous = code;
      written += length;
    }
  }
  return out;
}

/** Where the rows of an interlaced frame begin and how far they are apart. */
const passes = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;

function draw(values: Uint8Array, width: number, height: number, frame: Frame, indexes: Uint8Array): void {
  const rows = frame.interlaced
    ? passes.flatMap(([from, step]) =>
        Array.from({ length: Math.ceil(Math.max(0, frame.height - from) / step) }, (_, at) => from + at * step),
      )
    : undefined;
  for (let row = 0; row < frame.height; row += 1) {
    const y = frame.top + (rows?.[row] ?? row);
    if (y >= height) continue;
    for (let x = 0; x < Math.min(frame.width, width - frame.left); x += 1) {
      const index = indexes[row * frame.width + x]!;
      if (index === frame.transparent) continue;
      const to = (y * width + frame.left + x) * 3;
      for (let colour = 0; colour < 3; colour += 1) values[to + colour] = frame.palette[index * 3 + colour] ?? 0;
    }
  }
}

function clear(values: Uint8Array, width: number, height: number, { left, top, ...frame }: Frame): void {
  for (let y = top; y < Math.min(top + frame.height, height); y += 1)
    values.fill(255, (y * width + left) * 3, (y * width + Math.min(left + frame.width, width)) * 3);
}

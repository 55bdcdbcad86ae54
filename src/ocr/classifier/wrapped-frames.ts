/** The frames of animated WebP and PNG files, each written as a file of its own that shows it. */
import { crc32 } from 'node:zlib';

export interface WrappedFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly file: Buffer;
}

export interface Animation {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly WrappedFrame[];
}

const mostFrames = 500;

/** @returns undefined for files that are no such animation */
export function wrappedFrames(file: Buffer): Animation | undefined {
  const found = file.toString('latin1', 1, 4) === 'PNG' ? pngFrames(file) : webpFrames(file);
  return found && found.frames.length > 1 ? found : undefined;
}

/** RFC 9649 2.7: a frame is a chunk ANMF with its place, its size and the chunks of a still picture. */
function webpFrames(file: Buffer): Animation | undefined {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 16) !== 'WEBPVP8X' || file.length < 30)
    return undefined;
  const size = { width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 };
  const frames: WrappedFrame[] = [];
  for (let at = 12; at + 8 <= file.length && frames.length < mostFrames;) {
    const length = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, at + 8 + length);
    if (file.toString('latin1', at, at + 4) === 'ANMF' && body.length > 16) {
      const [width, height] = [body.readUIntLE(6, 3) + 1, body.readUIntLE(9, 3) + 1];
      frames.push({
        left: 2 * body.readUIntLE(0, 3),
        top: 2 * body.readUIntLE(3, 3),
        width,
        height,
        file: webpOf(body.subarray(16), width, height),
      });
    }
    at += 8 + length + (length % 2);
  }
  return { ...size, frames };
}

function webpOf(chunks: Buffer, width: number, height: number): Buffer {
  const extended = Buffer.alloc(18);
  extended.write('VP8X', 'latin1');
  extended.writeUInt32LE(10, 4);
  extended[8] = chunks.toString('latin1', 0, 4) === 'VP8 ' ? 0 : 0x10;
  extended.writeUIntLE(width - 1, 12, 3);
  extended.writeUIntLE(height - 1, 15, 3);
  const head = Buffer.alloc(12);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(4 + extended.length + chunks.length, 4);
  head.write('WEBP', 8, 'latin1');
  return Buffer.concat([head, extended, chunks]);
}

/** PNG (ISO/IEC 15948), third edition: fcTL says where a frame is; its data is in IDAT or, behind a number, in fdAT. */
function pngFrames(file: Buffer): Animation | undefined {
  const header = file.subarray(16, 29);
  if (file.toString('latin1', 12, 16) !== 'IHDR' || header.length < 13) return undefined;
  const shared: Buffer[] = [];
  const frames: (Omit<WrappedFrame, 'file'> & { readonly data: Buffer[] })[] = [];
  for (let at = 33; at + 12 <= file.length && frames.length < mostFrames;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (type === 'PLTE' || type === 'tRNS') shared.push(chunkOf(type, body));
    if (type === 'fcTL' && body.length >= 26)
      frames.push({
        width: body.readUInt32BE(4),
        height: body.readUInt32BE(8),
        left: body.readUInt32BE(12),
        top: body.readUInt32BE(16),
        data: [],
      });
    if (type === 'IDAT') frames.at(-1)?.data.push(body);
    if (type === 'fdAT') frames.at(-1)?.data.push(body.subarray(4));
    at += 12 + length;
  }
  return {
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
    frames: frames.map(({ data, ...place }) => {
      const head = Buffer.from(header);
      head.writeUInt32BE(place.width, 0);
      head.writeUInt32BE(place.height, 4);
      const chunks = [
        chunkOf('IHDR', head),
        ...shared,
        chunkOf('IDAT', Buffer.concat(data)),
        chunkOf('IEND', Buffer.alloc(0)),
      ];
      return { ...place, file: Buffer.concat([file.subarray(0, 8), ...chunks]) };
    }),
  };
}

function chunkOf(type: string, body: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + body.length);
  chunk.writeUInt32BE(body.length);
  chunk.write(type, 4, 'latin1');
  body.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + body.length)), 8 + body.length);
  return chunk;
}

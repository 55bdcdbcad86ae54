/** Reads width and height of a picture from its head, without decoding it. */

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Bytes in which HEIF files give their sizes: the meta box at the beginning. */
const heifHeadBytes = 65_536;

/** Undefined for other formats, and where the head does not give the size. Sources are the documents of the formats. */
export function pictureSize(bytes: Buffer): PictureSize | undefined {
  if (bytes.length < 32) return undefined;
  const size = (width: number, height: number): PictureSize => ({ width: Math.abs(width), height: Math.abs(height) });
  const head = bytes.toString('latin1', 0, 16);
  if (head.startsWith('\x89PNG')) return size(bytes.readUInt32BE(16), bytes.readUInt32BE(20));
  if (head.startsWith('GIF8')) return size(bytes.readUInt16LE(6), bytes.readUInt16LE(8));
  if (head.startsWith('BM')) return size(bytes.readInt32LE(18), bytes.readInt32LE(22));
  if (head.startsWith('\xff\xd8')) return jpegSize(bytes);
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return webpSize(bytes);
  if (head.startsWith('ftyp', 4)) return heifSize(bytes.subarray(0, heifHeadBytes));
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return tiffSize(bytes, head.startsWith('II'));
  if (head.startsWith('8BPS')) return size(bytes.readUInt32BE(18), bytes.readUInt32BE(14));
  return undefined;
}

/** The frame header, after other segments (ITU T.81, B.2.2). */
function jpegSize(bytes: Buffer): PictureSize | undefined {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** RFC 9649 2.5 to 2.7: lossy, lossless, extended. */
function webpSize(bytes: Buffer): PictureSize | undefined {
  const kind = bytes.toString('latin1', 12, 16);
  if (kind === 'VP8 ') return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  if (kind === 'VP8L') {
    const packed = bytes.readUInt32LE(21);
    return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
  }
  return kind === 'VP8X' ? { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 } : undefined;
}

/** ISO/IEC 23008-12 6.5.3: one box for the picture and one for each kind of tile; the picture has the largest. */
function heifSize(head: Buffer): PictureSize | undefined {
  let largest: PictureSize | undefined;
  for (let at = head.indexOf('ispe'); at >= 0 && at + 16 <= head.length; at = head.indexOf('ispe', at + 4)) {
    const found = { width: head.readUInt32BE(at + 8), height: head.readUInt32BE(at + 12) };
    if (!largest || found.width * found.height > largest.width * largest.height) largest = found;
  }
  return largest;
}

/** Tags 256 and 257 of the first directory (TIFF 6.0, section 2). */
function tiffSize(bytes: Buffer, little: boolean): PictureSize | undefined {
  const short = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const directory = long(4);
  if (directory + 2 > bytes.length) return undefined;
  const known = new Map<number, number>();
  for (let entry = 0; entry < short(directory); entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > bytes.length) break;
    known.set(short(at), short(at + 2) === 3 ? short(at + 8) : long(at + 8));
  }
  const [width, height] = [known.get(256), known.get(257)];
  return width === undefined || height === undefined ? undefined : { width, height };
}

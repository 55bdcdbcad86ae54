/** Raw pixels as a file that OCR takes: the portable formats of Netpbm, which are the pixels with a line in front. */

/** @param channels 1 grey, 3 colour, 4 colour with transparency, which is left out */
export function bitmapOf(pixels: Uint8ClampedArray, width: number, height: number, channels: 1 | 3 | 4): Buffer {
  const header = Buffer.from(`P${channels === 1 ? 5 : 6}\n${width} ${height}\n255\n`, 'latin1');
  if (channels !== 4) return Buffer.concat([header, Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length)]);
  const colours = Buffer.alloc(width * height * 3);
  for (let from = 0, to = 0; to < colours.length; from += 4, to += 3) {
    colours[to] = pixels[from]!;
    colours[to + 1] = pixels[from + 1]!;
    colours[to + 2] = pixels[from + 2]!;
  }
  return Buffer.concat([header, colours]);
}

/** Width times height as the file's head says; undefined for formats that OCR does not take. */
export function pixelCount(bytes: Buffer): number | undefined {
  if (bytes.length < 32) return undefined;
  if (bytes.readUInt32BE(0) === 0x89504e47) return bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
  if (bytes.toString('latin1', 0, 4) === 'GIF8') return bytes.readUInt16LE(6) * bytes.readUInt16LE(8);
  if (bytes.toString('latin1', 0, 2) === 'BM') return Math.abs(bytes.readInt32LE(18) * bytes.readInt32LE(22));
  const netpbm = /^P[1-6]\s+(\d{1,9})\s+(\d{1,9})\s/.exec(bytes.toString('latin1', 0, 32));
  if (netpbm) return Number(netpbm[1]) * Number(netpbm[2]);
  return bytes.readUInt16BE(0) === 0xffd8 ? jpegPixels(bytes) : undefined;
}

/** The frame header, behind other segments (ITU T.81, B.2.2). */
function jpegPixels(bytes: Buffer): number | undefined {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7);
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

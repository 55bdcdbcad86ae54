/** Pictures for tests: the head of a format with the size that it tells, and nothing to see. */

export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'bmp' | 'webp' | 'heic' | 'tiff' | 'tiff-be';

/** @param words written into a JPEG's comment: what programs keep a caption in */
export function pictureOf(format: PictureFormat, width: number, height: number, words = ''): Buffer {
  const bytes = Buffer.alloc(120);
  const put = (at: number, latin1: string) => bytes.write(latin1, at, 'latin1');
  switch (format) {
    case 'png':
      put(0, '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR');
      bytes.writeUInt32BE(width, 16);
      bytes.writeUInt32BE(height, 20);
      return bytes;
    case 'gif':
      put(0, 'GIF89a');
      bytes.writeUInt16LE(width, 6);
      bytes.writeUInt16LE(height, 8);
      return bytes;
    case 'bmp':
      put(0, 'BM');
      bytes.writeInt32LE(width, 18);
      bytes.writeInt32LE(-height, 22);
      return bytes;
    case 'webp':
      put(0, 'RIFF\x70\0\0\0WEBPVP8X');
      bytes.writeUIntLE(width - 1, 24, 3);
      bytes.writeUIntLE(height - 1, 27, 3);
      return bytes;
    case 'heic':
      put(0, '\0\0\0\x18ftypheic');
      put(40, '\0\0\0\x14ispe');
      bytes.writeUInt32BE(512, 52);
      bytes.writeUInt32BE(300, 56);
      put(64, '\0\0\0\x14ispe');
      bytes.writeUInt32BE(width, 76);
      bytes.writeUInt32BE(height, 80);
      return bytes;
    case 'tiff':
    case 'tiff-be':
      return tiff(bytes, format === 'tiff', width, height);
    case 'jpeg':
      return jpeg(width, height, words);
  }
}

function tiff(bytes: Buffer, little: boolean, width: number, height: number): Buffer {
  const short = (value: number, at: number) =>
    little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(little ? 'II*\0' : 'MM\0*', 'latin1');
  long(8, 4);
  short(2, 8);
  for (const [at, tag, value] of [
    [10, 256, width],
    [22, 257, height],
  ] as const) {
    short(tag, at);
    short(4, at + 2);
    long(1, at + 4);
    long(value, at + 8);
  }
  return bytes;
}

/** A comment and a frame header (ITU T.81, B.2), filled up to the size of a small photo. */
function jpeg(width: number, height: number, words: string): Buffer {
  const comment = Buffer.from(words);
  const frame = Buffer.alloc(19);
  frame.write('\xff\xc0\0\x11\x08', 'latin1');
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(comment.length + 2);
  return Buffer.concat([Buffer.from('\xff\xd8\xff\xfe', 'latin1'), length, comment, frame, Buffer.alloc(4096)]);
}

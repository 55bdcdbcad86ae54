/** Walks audio and video that consist of frames or packets: MPEG audio, AAC, AMR, FLAC, MPEG streams. */
import type { Walk } from './chunks.ts';

/** Frames in a row that show that the bytes are frames. */
const enoughFrames = 4;
/** Broken bytes between two frames, as recorders that stop and start leave them. */
const maxJunk = 2048;

/** Size of the frame at an offset; undefined where there is none. */
type FrameSize = (bytes: Buffer, at: number) => number | undefined;

/** Kilobits per second by version (1, or 2 and 2.5) and layer (ISO/IEC 11172-3 2.4.2.3, 13818-3). */
const bitrates = {
  v1l1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  v1l2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  v1l3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  v2l1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  v2l2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const sampleRates = [44_100, 48_000, 32_000];

const mpegAudioFrame: FrameSize = (bytes, at) => {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1]! & 0xe0) !== 0xe0) return undefined;
  const version = (bytes[at + 1]! >> 3) & 3; // 3: version 1, 2: version 2, 0: version 2.5
  const layer = 4 - ((bytes[at + 1]! >> 1) & 3);
  const rateIndex = bytes[at + 2]! >> 4;
  const sampleIndex = (bytes[at + 2]! >> 2) & 3;
  if (version === 1 || layer === 4 || sampleIndex === 3 || rateIndex === 0 || rateIndex === 15) return undefined;
  const first = version === 3;
  const table = first ? (['v1l1', 'v1l2', 'v1l3'] as const)[layer - 1]! : layer === 1 ? 'v2l1' : 'v2l2';
  const bitrate = bitrates[table][rateIndex]! * 1000;
  const samples = sampleRates[sampleIndex]! / (first ? 1 : version === 2 ? 2 : 4);
  const padding = (bytes[at + 2]! >> 1) & 1;
  if (layer === 1) return (Math.floor((12 * bitrate) / samples) + padding) * 4;
  return Math.floor(((layer === 3 && !first ? 72 : 144) * bitrate) / samples) + padding;
};

/** Audio Data Transport Stream (ISO/IEC 13818-7). */
const aacFrame: FrameSize = (bytes, at) => {
  if (at + 7 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1]! & 0xf6) !== 0xf0) return undefined;
  if (((bytes[at + 2]! >> 2) & 15) > 12) return undefined;
  const size = ((bytes[at + 3]! & 3) << 11) | (bytes[at + 4]! << 3) | (bytes[at + 5]! >> 5);
  return size > 7 ? size : undefined;
};

function isRun(bytes: Buffer, from: number, size: FrameSize): boolean {
  let at = from;
  for (let frames = 0; frames < enoughFrames; frames += 1) {
    const length = size(bytes, at);
    if (length === undefined) return false;
    at += length;
    // A short recording ends with a whole frame.
    if (at === bytes.length) return true;
  }
  return true;
}

/** Follows frames, over broken bytes between them too. */
function walkFrames(bytes: Buffer, from: number, size: FrameSize): number | undefined {
  if (!isRun(bytes, from, size)) return undefined;
  let at = from;
  for (;;) {
    const length = size(bytes, at);
    if (length !== undefined) {
      if (at + length >= bytes.length) return bytes.length;
      at += length;
      continue;
    }
    const end = endOfTags(bytes, at);
    if (end !== at) return end;
    let next = at + 1;
    const limit = Math.min(bytes.length, at + maxJunk);
    while (next < limit && !isRun(bytes, next, size)) next += 1;
    if (next >= limit) return at;
    at = next;
  }
}

/** ID3v1 and APE tags after the last frame. */
function endOfTags(bytes: Buffer, at: number): number {
  if (bytes.toString('latin1', at, at + 8) === 'APETAGEX') {
    const hasHead = (bytes.readUInt32LE(at + 20) & 0x20000000) !== 0;
    const end = at + bytes.readUInt32LE(at + 12) + (hasHead ? 32 : 0);
    return end > bytes.length ? at : endOfTags(bytes, end);
  }
  return bytes.toString('latin1', at, at + 3) === 'TAG' && at + 128 <= bytes.length ? at + 128 : at;
}

export const walkMpegAudio: Walk = (bytes) => walkFrames(bytes, 0, mpegAudioFrame);
export const walkAac: Walk = (bytes) => walkFrames(bytes, 0, aacFrame);

/** An ID3v2 tag, its padding, and the audio behind it. */
export const walkId3: Walk = (bytes) => {
  const sizes = bytes.subarray(6, 10);
  if (bytes[3]! > 4 || sizes.some((byte) => byte > 127)) return undefined;
  let at = 10 + sizes.reduce((sum, byte) => sum * 128 + byte, 0) + ((bytes[5]! & 16) === 0 ? 0 : 10);
  const limit = Math.min(bytes.length, at + 4096);
  while (at < limit && bytes[at] === 0) at += 1;
  if (bytes.toString('latin1', at, at + 4) === 'fLaC') {
    const end = walkFlac(bytes.subarray(at));
    return end === undefined ? undefined : at + end;
  }
  return walkFrames(bytes, at, mpegAudioFrame) ?? walkFrames(bytes, at, aacFrame);
};

/** Bytes of a frame by its mode (RFC 4867 5.3). */
const narrowFrames = [12, 13, 15, 17, 19, 20, 26, 31, 5];
const wideFrames = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5];

export const walkAmr: Walk = (bytes) => {
  const wide = bytes.toString('latin1', 5, 8) === '-WB';
  const start = bytes.indexOf(10) + 1;
  const sizes = wide ? wideFrames : narrowFrames;
  const frame: FrameSize = (_, at) => {
    const head = bytes[at];
    if (head === undefined || (head & 0x83) !== 0) return undefined;
    const mode = (head >> 3) & 15;
    return mode >= 14 ? 1 : sizes[mode] === undefined ? undefined : sizes[mode] + 1;
  };
  return start >= 6 && start <= 12 ? walkFrames(bytes, start, frame) : undefined;
};

/** FLAC (RFC 9639): metadata blocks, then frames, whose heads have a checksum. */
export const walkFlac: Walk = (bytes) => {
  let at = 4;
  for (let last = false; !last;) {
    const type = bytes.readUInt8(at);
    const size = bytes.readUIntBE(at + 1, 3);
    if ((at === 4) !== ((type & 127) === 0) || (at === 4 && size !== 34)) return undefined;
    last = type > 127;
    at += 4 + size;
  }
  const longest = bytes.readUIntBE(15, 3) || 131_072;
  if (!isFlacHead(bytes, at)) return undefined;
  for (let next = at; ;) {
    do next = bytes.indexOf(0xff, next + 1);
    while (next > 0 && !isFlacHead(bytes, next));
    if (next < 0) return bytes.length - at <= longest ? bytes.length : at + longest;
    if (next - at > longest) return at + longest;
    at = next;
  }
};

function isFlacHead(bytes: Buffer, at: number): boolean {
  if (at + 16 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1]! & 0xfe) !== 0xf8) return false;
  const blockSize = bytes[at + 2]! >> 4;
  const rate = bytes[at + 2]! & 15;
  const coded = bytes[at + 4]!;
  const numberBytes = coded < 0x80 ? 1 : Math.clz32(~(coded << 24));
  const end =
    at + 4 + numberBytes + (blockSize === 6 ? 1 : blockSize === 7 ? 2 : 0) + (rate === 12 ? 1 : rate > 12 ? 2 : 0);
  let crc = 0;
  for (let index = at; index < end; index += 1) {
    crc ^= bytes[index]!;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc > 127 ? 7 : 0)) & 255;
  }
  return crc === bytes[end];
}

/** MPEG transport stream: packets of 188 bytes, or of 192 with a time stamp in front. */
export const walkTransport: Walk = (bytes) => {
  const size = bytes[0] === 0x47 && bytes[188] === 0x47 ? 188 : 192;
  const offset = size - 188;
  let at = 0;
  while (at + offset < bytes.length && bytes[at + offset] === 0x47) at += size;
  return at >= size * 5 ? Math.min(at, bytes.length) : undefined;
};

/** MPEG program stream (ISO/IEC 11172-1, 13818-1): packs and packets with their lengths. */
export const walkProgram: Walk = (bytes) => {
  let at = 0;
  let packets = 0;
  while (at + 4 <= bytes.length && bytes.readUIntBE(at, 3) === 1) {
    const code = bytes[at + 3]!;
    if (code === 0xb9) return packets > 1 ? at + 4 : undefined;
    if (code < 0xba) break;
    if (code === 0xba) at += (bytes[at + 4]! & 0xc0) === 0x40 ? 14 + (bytes.readUInt8(at + 13) & 7) : 12;
    else {
      packets += 1;
      at += 6 + bytes.readUInt16BE(at + 4);
    }
  }
  return packets > 1 ? Math.min(at, bytes.length) : undefined;
};

/** MPEG video without a stream around it: a sequence head, after which the next start code follows at once. */
export const walkVideo: Walk = (bytes) => {
  const at = 11;
  const flags = bytes.readUInt8(at);
  const intra = (flags & 2) !== 0;
  const next = 12 + (intra ? 64 : 0);
  const inter = (bytes.readUInt8(intra ? next - 1 : at) & 1) !== 0;
  const rate = bytes.readUInt8(7) & 15;
  return rate > 0 && rate < 9 && bytes.readUIntBE(next + (inter ? 64 : 0), 3) === 1 ? bytes.length : undefined;
};

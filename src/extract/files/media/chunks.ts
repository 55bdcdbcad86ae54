/** Walks media files that consist of chunks with a type and a length: RIFF, IFF, CAF, MIDI, ICNS, FLV, ASF, RealMedia, Ogg, Matroska. */

/**
 * The offset after the last byte that belongs to the structure; undefined where the bytes do not have the structure.
 * Reading beyond the end throws a RangeError, which counts as undefined.
 */
export type Walk = (bytes: Buffer) => number | undefined;

const printable = /^[\x20-\x7e]{4}$/;

interface ChunkLayout {
  readonly from: number;
  readonly until: number;
  readonly typeAt: number;
  readonly sizeAt: number;
  readonly headBytes: number;
  readonly little?: boolean;
  /** The size counts the head of the chunk. */
  readonly whole?: boolean;
  /** Chunks begin at even offsets. */
  readonly even?: boolean;
}

interface Chunks {
  readonly types: readonly string[];
  readonly starts: ReadonlyMap<string, number>;
  readonly end: number;
  /** The last chunk is longer than the file. */
  readonly cut: boolean;
}

/** Follows chunks as long as their types are printable. The last one may be cut off. */
function chunksOf(bytes: Buffer, layout: ChunkLayout): Chunks {
  const { typeAt, sizeAt, headBytes, until } = layout;
  const types: string[] = [];
  const starts = new Map<string, number>();
  let at = layout.from;
  while (at + headBytes <= until) {
    const type = bytes.toString('latin1', at + typeAt, at + typeAt + 4);
    if (!printable.test(type)) break;
    const stated = layout.little ? bytes.readUInt32LE(at + sizeAt) : bytes.readUInt32BE(at + sizeAt);
    const size = layout.whole ? stated - headBytes : stated;
    if (size < 0) break;
    const body = at + headBytes;
    const end = body + size + (layout.even && size % 2 === 1 ? 1 : 0);
    types.push(type);
    if (!starts.has(type)) starts.set(type, body);
    if (end > until) return { types, starts, end: until, cut: true };
    at = end;
  }
  return { types, starts, end: at, cut: false };
}

/** WAVE, AVI, WebP and others (Microsoft RIFF; RF64 of EBU Tech 3306). A size of zero or of all ones means up to the end. */
export const walkRiff: Walk = (bytes) => {
  let end = 0;
  let types: string[] = [];
  const form = bytes.toString('latin1', 8, 12);
  while (end + 12 <= bytes.length && /^(?:RIFF|RF64|RIFX)$/.test(bytes.toString('latin1', end, end + 4))) {
    const little = bytes[end + 3] !== 0x58;
    const size = little ? bytes.readUInt32LE(end + 4) : bytes.readUInt32BE(end + 4);
    const open = size === 0 || size === 0xffffffff;
    const until = open ? bytes.length : Math.min(bytes.length, end + 8 + size + (size % 2));
    const found = chunksOf(bytes, {
      from: end + 12,
      until,
      typeAt: 0,
      sizeAt: 4,
      headBytes: 8,
      little,
      even: true,
    });
    types = types.concat(found.types);
    if (end === 0 && !isPlausible(bytes, form, found, little)) return undefined;
    if (open && !found.cut) return found.end;
    end = until;
  }
  return end === 0 || types.length === 0 ? undefined : end;
};

function isPlausible(bytes: Buffer, form: string, { starts }: Chunks, little: boolean): boolean {
  if (form === 'WAVE') {
    const format = starts.get('fmt ');
    if (format === undefined) return false;
    const channels = little ? bytes.readUInt16LE(format + 2) : bytes.readUInt16BE(format + 2);
    const rate = little ? bytes.readUInt32LE(format + 4) : bytes.readUInt32BE(format + 4);
    return channels > 0 && channels <= 64 && rate >= 1000 && rate <= 768_000 && starts.has('data');
  }
  if (form === 'AVI ') {
    const list = starts.get('LIST') ?? starts.get('JUNK');
    return list !== undefined && bytes.subarray(0, 65_536).includes('hdrlavih') && bytes.includes('movi');
  }
  if (form === 'WEBP') return ['VP8 ', 'VP8L', 'VP8X'].some((type) => starts.has(type));
  return starts.has('data') || starts.has('LIST') || starts.has('anih');
}

/** AIFF and AIFF-C (Apple, 1989). */
export const walkIff: Walk = (bytes) => {
  const size = bytes.readUInt32BE(4);
  const until = Math.min(bytes.length, 8 + size + (size % 2));
  const { starts, end, cut } = chunksOf(bytes, { from: 12, until, typeAt: 0, sizeAt: 4, headBytes: 8, even: true });
  const common = starts.get('COMM');
  if (common === undefined || !starts.has('SSND')) return undefined;
  const channels = bytes.readUInt16BE(common);
  return channels > 0 && channels <= 64 && bytes.readUInt16BE(common + 6) <= 64 ? (cut ? until : end) : undefined;
};

/** Core Audio Format 1.0: chunks with sizes of 64 bits; the size -1 means up to the end. */
export const walkCaf: Walk = (bytes) => {
  if (bytes.toString('latin1', 8, 12) !== 'desc' || bytes.readBigInt64BE(12) !== 32n) return undefined;
  let at = 52;
  while (at + 12 <= bytes.length && printable.test(bytes.toString('latin1', at, at + 4))) {
    const size = bytes.readBigInt64BE(at + 4);
    const isData = bytes.toString('latin1', at, at + 4) === 'data';
    if (size < 0n || size > BigInt(bytes.length - at - 12)) return isData ? bytes.length : undefined;
    at += 12 + Number(size);
  }
  return at > 52 ? at : undefined;
};

/** Standard MIDI file: a head and as many tracks as it states. */
export const walkMidi: Walk = (bytes) => {
  if (bytes.readUInt32BE(4) !== 6 || bytes.readUInt16BE(8) > 2) return undefined;
  const { types, end } = chunksOf(bytes, { from: 14, until: bytes.length, typeAt: 0, sizeAt: 4, headBytes: 8 });
  return types.includes('MTrk') ? end : undefined;
};

/** Apple icons: entries whose sizes count their heads. */
export const walkIcns: Walk = (bytes) => {
  const size = bytes.readUInt32BE(4);
  if (size > bytes.length || size < 16) return undefined;
  const { types, end } = chunksOf(bytes, { from: 8, until: size, typeAt: 0, sizeAt: 4, headBytes: 8, whole: true });
  return types.length > 0 && end === size ? size : undefined;
};

/** RealMedia: chunks whose sizes count their heads. */
export const walkReal: Walk = (bytes) => {
  const { starts, end } = chunksOf(bytes, {
    from: 0,
    until: bytes.length,
    typeAt: 0,
    sizeAt: 4,
    headBytes: 8,
    whole: true,
  });
  return starts.has('PROP') && starts.has('MDPR') ? end : undefined;
};

/** Flash Video 10.1: tags, each followed by its own size. */
export const walkFlv: Walk = (bytes) => {
  let at = bytes.readUInt32BE(5) + 4;
  let tags = 0;
  while (at + 15 <= bytes.length && [8, 9, 18].includes(bytes[at]! & 31)) {
    const size = bytes.readUIntBE(at + 1, 3);
    if (bytes.readUIntBE(at + 8, 3) !== 0) break;
    if (at + 15 + size > bytes.length) return tags > 0 ? bytes.length : undefined;
    if (bytes.readUInt32BE(at + 11 + size) !== size + 11) break;
    tags += 1;
    at += 15 + size;
  }
  return tags > 0 ? at : undefined;
};

/** Advanced Systems Format: objects with an id of 16 bytes and a size of 64 bits. */
export const walkAsf: Walk = (bytes) => {
  const data = Buffer.from('3626b2758e66cf11a6d900aa0062ce6c', 'hex');
  let at = 0;
  let hasData = false;
  while (at + 24 <= bytes.length) {
    const size = bytes.readBigUInt64LE(at + 16);
    if (size < 24n) break;
    if (bytes.subarray(at, at + 16).equals(data)) hasData = true;
    else if (at > 0 && !hasData) return undefined;
    if (size > BigInt(bytes.length - at)) return hasData ? bytes.length : undefined;
    at += Number(size);
  }
  return hasData ? at : undefined;
};

/** Ogg (RFC 3533): pages, the first of which begins a stream. */
export const walkOgg: Walk = (bytes) => {
  if ((bytes[5]! & 2) === 0) return undefined;
  let at = 0;
  let pages = 0;
  while (at + 27 <= bytes.length && bytes.toString('latin1', at, at + 4) === 'OggS' && bytes[at + 4] === 0) {
    const segments = bytes[at + 26]!;
    let size = 27 + segments;
    for (let index = 0; index < segments; index += 1) size += bytes.readUInt8(at + 27 + index);
    if (at + size > bytes.length) return pages > 1 ? bytes.length : undefined;
    pages += 1;
    at += size;
  }
  return pages > 1 ? at : undefined;
};

const segmentChildren = new Set([
  0x114d9b74, 0x1549a966, 0x1654ae6b, 0x1f43b675, 0x1c53bb6b, 0x1941a469, 0x1043a770, 0x1254c367, 0xec, 0xbf,
]);
/** Children of a cluster without a size. */
const clusterChildren = new Set([0xe7, 0xa3, 0xa0, 0xa7, 0xab, 0x5854]);
const clusterId = 0x1f43b675;

/** Matroska and WebM (RFC 9559): the head, then one segment and its known children. */
export const walkMatroska: Walk = (bytes) => {
  const head = ebmlElement(bytes, 0);
  if (!head || head.end === undefined || !/webm|matroska/.test(bytes.toString('latin1', 0, head.end))) return undefined;
  const segment = ebmlElement(bytes, head.end);
  if (segment?.id !== 0x18538067) return undefined;
  const until = Math.min(bytes.length, segment.end ?? bytes.length);
  const seen = new Set<number>();
  let at = segment.start;
  while (at < until) {
    const child = ebmlElement(bytes, at);
    if (!child || !(segmentChildren.has(child.id) || (seen.has(clusterId) && clusterChildren.has(child.id)))) break;
    seen.add(child.id);
    at = child.end ?? child.start;
  }
  const isFilm = seen.has(0x1654ae6b) && seen.has(clusterId);
  return isFilm ? Math.min(bytes.length, at) : undefined;
};

/** An id and a size of variable length; without an end where the size is unknown. */
function ebmlElement(bytes: Buffer, at: number): { id: number; start: number; end: number | undefined } | undefined {
  const idLength = Math.clz32(bytes.readUInt8(at)) - 23;
  if (idLength > 4) return undefined;
  const id = bytes.readUIntBE(at, idLength);
  const first = bytes.readUInt8(at + idLength);
  const sizeLength = Math.clz32(first) - 23;
  if (sizeLength > 8) return undefined;
  let size = first & (0xff >> sizeLength);
  let unknown = size === 0xff >> sizeLength;
  for (let index = 1; index < sizeLength; index += 1) {
    const byte = bytes.readUInt8(at + idLength + index);
    unknown &&= byte === 0xff;
    size = size * 256 + byte;
  }
  const start = at + idLength + sizeLength;
  return { id, start, end: unknown ? undefined : start + size };
}

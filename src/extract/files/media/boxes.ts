/** Walks files of boxes (ISO/IEC 14496-12): MP4, QuickTime, HEIF, AVIF, JPEG 2000, JPEG XL. */
import { isDense } from '../../opaque/dense.ts';
import type { Walk } from './chunks.ts';

const topBoxes = new Set([
  'ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'meta', 'moof', 'mfra', 'uuid', 'pdin', 'styp', 'sidx', 'ssix',
  'udta', 'pnot', 'idat', 'emsg', 'prft', 'PICT', 'junk', 'jP  ', 'jp2h', 'jp2c', 'jp2i', 'xml ', 'asoc', 'res ',
  'JXL ', 'jxlc', 'jxlp', 'jxli', 'jxll', 'jbrd', 'Exif', 'brob', 'jumb', 'thum', 'mpvd', 'sefd',
]); // prettier-ignore

/** Without one of these, programs show nothing. */
const essential = new Set(['moov', 'moof', 'meta', 'jp2c', 'jxlc', 'jxlp']);
/** Boxes that hold other boxes, of which one must be there. */
const children: Readonly<Record<string, readonly string[]>> = {
  moov: ['mvhd', 'cmov'],
  moof: ['mfhd'],
  meta: ['hdlr', 'iloc', 'pitm'],
};

/** The boxes up to the first that is none. The last one may be cut off if programs can show what is before it. */
export const walkBoxes: Walk = (bytes) => {
  let at = 0;
  let shows = false;
  while (at + 8 <= bytes.length) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (!topBoxes.has(type)) break;
    const { start, end } = extent(bytes, at);
    if (end === undefined) break;
    const body = bytes.subarray(start, Math.min(end, bytes.length));
    // Room for later changes is empty.
    if ((type === 'free' || type === 'skip' || type === 'junk') && isDense(body)) break;
    if (essential.has(type)) {
      if (!holds(type, body)) return undefined;
      shows = true;
    }
    if (end > bytes.length) return shows ? bytes.length : undefined;
    at = end;
  }
  return shows ? at : undefined;
};

/** A size of 1 means that 64 bits follow, a size of 0 means up to the end. */
function extent(bytes: Buffer, at: number): { start: number; end: number | undefined } {
  const size = bytes.readUInt32BE(at);
  if (size === 0) return { start: at + 8, end: bytes.length };
  if (size === 1) {
    const long = bytes.readBigUInt64BE(at + 8);
    return { start: at + 16, end: long < 16n || long > 0x7fffffffffffn ? undefined : at + Number(long) };
  }
  return { start: at + 8, end: size < 8 ? undefined : at + size };
}

function holds(type: string, body: Buffer): boolean {
  if (type === 'jp2c') return body.readUInt32BE(0) === 0xff4fff51;
  if (type === 'jxlc') return body.readUInt16BE(0) === 0xff0a;
  if (type === 'jxlp') return true;
  const inside = new Set<string>();
  // The box `meta` has a version before its boxes, except in QuickTime.
  for (const from of type === 'meta' ? [4, 0] : [0]) {
    for (let at = from; at + 8 <= body.length;) {
      const { end } = extent(body, at);
      if (end === undefined || end > body.length) break;
      inside.add(body.toString('latin1', at + 4, at + 8));
      at = end;
    }
  }
  return children[type]!.some((name) => inside.has(name));
}

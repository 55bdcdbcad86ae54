/** Cuts the pictures out of audio and video that are whole JPEG or PNG files: covers, attachments of films, frames of motion JPEG. */
import type { Recognised } from '../recognise.ts';
import { matchMedia } from './recognise-media.ts';

const marks = ['\xff\xd8\xff', '\x89PNG\r\n\x1a\n'].map((mark) => Buffer.from(mark, 'latin1'));
/** Bytes of one picture. */
const mostBytes = 8 * 1024 * 1024;
/** Beginnings without a picture behind them: data of films has some by chance. */
const mostFailures = 16;
/** Frames of one film that are looked at, from its beginning to its end. */
const mostPictures = 6;

export function picturesWithin(bytes: Buffer, { kind }: Recognised): Buffer[] {
  if (kind !== 'media') return [];
  const found: Buffer[] = [];
  let failures = 0;
  for (let at = nextMark(bytes, 1); at >= 0 && failures < mostFailures;) {
    const match = matchMedia(bytes.subarray(at, at + mostBytes));
    const length = match?.kind === 'image' ? match.end : undefined;
    if (length === undefined) failures += 1;
    else found.push(bytes.subarray(at, at + length));
    at = nextMark(bytes, at + (length ?? 3));
  }
  return spread(found);
}

function nextMark(bytes: Buffer, from: number): number {
  const places = marks.map((mark) => bytes.indexOf(mark, from)).filter((at) => at >= 0);
  return places.length === 0 ? -1 : Math.min(...places);
}

function spread(pictures: readonly Buffer[]): Buffer[] {
  if (pictures.length <= mostPictures) return [...pictures];
  const step = (pictures.length - 1) / (mostPictures - 1);
  return Array.from({ length: mostPictures }, (_, nth) => pictures[Math.round(nth * step)]!);
}

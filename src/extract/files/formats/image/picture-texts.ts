/** Reads the words in the metadata of a picture: captions, names, keywords, comments, place. */
import { inflateSync } from 'node:zlib';
import { decodeText } from '../../../charset.ts';
import type { ReadBudget } from '../../file-reader.ts';
import type { PlacedText } from '../placed-text.ts';
import { writeXmpTexts } from './xmp-texts.ts';

/** Fields of the camera or the program. */
const technical =
  /^(make|model|software|lensmodel|lensmake|lensinfo|.*version|.*date.*|.*time.*|.*documentid|.*instanceid|.*toolkit|colorspace|.*profile.*|gps.*ref|gpsprocessingmethod|format|compression)$/i;
const maxTags = 2000;

/** @param tags the result of exifr */
export async function writePictureTexts(
  bytes: Buffer,
  tags: unknown,
  text: PlacedText,
  budget: ReadBudget,
): Promise<void> {
  const seen = new Set<string>();
  const write = (name: string, value: string) => {
    const words = value.replaceAll('\0', '').trim();
    if (words.length < 2 || seen.has(words)) return;
    seen.add(words);
    text.writeLine(name === '' ? words : `${name}: ${words}`);
  };
  await writeXmpTexts(bytes, budget, (name, words) => {
    if (!technical.test(name)) write(name, words);
  });
  if (typeof tags === 'object' && tags !== null) {
    const { latitude, longitude } = tags as { latitude?: unknown; longitude?: unknown };
    if (typeof latitude === 'number' && typeof longitude === 'number') {
      write('taken at', `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`);
    }
    writeTags(tags, '', write);
  }
  if (bytes.subarray(1, 4).toString('latin1') === 'PNG') writePngTexts(bytes, write);
  else if (bytes[0] === 0xff && bytes[1] === 0xd8) writeJpegComments(bytes, write);
}

function writeTags(tags: object, around: string, write: (name: string, value: string) => void): void {
  for (const [name, value] of Object.entries(tags).slice(0, maxTags) as [string, unknown][]) {
    if (technical.test(name)) continue;
    const label = /^(value|\d+)$/.test(name) ? around : name;
    if (typeof value === 'string') write(label, value);
    else if (value instanceof Uint8Array) {
      if (/^(XP\w+|UserComment|4095|4[0-9]{4})$/i.test(name) && value.length < 100_000)
        write(label, bytesAsText(value));
    } else if (typeof value === 'object' && value !== null && around.length < 200) {
      writeTags(value, label, write);
    }
  }
}

/** Windows writes UTF-16; a user comment begins with eight bytes that name its charset. */
function bytesAsText(value: Uint8Array): string {
  const bytes = Buffer.from(value);
  const head = bytes.toString('latin1', 0, 8);
  if (/^(ASCII|UNICODE|JIS)\0/.test(head))
    return decodeText(bytes.subarray(8), head.startsWith('UNI') ? 'utf-16le' : undefined).text;
  return bytes.length % 2 === 0 && bytes[1] === 0 ? bytes.toString('utf16le') : decodeText(bytes, undefined).text;
}

/** tEXt, zTXt and iTXt chunks (PNG 11.3.3). */
function writePngTexts(bytes: Buffer, write: (name: string, value: string) => void): void {
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    const end = data.indexOf(0);
    if (end > 0 && /^[tzi](TXt|EXt)$/.test(type)) {
      const keyword = data.toString('latin1', 0, end);
      if (type === 'tEXt') write(keyword, data.toString('latin1', end + 1));
      else if (type === 'zTXt') write(keyword, inflated(data.subarray(end + 2)).toString('latin1'));
      else writeInternational(keyword, data.subarray(end + 1), write);
    }
    at += 12 + length;
  }
}

function writeInternational(keyword: string, data: Buffer, write: (name: string, value: string) => void): void {
  const language = data.indexOf(0, 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0) return;
  const value = data.subarray(translated + 1);
  write(keyword, (data[0] === 1 ? inflated(value) : value).toString('utf8'));
}

function inflated(data: Buffer): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: 1024 * 1024 });
  } catch {
    return Buffer.alloc(0); // damaged or a bomb: the picture as a whole counts as unread anyway
  }
}

function writeJpegComments(bytes: Buffer, write: (name: string, value: string) => void): void {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda;) {
    const length = bytes.readUInt16BE(at + 2);
    if (bytes[at + 1] === 0xfe) write('comment', decodeText(bytes.subarray(at + 4, at + 2 + length), undefined).text);
    at += 2 + length;
  }
}

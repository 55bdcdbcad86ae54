/** Reads the properties of old Office documents: title, author, keywords, comments, properties that people added. Source: MS-OLEPS 2. */
import iconv from 'iconv-lite';
import type { PlacedText } from '../placed-text.ts';

const maxProperties = 4096;
const names: ReadonlyMap<number, string> = new Map([
  [2, 'title'],
  [3, 'subject'],
  [4, 'author'],
  [5, 'keywords'],
  [6, 'comments'],
  [8, 'last saved by'],
]);

/** Writes a line for each text of a property set stream, without damaged properties. */
export function writeProperties(stream: Buffer, text: PlacedText): void {
  if (stream.length < 48 || stream.readUInt16LE(0) !== 0xfffe) return;
  text.place('document properties');
  const sections = Math.min(2, stream.readUInt32LE(24));
  for (let index = 0; index < sections && 28 + index * 20 + 20 <= stream.length; index += 1) {
    writeSection(stream.subarray(stream.readUInt32LE(28 + index * 20 + 16)), text);
  }
}

function writeSection(section: Buffer, text: PlacedText): void {
  if (section.length < 8) return;
  const count = Math.min(maxProperties, section.readUInt32LE(4), Math.floor((section.length - 8) / 8));
  const offsets = new Map<number, number>();
  for (let index = 0; index < count; index += 1) {
    offsets.set(section.readUInt32LE(8 + index * 8), section.readUInt32LE(12 + index * 8));
  }
  const codePageAt = offsets.get(1);
  const codePage =
    codePageAt !== undefined && codePageAt + 6 <= section.length ? section.readUInt16LE(codePageAt + 4) : 1252;
  for (const [id, at] of offsets) {
    if (id < 2) continue;
    for (const value of valuesAt(section, at, codePage)) {
      const name = names.get(id);
      text.writeLine(name === undefined ? value : `${name}: ${value}`);
    }
  }
}

function valuesAt(section: Buffer, at: number, codePage: number): string[] {
  if (at + 8 > section.length) return [];
  const type = section.readUInt32LE(at) & 0x1fff;
  const isVector = (type & 0x1000) !== 0;
  const element = type & 0xfff;
  if (element !== 0x1e && element !== 0x1f) return [];
  const found: string[] = [];
  let position = isVector ? at + 8 : at + 4;
  const count = isVector ? Math.min(maxProperties, section.readUInt32LE(at + 4)) : 1;
  for (let index = 0; index < count && position + 4 <= section.length; index += 1) {
    const length = section.readUInt32LE(position);
    const bytes = section.subarray(position + 4, position + 4 + length * (element === 0x1f ? 2 : 1));
    found.push(decode(bytes, element === 0x1f ? 1200 : codePage).replaceAll('\0', ''));
    position += 4 + bytes.length + (isVector && element === 0x1e ? 0 : (4 - (bytes.length % 4)) % 4);
  }
  return found;
}

function decode(bytes: Buffer, codePage: number): string {
  if (codePage === 1200) return bytes.toString('utf16le');
  if (codePage === 65001) return bytes.toString('utf8');
  const name = `cp${codePage}`;
  return iconv.decode(bytes, iconv.encodingExists(name) ? name : 'windows-1252');
}

/** Reads old PowerPoint files: the text of slides, notes, masters and comments. Source: MS-PPT 2. */
/* eslint-disable no-control-regex -- the format marks things with control characters */
import type { Collected } from '../collected.ts';
import type { PlacedText } from '../placed-text.ts';

const containers: ReadonlyMap<number, string> = new Map([
  [0x03ee, 'slide'],
  [0x03f0, 'notes'],
  [0x03f8, 'slide master'],
  [0x0fc9, 'notes master'],
  [0x0ff0, 'outline'],
  [0x2ee0, 'comment'],
  [0x0fd9, 'header and footer'],
]);
const wideText = 0x0fa0;
const narrowText = 0x0fa8;
const string = 0x0fba;
const maxDepth = 32;

/** @param hasPictures whether the file has pictures, which are not read */
export function readPowerPoint97(stream: Buffer, hasPictures: boolean, into: Collected): void {
  const text = into.text();
  text.place('slides');
  walk(stream, text, into);
  if (hasPictures) into.missed('image', 0, 'pictures');
}

/** Records in order. The content of a container follows its header. */
function walk(stream: Buffer, text: PlacedText, into: Collected): void {
  const ends: number[] = [];
  let slide = 0;
  let at = 0;
  while (at + 8 <= stream.length) {
    while (ends.length > 0 && at >= ends.at(-1)!) ends.pop();
    const version = stream[at]! & 0x0f;
    const type = stream.readUInt16LE(at + 2);
    const length = stream.readUInt32LE(at + 4);
    const end = Math.min(stream.length, at + 8 + length);
    const label = containers.get(type);
    if (label !== undefined && version === 0x0f) {
      into.budget.spendEntry();
      if (label === 'slide') slide += 1;
      text.place(label === 'slide' ? `slide ${slide}` : label);
    }
    if (version === 0x0f && ends.length < maxDepth) {
      ends.push(end);
      at += 8;
      continue;
    }
    const data = stream.subarray(at + 8, end);
    if (type === wideText || type === string) write(data.toString('utf16le'), text);
    else if (type === narrowText) write(data.toString('latin1'), text);
    at = Math.max(end, at + 8);
  }
}

function write(words: string, text: PlacedText): void {
  // Names that the program gives to its own extensions.
  if (words.startsWith('___PPT')) return;
  text.writeLine(words.replace(/[\r\u000b]/g, '\n').replaceAll('\0', ''));
}

/** Writes an Outlook item (message, appointment, contact) from its properties, which come from files of several formats. */
import iconv from 'iconv-lite';
import { decodeText } from '../../../charset.ts';
import { htmlToText } from '../../../html-text.ts';
import type { Collected } from '../collected.ts';
import type { PlacedText } from '../placed-text.ts';
import { writeRtf } from '../rtf/read-rtf.ts';
import { decompressRtf } from './compressed-rtf.ts';

/** Ids of the properties that are read by name (MS-OXPROPS). */
export const property = {
  subject: 0x0037,
  body: 0x1000,
  html: 0x1013,
  rtf: 0x1009,
  attachmentData: 0x3701,
  attachmentLongName: 0x3707,
  attachmentName: 0x3704,
  attachmentType: 0x370e,
  displayName: 0x3001,
  codePage: 0x3fde,
} as const;

const headings: ReadonlyMap<number, string> = new Map([
  [property.subject, 'Subject'],
  [0x0c1a, 'From'],
  [0x0c1f, 'From'],
  [0x5d01, 'From'],
  [0x0042, 'From'],
  [0x0e04, 'To'],
  [0x0e03, 'Cc'],
  [0x0e02, 'Bcc'],
  [0x007d, 'Headers'],
]);
const bodies: ReadonlySet<number> = new Set([property.body, property.html, property.rtf]);
/** Addresses of Exchange, classes, search keys and ids, which no program shows. */
const internal: ReadonlySet<number> = new Set([
  0x001a, 0x003f, 0x0041, 0x0043, 0x0051, 0x0052, 0x003b, 0x0065, 0x0064, 0x0075, 0x0076, 0x0077, 0x0078, 0x0c1d,
  0x0c1e, 0x0c19, 0x1035, 0x1042, 0x1039, 0x300b, 0x3002, 0x0ff6, 0x0fff, 0x0ff9, 0x300a, 0x3ff8, 0x3ffa, 0x4030,
  0x4031, 0x4022, 0x4023, 0x4024, 0x4025, 0x4034, 0x4035, 0x4038, 0x4039, 0x80e8, 0x0e1d,
]);

/** Texts and binary values by property id. */
export type MapiProperties = ReadonlyMap<number, readonly (string | Buffer)[]>;

export function firstText(properties: MapiProperties, id: number): string | undefined {
  return properties.get(id)?.find((value) => typeof value === 'string');
}

export function firstBytes(properties: MapiProperties, id: number): Buffer | undefined {
  return properties.get(id)?.find((value) => typeof value !== 'string');
}

/** Writes headings, each form of the body that adds something, then all other texts. */
export function writeItem(properties: MapiProperties, label: string, text: PlacedText, into: Collected): void {
  text.place(label);
  for (const [id, heading] of headings) {
    const words = firstText(properties, id);
    if (words !== undefined) text.writeLine(`${heading}: ${words}`);
  }
  writeBodies(properties, text, into);
  text.place(`${label}, other properties`);
  const seen = new Set<string>();
  for (const [id, values] of properties) {
    if (headings.has(id) || bodies.has(id) || internal.has(id)) continue;
    for (const value of values) {
      if (typeof value !== 'string' || seen.has(value) || /^(IPM|EX|SMTP|en-US|text\/\S+)\b/.test(value)) continue;
      seen.add(value);
      text.writeLine(value);
    }
  }
}

function writeBodies(properties: MapiProperties, text: PlacedText, into: Collected): void {
  const plain = firstText(properties, property.body);
  if (plain !== undefined) text.writeLine(plain.replace(/\r\n?/g, '\n'));
  const html = firstBytes(properties, property.html) ?? firstText(properties, property.html);
  if (html !== undefined) {
    const source = typeof html === 'string' ? html : decodeText(html, undefined).text;
    const { text: words, hidden } = htmlToText(source);
    if (folded(words) !== folded(plain)) text.append({ text: `${words}\n`, hidden, places: [] });
  }
  const rtf = firstBytes(properties, property.rtf);
  if (rtf === undefined) return;
  const start = text.length;
  writeRtf(decompressRtf(rtf), text, into);
  // A further copy of the same body, as mail programs keep it.
  if ([plain, htmlWords(html)].some((other) => folded(other) === folded(text.since(start)))) text.backTo(start);
}

function htmlWords(html: Buffer | string | undefined): string | undefined {
  if (html === undefined) return undefined;
  return htmlToText(typeof html === 'string' ? html : decodeText(html, undefined).text).text;
}

function folded(text: string | undefined): string {
  return (text ?? '').replace(/\s+/g, '');
}

/** Text in the code page that the item names. */
export function decodeNarrow(bytes: Buffer, codePage: number): string {
  const name = codePage === 65001 ? 'utf8' : `cp${codePage}`;
  const decoded = iconv.encodingExists(name) ? iconv.decode(bytes, name) : decodeText(bytes, undefined).text;
  return decoded.replaceAll('\0', '');
}

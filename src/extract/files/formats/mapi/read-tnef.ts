/** The reader of TNEF (`winmail.dat`), in which Outlook packs a message and its attachments. Source: MS-OXTNEF. */
import type { ReadFile } from '../../file-reader.ts';
import { collect, type Collected } from '../collected.ts';
import type { PlacedText } from '../placed-text.ts';
import { decodeNarrow, firstBytes, firstText, property, writeItem, type MapiProperties } from './mapi-item.ts';
import { readTnefProperties } from './tnef-properties.ts';

const signature = 0x223e9f78;
const attribute = {
  subject: 0x8004,
  body: 0x800c,
  messageProperties: 0x9003,
  recipients: 0x9004,
  codePage: 0x9007,
  newAttachment: 0x9002,
  attachmentTitle: 0x8010,
  attachmentData: 0x800f,
  attachmentProperties: 0x9005,
} as const;

interface Attachment {
  name: string;
  type: string | undefined;
  data: Buffer | undefined;
}

/** Reads the format tnef. */
export const readTnef: ReadFile = (file, budget) =>
  collect(file, budget, async (into) => {
    const { bytes } = file;
    if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) throw new Error('no TNEF');
    const text = into.text();
    const attachments: Attachment[] = [];
    let codePage = 1252;
    let at = 6;
    while (at + 9 <= bytes.length) {
      budget.checkTime();
      const id = bytes.readUInt16LE(at + 1);
      const length = bytes.readUInt32LE(at + 5);
      const data = bytes.subarray(at + 9, at + 9 + length);
      if (data.length < length) into.missed('damaged', bytes.length);
      at += 9 + length + 2;
      if (id === attribute.codePage && data.length >= 4) codePage = data.readUInt32LE(0);
      else if (id === attribute.newAttachment) attachments.push({ name: '', type: undefined, data: undefined });
      else readAttribute(id, data, codePage, attachments.at(-1), text, into);
    }
    for (const { name, type, data } of attachments) {
      if (data) into.file(name === '' ? 'attachment' : name, data, type);
      else into.missed('unsupported', 0, name === '' ? 'attachment' : name);
    }
  });

function readAttribute(
  id: number,
  data: Buffer,
  codePage: number,
  attachment: Attachment | undefined,
  text: PlacedText,
  into: Collected,
): void {
  switch (id) {
    case attribute.subject:
    case attribute.body:
      text.place('message');
      text.writeLine(decodeNarrow(data, codePage).replace(/\r\n?/g, '\n'));
      return;
    case attribute.messageProperties:
      writeItem(readTnefProperties(data, codePage, into.budget), 'message', text, into);
      return;
    case attribute.recipients:
      readRecipients(data, codePage, text, into);
      return;
    case attribute.attachmentTitle:
      if (attachment && attachment.name === '') attachment.name = decodeNarrow(data, codePage);
      return;
    case attribute.attachmentData:
      if (attachment) attachment.data = data;
      return;
    case attribute.attachmentProperties:
      if (attachment) readAttachment(readTnefProperties(data, codePage, into.budget), attachment);
  }
}

/** A row of properties for each attachment or recipient. */
function readRecipients(data: Buffer, codePage: number, text: PlacedText, into: Collected): void {
  if (data.length < 8) return;
  text.place('message, recipients');
  const rows = readTnefProperties(data.subarray(4), codePage, into.budget, data.readUInt32LE(0));
  for (const value of [
    ...(rows.get(property.displayName) ?? []),
    ...(rows.get(0x39fe) ?? []),
    ...(rows.get(0x3003) ?? []),
  ]) {
    if (typeof value === 'string') text.writeLine(value);
  }
}

function readAttachment(properties: MapiProperties, attachment: Attachment): void {
  attachment.name = firstText(properties, property.attachmentLongName) ?? attachment.name;
  attachment.type = firstText(properties, property.attachmentType);
  const object = firstBytes(properties, property.attachmentData);
  // The object follows the id of its interface: an attached message is TNEF, too.
  if (object && object.length > 16) attachment.data = object.subarray(16);
}

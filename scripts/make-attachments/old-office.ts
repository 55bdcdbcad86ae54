/** Minimal old Word and PowerPoint files: only the structures that contain text. Sources: MS-DOC 2.4, MS-PPT 2. */
import { compoundFile } from './compound-file.ts';
import { nativeObject } from './native-object.ts';
import { Planter, type MadeFile } from './planting.ts';

/** The lengths of the stories in the header of the file, in the order of the text. */
const storyLengths = [0x4c, 0x50, 0x54, 0x58, 0x5c, 0x60, 0x64, 0x68];

export function oldDocument(): MadeFile {
  const plant = new Planter('doc');
  const field = `\u0013 QUOTE "${plant.at('field-code', 'field codes', { hidden: true })}" \u0014shown\u0015\r`;
  const stories = [
    `${plant.at('text', 'document')}\rName\u0007${plant.at('table', 'document')}\u0007\u0007${field}`,
    `\u0002${plant.at('footnote', 'footnote')}\r`,
    `${plant.at('header', 'header and footer')}\r`,
    '',
    `\u0005${plant.at('comment', 'comment')}\r`,
    `${plant.at('endnote', 'endnote')}\r`,
    `${plant.at('text-box', 'text box')}\r`,
    '',
  ];
  const text = stories.join('');
  // The first piece uses 8-bit characters, the second 16-bit ones.
  const cut = stories[0]!.length;
  const narrow = Buffer.from(text.slice(0, cut), 'latin1');
  const wide = Buffer.from(text.slice(cut), 'utf16le');
  const at = 0x600;
  const document = Buffer.alloc(at + narrow.length + wide.length + 4096);
  document.writeUInt16LE(0xa5ec, 0);
  document.writeUInt16LE(0xc1, 2);
  document.writeUInt16LE(0x0200, 0x0a);
  stories.forEach((story, index) => document.writeUInt32LE(story.length, storyLengths[index]));
  narrow.copy(document, at);
  wide.copy(document, at + narrow.length);
  const pieces = Buffer.alloc(5 + 12 + 16);
  pieces[0] = 2;
  pieces.writeUInt32LE(28, 1);
  [0, cut, text.length].forEach((position, index) => pieces.writeUInt32LE(position, 5 + index * 4));
  pieces.writeUInt32LE(((at * 2) | 0x40000000) >>> 0, 5 + 12 + 2);
  pieces.writeUInt32LE(at + narrow.length, 5 + 12 + 8 + 2);
  document.writeUInt32LE(0, 0x1a2);
  document.writeUInt32LE(pieces.length, 0x1a6);
  const bytes = compoundFile({
    WordDocument: document,
    '1Table': pieces,
    '\u0005SummaryInformation': propertySet(plant.at('title', 'document properties')),
    'ObjectPool/_1/\u0001Ole10Native': nativeObject('inner-note.txt', Buffer.from('inside')),
  });
  return { name: 'places.doc', bytes, plantings: plant.plantings, inside: ['inner-note.txt'] };
}

export function oldPresentation(): MadeFile {
  const plant = new Planter('ppt');
  const record = (type: number, data: Buffer, isContainer = false) => {
    const head = Buffer.alloc(8);
    head.writeUInt16LE(isContainer ? 0x0f : 0, 0);
    head.writeUInt16LE(type, 2);
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data]);
  };
  const wide = (text: string) => record(0x0fa0, Buffer.from(text, 'utf16le'));
  const bytes = compoundFile({
    'PowerPoint Document': Buffer.concat([
      record(0x03ee, record(0x040c, wide(plant.at('slide', 'slide 1')), true), true),
      record(0x03ee, record(0x0fa8, Buffer.from(plant.at('narrow', 'slide 2'), 'latin1')), true),
      record(0x03f0, wide(plant.at('notes', 'notes')), true),
      record(0x2ee0, record(0x0fba, Buffer.from(plant.at('comment', 'comment'), 'utf16le')), true),
      record(0x03f8, wide(plant.at('master', 'slide master')), true),
    ]),
  });
  return { name: 'places.ppt', bytes, plantings: plant.plantings };
}

/** Only a title (MS-OLEPS 2.21). */
function propertySet(title: string): Buffer {
  const value = Buffer.from(`${title}\0`, 'latin1');
  const set = Buffer.alloc(48 + 16 + 8 + value.length);
  set.writeUInt16LE(0xfffe, 0);
  set.writeUInt32LE(1, 24);
  set.writeUInt32LE(48, 44);
  set.writeUInt32LE(set.length - 48, 48);
  set.writeUInt32LE(1, 52);
  set.writeUInt32LE(2, 56);
  set.writeUInt32LE(16, 60);
  set.writeUInt32LE(0x1e, 64);
  set.writeUInt32LE(value.length, 68);
  value.copy(set, 72);
  return set;
}

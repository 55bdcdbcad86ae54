/** Documents of less common programs, and files that operating systems and Office add: a sentence in each place. */
import { deflateSync } from 'node:zlib';
import { compoundFile } from './compound-file.ts';
import { Planter, type MadeFile } from './planting.ts';
import { zipFile } from './zip-file.ts';

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** Always the same bytes that look random (a linear congruential generator). */
function noise(length: number, seed: number): Buffer {
  let state = seed >>> 0;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    }),
  );
}

/** A section of OneNote (MS-ONESTORE): its header, a text in UTF-16 as pages keep it, and data. */
export function oneNote(): MadeFile {
  const plant = new Planter('one');
  const header = Buffer.alloc(1024);
  Buffer.from('e4525c7b8cd8a74daeb15378d02996d3', 'hex').copy(header);
  const page = Buffer.concat([Buffer.alloc(64, 3), wide(plant.at('page', '')), Buffer.alloc(64, 1)]);
  return {
    name: 'notes.one',
    bytes: Buffer.concat([header, page, noise(600, 1)]),
    plantings: plant.plantings,
    unread: ['unsupported'],
  };
}

/** Publisher: an OLE file whose text is in a stream of UTF-16 (Quill). */
export function publisher(): MadeFile {
  const plant = new Planter('pub');
  const text = Buffer.concat([Buffer.from('CHNKWKS ', 'latin1'), Buffer.alloc(504), wide(plant.at('story', ''))]);
  const bytes = compoundFile({ Contents: Buffer.alloc(4096, 7), 'Quill/QuillSub/CONTENTS': text });
  return { name: 'flyer.pub', bytes, plantings: plant.plantings, unread: ['unsupported'] };
}

/** Visio 2013: an OPC package with the text of shapes in its pages. */
export function visio(): MadeFile {
  const plant = new Planter('vsdx');
  const bytes = zipFile({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/visio/document.xml" ContentType="application/vnd.ms-visio.drawing.main+xml"/></Types>',
    'visio/document.xml': '<VisioDocument xmlns="http://schemas.microsoft.com/office/visio/2012/main"/>',
    'visio/pages/page1.xml': `<PageContents xmlns="http://schemas.microsoft.com/office/visio/2012/main"><Shapes><Shape ID="1"><Text>${plant.at('shape', '')}</Text></Shape></Shapes></PageContents>`,
  });
  return { name: 'plan.vsdx', bytes, plantings: plant.plantings };
}

/** Visio before 2013: an OLE file with a stream of its own, in which texts are packed. */
export function oldVisio(): MadeFile {
  const bytes = compoundFile({
    VisioDocument: Buffer.concat([Buffer.from('Visio (TM) Drawing\r\n\0', 'latin1'), noise(5000, 2)]),
  });
  return { name: 'plan.vsd', bytes, plantings: [], unread: ['unsupported'] };
}

/** Pages, Numbers and Keynote: a zip file with packed data (IWA) and a preview. */
export function iWork(): MadeFile {
  const plant = new Planter('pages');
  const text = Buffer.from(plant.at('body', ''));
  // A chunk of Snappy that is one literal: type 0, three bytes of length, the length unpacked, a tag.
  const snappy = Buffer.concat([Buffer.from([text.length, 0xf0, text.length - 1]), text]);
  const chunk = Buffer.concat([Buffer.from([0, snappy.length & 255, snappy.length >> 8, 0]), snappy]);
  const bytes = zipFile({
    'Index/Document.iwa': chunk,
    'Index/Metadata.iwa': Buffer.concat([Buffer.from([0, 0x88, 0x13, 0]), noise(5000, 3)]),
    'Metadata/Properties.plist': deflateSync(Buffer.alloc(40)),
  });
  return { name: 'letter.pages', bytes, plantings: plant.plantings, unread: ['unsupported'] };
}

/** A book (EPUB 3): a zip file of pages. */
export function ePub(): MadeFile {
  const plant = new Planter('epub');
  const bytes = zipFile({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>',
    'book.opf': `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><metadata><dc:title xmlns:dc="x">${plant.at('title', '')}</dc:title></metadata></package>`,
    'page1.xhtml': `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>${plant.at('page', '')}</p></body></html>`,
  });
  return { name: 'book.epub', bytes, plantings: plant.plantings };
}

/** A mailbox of Outlook (MS-PST): its header, and blocks that are permuted. */
export function outlookMailbox(): MadeFile {
  const header = Buffer.alloc(564);
  header.write('!BDN', 'latin1');
  header.write('SM', 8, 'latin1');
  header.writeUInt16LE(23, 10);
  return {
    name: 'archive.pst',
    bytes: Buffer.concat([header, noise(8000, 4)]),
    plantings: [],
    unread: ['unsupported'],
  };
}

/** What Office leaves beside an open document: the name of whoever has opened it, twice. */
export function lockFile(): MadeFile {
  const plant = new Planter('lock');
  const owner = plant.at('owner', '').slice(0, 50);
  const bytes = Buffer.alloc(165, 0x20);
  bytes[0] = owner.length;
  bytes.write(owner, 1, 'latin1');
  bytes[54] = 0;
  bytes.writeUInt16LE(owner.length, 55);
  wide(owner).copy(bytes, 57);
  return { name: '~$list.xlsx', bytes, plantings: plant.plantings };
}

/** A shortcut (MS-SHLLINK) with a description and a path. */
export function shortcut(): MadeFile {
  const plant = new Planter('lnk');
  const header = Buffer.alloc(76);
  header.writeUInt32LE(0x4c, 0);
  Buffer.from('0114020000000000c000000000000046', 'hex').copy(header, 4);
  header.writeUInt32LE(0x0c | 0x80, 20); // a name and a relative path, in UTF-16
  const string = (text: string): Buffer => {
    const length = Buffer.alloc(2);
    length.writeUInt16LE(text.length);
    return Buffer.concat([length, wide(text)]);
  };
  const bytes = Buffer.concat([header, string(plant.at('name', '')), string('..\\Lists\\list.xlsx')]);
  return { name: 'list.lnk', bytes, plantings: plant.plantings };
}

/** The thumbnails of a folder of Windows: a list of names, and a stream for each picture. */
export function thumbnails(picture: Buffer): MadeFile {
  const plant = new Planter('thumbs');
  const list = Buffer.concat([
    Buffer.from([16, 0, 7, 0, 1, 0, 0, 0]),
    wide(`${plant.at('name', '')}.jpg`),
    Buffer.alloc(8),
  ]);
  const bytes = compoundFile({
    Catalog: list,
    '1': Buffer.concat([Buffer.from([12, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]), picture]),
  });
  return { name: 'Thumbs.db', bytes, plantings: plant.plantings, inside: ['thumbnail 1'], unread: ['image'] };
}

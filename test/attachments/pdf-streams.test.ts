/** Streams of PDF files that no page shows: unpacked whatever their filters are, and told of where they cannot be. */
import { describe, expect, it } from '@jest/globals';
import { deflateSync } from 'node:zlib';
import { encryptPdf, pdfMethods } from '../../scripts/make-attachments/encrypted-pdf.ts';
import { assemblePdf, pdfStream } from '../../scripts/make-attachments/pdf.ts';
import { extractFile } from '../../src/extract/extract.ts';
import { extractLimits } from '../harness/extract-limits.ts';

const words = 'Tamsin Quillfeather, 12 Alder Court';
const xfa = `<xdp:xdp><xfa:datasets><note>${words}</note></xfa:datasets></xdp:xdp>`;

/** One page, and streams that nothing on it draws. */
const withObjects = (...objects: string[]): Buffer =>
  assemblePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    pdfStream('', 'BT /F1 11 Tf 50 700 Td (Minutes of the meeting) Tj ET'),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...objects,
    '<< /Title (x) >>',
  ]);
const form = (entries: string, data: Buffer): string =>
  pdfStream(`/Type /XObject /Subtype /Form /BBox [0 0 500 20] ${entries}`, data.toString('latin1'));
const drawn = Buffer.from(`BT /F1 10 Tf 4 6 Td (${words}) Tj ET`);
const font = '/Resources << /Font << /F1 5 0 R >> >>';

async function read(file: Buffer): Promise<{ text: string; unread: string[] }> {
  const { parts, unread } = await extractFile(file, 'minutes.pdf', extractLimits);
  return { text: parts.map(({ text }) => text).join('\n'), unread: unread.map(({ reason }) => reason) };
}

/** Codes of nine bits, with a clear before they would get longer. */
function lzw(data: Buffer): Buffer {
  const codes = [...data].flatMap((byte, at) => (at % 200 === 0 ? [256, byte] : [byte]));
  const bits = [...codes, 257].map((code) => code.toString(2).padStart(9, '0')).join('');
  return Buffer.from(bits.match(/.{1,8}/g)!.map((byte) => parseInt(byte.padEnd(8, '0'), 2)));
}

/** Codes that get longer as the table fills, as other programs write them. */
function longLzw(data: Buffer): Buffer {
  let bits = '';
  let table = new Map<string, number>();
  let width = 9;
  const write = (code: number) => (bits += code.toString(2).padStart(width, '0'));
  const codeOf = (text: string) => (text.length === 1 ? text.charCodeAt(0) : table.get(text)!);
  write(256);
  let held = '';
  for (const sign of data.toString('latin1')) {
    if (held === '' || table.has(held + sign)) {
      held += sign;
      continue;
    }
    write(codeOf(held));
    table.set(held + sign, 258 + table.size);
    if (257 + table.size >= 511) width = 257 + table.size >= 2047 ? 12 : 257 + table.size >= 1023 ? 11 : 10;
    if (table.size === 3800) {
      write(256);
      table = new Map();
      width = 9;
    }
    held = sign;
  }
  write(codeOf(held));
  write(257);
  return Buffer.from(bits.match(/.{1,8}/g)!.map((byte) => parseInt(byte.padEnd(8, '0'), 2)));
}

function ascii85(data: Buffer): Buffer {
  const filled = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
  let signs = '';
  for (let at = 0; at < filled.length; at += 4) {
    let number = filled.readUInt32BE(at);
    let group = '';
    for (let digit = 0; digit < 5; digit += 1, number = Math.floor(number / 85))
      group = String.fromCharCode(33 + (number % 85)) + group;
    signs += group;
  }
  return Buffer.from(`${signs.slice(0, signs.length - (filled.length - data.length))}~>`);
}

/** Rows of 8 bytes, each predicted by the one above. */
function byRows(data: Buffer): Buffer {
  const filled = Buffer.concat([data, Buffer.alloc((8 - (data.length % 8)) % 8, ' ')]);
  return Buffer.from(
    Array.from({ length: filled.length / 8 }, (_, row) => [
      2,
      ...Array.from(
        { length: 8 },
        (__, column) => (filled[row * 8 + column]! - (filled[row * 8 + column - 8] ?? 0)) & 255,
      ),
    ]).flat(),
  );
}

const wrongSum = (data: Buffer): Buffer => data.fill(0, data.length - 4);

/** Data of which the first half can be unpacked. */
function halfDamaged(text: string): Buffer {
  const notes = Array.from({ length: 3000 }, (_, n) => `<n${n}>${(n * 7919) % 9973}</n${n}>`).join('');
  const data = deflateSync(text.replace('</note>', `</note>${notes}`));
  return data.fill(0xff, data.length >> 1);
}

const packed: readonly [filters: string, data: (content: Buffer) => Buffer][] = [
  ['/Filter /FlateDecode', deflateSync],
  ['/Filter /Fl#61teDecode', deflateSync],
  ['/Filter [/ASCII85Decode /FlateDecode]', (data) => ascii85(deflateSync(data))],
  ['/Filter [/ASCIIHexDecode /FlateDecode]', (data) => Buffer.from(`${deflateSync(data).toString('hex')}>`)],
  ['/Filter /LZWDecode', lzw],
  [
    '/Filter /RunLengthDecode',
    (data) => Buffer.concat([...data].map((byte) => Buffer.from([0, byte])).concat(Buffer.from([128]))),
  ],
  ['/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 8 >>', (data) => deflateSync(byRows(data))],
];

describe('is read without a word about anything unread', () => {
  it.each(packed)('an XFA form packed with %s', async (filters, pack) => {
    const { text, unread } = await read(withObjects(pdfStream(filters, pack(Buffer.from(xfa)).toString('latin1'))));
    expect(text).toContain(words);
    expect(unread).toEqual([]);
  });

  it.each(packed)('an unshown form packed with %s', async (filters, pack) => {
    const { text, unread } = await read(withObjects(form(`${font} ${filters}`, pack(drawn))));
    expect(text).toContain(words);
    expect(unread).toEqual([]);
  });

  it('a long XFA form of LZW codes of all lengths', async () => {
    const rows = Array.from({ length: 9000 }, (_, n) => `<n>${(n * 48_271) % 99_991}</n>`).join('');
    const long = Buffer.from(xfa.replace('<note>', `<all>${rows}</all><note>`));
    const { text, unread } = await read(withObjects(pdfStream('/Filter /LZWDecode', longLzw(long).toString('latin1'))));
    expect(text).toContain(words);
    expect(text).toContain(String((8999 * 48_271) % 99_991));
    expect(unread).toEqual([]);
  });

  it.each<[string, string]>([
    ['with a long dictionary', form(`${font} /PieceInfo << /X (${'x '.repeat(2000)}) >>`, drawn)],
    ['after a comment', form(font, drawn).replace('\nstream', ' % the data\nstream')],
    ['whose check sum is wrong', form(`${font} /Filter /FlateDecode`, wrongSum(deflateSync(drawn)))],
  ])('an unshown form %s', async (_, object) => {
    const { text, unread } = await read(withObjects('<< /Title (Live stream\nof the game) >>', object));
    expect(text).toContain(words);
    expect(unread).toEqual([]);
  });

  it('but as a picture, one with damage', async () => {
    const picture = pdfStream('/Subtype /Image /Width 9 /Height 9 /Filter /FlateDecode', 'damaged');
    expect((await read(withObjects(picture))).unread).toEqual(['image']);
  });

  it.each<[string, string]>([
    ['an empty stream', pdfStream('/Filter /FlateDecode', '\r\n')],
    ['a picture that does not say so', pdfStream('/Width 9 /Height 9 /Filter [/FlateDecode /DCTDecode]', 'damaged')],
  ])('%s', async (_, object) => {
    expect((await read(withObjects(object))).unread).toEqual([]);
  });
});

describe('is told of', () => {
  it('a damaged stream, with the text before the damage', async () => {
    const data = halfDamaged(xfa).toString('latin1');
    const { text, unread } = await read(withObjects(pdfStream('/Filter /FlateDecode', data)));
    expect(text).toContain(words);
    expect(unread).toEqual(['damaged']);
  });

  it.each<[string, string, string]>([
    ['a stream of no packed data', 'damaged', pdfStream('/Filter /FlateDecode', 'These are no packed data.')],
    ['damaged base 85', 'damaged', pdfStream('/Filter /ASCII85Decode', '{}{}{}~>')],
    ['damaged digits', 'damaged', pdfStream('/Filter /ASCIIHexDecode', 'no digits>')],
    ['damaged LZW codes', 'damaged', pdfStream('/Filter /LZWDecode', '\xff\xff\xff\xff')],
    ['a filter of its own', 'unsupported', pdfStream('/Filter /DistrictDecode', 'x')],
    ['a filter that stands elsewhere', 'unsupported', pdfStream('/Filter 4711 0 R', 'x')],
    ['a form packed as a picture', 'unsupported', form(`${font} /Filter /DCTDecode`, drawn)],
    [
      'more than a stream may unpack to',
      'too-big',
      pdfStream('/Filter /FlateDecode', deflateSync(Buffer.alloc(34_000_000)).toString('latin1')),
    ],
  ])('%s', async (_, reason, object) => {
    expect((await read(withObjects(object, object))).unread).toEqual([reason]);
  });

  it.each(pdfMethods)('a stream that was encrypted with another key, in a file with %s', async (method) => {
    const file = encryptPdf(
      withObjects(pdfStream('/Filter /FlateDecode', deflateSync(xfa).toString('latin1'))),
      method,
      '',
    );
    const text = file.toString('latin1');
    expect((await read(file)).unread).toEqual([]);
    const at = text.indexOf('stream\n', text.indexOf('6 0 obj')) + 7;
    const changed = Buffer.from(file);
    for (let byte = at; byte < text.indexOf('\nendstream', at); byte += 1) changed[byte]! ^= 0x5a;
    const { text: readable, unread } = await read(changed);
    expect(readable).toContain('Minutes of the meeting');
    expect(unread).toEqual(['damaged']);
  });

  it('a stream that is too short to be encrypted', async () => {
    const file = encryptPdf(withObjects(pdfStream('/Note 7', 'x')), 'aes-128', '').toString('latin1');
    const at = file.indexOf('stream\n', file.indexOf('/Note 7')) + 7;
    const cut = file.slice(0, at) + 'too short' + file.slice(file.indexOf('\nendstream', at));
    expect((await read(Buffer.from(cut, 'latin1'))).unread).toEqual(['encrypted']);
  });
});

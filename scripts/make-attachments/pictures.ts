/** Pictures with text in their metadata and, for OCR, in the image. */
import { crc32, deflateSync } from 'node:zlib';
import { assemblePdf, pdfStream } from './pdf.ts';
import { Planter, type MadeFile } from './planting.ts';

const beside = 'words beside the picture';

/** A PNG with text chunks. */
export function pngWithTexts(): MadeFile {
  const plant = new Planter('png');
  const international = Buffer.concat([
    Buffer.from('Description\0\0\0en\0\0', 'latin1'),
    Buffer.from(plant.at('international-text', beside)),
  ]);
  const bytes = png(1, 1, Buffer.from([0, 255]), [
    chunk('tEXt', Buffer.from(`Title\0${plant.at('text', beside)}`, 'latin1')),
    chunk(
      'zTXt',
      Buffer.concat([
        Buffer.from('Comment\0\0', 'latin1'),
        deflateSync(Buffer.from(plant.at('compressed-text', beside))),
      ]),
    ),
    chunk('iTXt', international),
  ]);
  return { name: 'words.png', bytes, plantings: plant.plantings, unread: ['image'] };
}

/** A JPEG of headers only, with an EXIF description, an artist and a comment. */
export function jpegWithExif(): MadeFile {
  const plant = new Planter('jpg');
  const segment = (marker: number, data: Buffer) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  };
  const values = [plant.at('description', beside), plant.at('artist', beside)].map((text) =>
    Buffer.from(`${text}\0`, 'latin1'),
  );
  const tags = [0x010e, 0x013b];
  const directory = Buffer.alloc(2 + tags.length * 12 + 4);
  directory.writeUInt16LE(tags.length, 0);
  let at = 8 + directory.length;
  tags.forEach((tag, index) => {
    directory.writeUInt16LE(tag, 2 + index * 12);
    directory.writeUInt16LE(2, 4 + index * 12);
    directory.writeUInt32LE(values[index]!.length, 6 + index * 12);
    directory.writeUInt32LE(at, 10 + index * 12);
    at += values[index]!.length;
  });
  const tiff = Buffer.concat([Buffer.from('II*\0\u0008\0\0\0', 'latin1'), directory, ...values]);
  const bytes = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])),
    segment(0xfe, Buffer.from(plant.at('comment', beside))),
    segment(0xda, Buffer.alloc(10)),
    Buffer.from([0xff, 0xd9]),
  ]);
  return { name: 'words.jpg', bytes, plantings: plant.plantings, unread: ['image'] };
}

/** The letters that the words below need, five by seven dots, one row of bits per line. */
const dots: Readonly<Record<string, readonly string[]>> = {
  C: ['01110', '10001', '10000', '10000', '10000', '10001', '01110'],
  A: ['01110', '10001', '10001', '11111', '10001', '10001', '10001'],
  L: ['10000', '10000', '10000', '10000', '10000', '10000', '11111'],
  H: ['10001', '10001', '10001', '11111', '10001', '10001', '10001'],
  O: ['01110', '10001', '10001', '10001', '10001', '10001', '01110'],
  M: ['10001', '11011', '10101', '10101', '10001', '10001', '10001'],
  E: ['11111', '10000', '10000', '11110', '10000', '10000', '11111'],
};

/** The text in `letters.png`. */
export const pictureWords = 'CALL HOME';

export function pngWithLetters(): MadeFile {
  const { width, height, rows } = letterRows();
  return { name: 'letters.png', bytes: png(width, height, rows, []), plantings: [], unread: ['image'] };
}

/** Black on white, one byte per dot, each row preceded by a zero. */
function letterRows(): { width: number; height: number; rows: Buffer } {
  const scale = 8;
  const margin = 40;
  const width = pictureWords.length * 6 * scale + margin * 2;
  const height = 7 * scale + margin * 2;
  const rows = Buffer.alloc((width + 1) * height, 255);
  for (let y = 0; y < height; y += 1) {
    rows[y * (width + 1)] = 0;
    for (let x = 0; x < width; x += 1) {
      const column = Math.floor((x - margin) / scale);
      const row = Math.floor((y - margin) / scale);
      const letter = dots[pictureWords[Math.floor(column / 6)] ?? ''];
      if (letter?.[row]?.[column % 6] === '1') rows[y * (width + 1) + 1 + x] = 0;
    }
  }
  return { width, height, rows };
}

/** The same picture as the only content of a PDF page, as scanners produce it. */
export function scannedPdf(): Buffer {
  const { width, height, rows } = letterRows();
  const pixels = Array.from({ length: height }, (_, y) => rows.subarray(y * (width + 1) + 1, (y + 1) * (width + 1)));
  return assemblePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R >>',
    pdfStream('', `q ${width} 0 0 ${height} 50 600 cm /I Do Q`),
    pdfStream(
      `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8`,
      Buffer.concat(pixels).toString('latin1'),
    ),
    '<< >>',
  ]);
}

/** A page that shows a JPEG, in colour. @param width of the picture in pixels */
export function pdfWithJpeg(jpeg: Buffer, width: number, height: number): Buffer {
  return assemblePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R >>',
    pdfStream('', `q ${width} 0 0 ${height} 50 400 cm /I Do Q`),
    pdfStream(
      `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`,
      jpeg.toString('latin1'),
    ),
    '<< >>',
  ]);
}

/** Greyscale, eight bits. @param rows each with its filter byte */
function png(width: number, height: number, rows: Buffer, texts: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    ...texts,
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), out.length - 4);
  return out;
}

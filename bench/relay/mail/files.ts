/** Files of the benchmark's mails: Word, CSV, PDF and pictures of a wanted size, the same for the same seed. */
import { crc32, deflateSync } from 'node:zlib';
import { escape, officePackage, xmlHead, type Part } from '../../../scripts/make-attachments/office-package.ts';
import { assemblePdf, pdfStream } from '../../../scripts/make-attachments/pdf.ts';
import { birthdayOf, personOf, proseOf, studentLine, topicOf, type Draw } from './prose.ts';

export interface AttachedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** A square of random gray pixels, which does not compress. @param side in pixels */
export function noisePng(draw: Draw, side: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 8; // bits a pixel, gray
  const rows = Array.from({ length: side }, () => Buffer.concat([Buffer.of(0), draw.bytes(side)]));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', head),
    pngChunk('IDAT', deflateSync(Buffer.concat(rows))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

/** Text first, then pictures up to the size. @param size in bytes */
export function wordFile(draw: Draw, size: number, withStudents: boolean): AttachedFile {
  const paragraphs = proseOf(draw, Math.min(size / 4, 60_000));
  if (withStudents) paragraphs.splice(1, 0, 'Class list', ...Array.from({ length: 12 }, () => studentLine(draw)));
  const pictures: Buffer[] = [];
  for (let left = size - paragraphs.join('').length / 3; left > 8000; left -= pictures.at(-1)!.length)
    pictures.push(noisePng(draw, Math.min(draw.whole(180, 700), Math.ceil(Math.sqrt(left)))));
  const text = paragraphs.map((words) => `<w:p><w:r><w:t>${escape(words)}</w:t></w:r></w:p>`).join('');
  const parts: Record<string, Part> = {
    '': { content: '', relations: [['rId1', 'officeDocument', 'word/document.xml']] },
    'word/document.xml': {
      type: 'document',
      content: `${xmlHead}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${text}</w:body></w:document>`,
      relations: pictures.map((_, at) => [`rId${at + 1}`, 'image', `media/image${at + 1}.png`] as const),
    },
  };
  pictures.forEach((content, at) => (parts[`word/media/image${at + 1}.png`] = { content }));
  return {
    name: `minutes-${draw.digits(4)}.docx`,
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    bytes: officePackage(parts),
  };
}

/** @param size in bytes */
export function csvFile(draw: Draw, size: number, withStudents: boolean): AttachedFile {
  const rows = [
    withStudents ? 'student_id;last_name;first_name;birth_date;email;grade' : 'item;description;room;quantity;price',
  ];
  for (let written = 0; written < size; written += rows.at(-1)!.length + 2) {
    const { first, last } = personOf(draw);
    rows.push(
      withStudents
        ? `${draw.digits(7)};${last};${first};${birthdayOf(draw)};${first}.${last}@students.example;${draw.whole(1, 12)}`
        : `${draw.digits(5)};${draw.pick(['Chair', 'Desk', 'Projector', 'Toner', 'Cable'])} for ${topicOf(draw)};${draw.whole(100, 420)};${draw.whole(1, 40)};${draw.whole(5, 900)}.${draw.digits(2)}`,
    );
  }
  return {
    name: `export-${draw.digits(4)}.csv`,
    type: 'text/csv; charset=utf-8',
    bytes: Buffer.from(`${rows.join('\r\n')}\r\n`),
  };
}

/** Pages of text, then one stream that does not compress. @param size in bytes */
export function pdfFile(draw: Draw, size: number, withStudents: boolean): AttachedFile {
  const lines = proseOf(draw, Math.min(size / 4, 20_000)).flatMap((words) => words.match(/.{1,90}( |$)/g) ?? []);
  if (withStudents) lines.unshift(...Array.from({ length: 8 }, () => studentLine(draw)));
  const pages = Math.ceil(lines.length / 50);
  const kids = Array.from({ length: pages }, (_, page) => `${4 + page * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages} /Kids [${kids}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (let page = 0; page < pages; page += 1) {
    const shown = lines.slice(page * 50, page * 50 + 50).map((line) => `(${line.replace(/[()\\]/g, '\\$&')}) '`);
    const content = deflateSync(Buffer.from(`BT /F1 10 Tf 14 TL 50 790 Td\n${shown.join('\n')}\nET`, 'latin1'));
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + page * 2} 0 R >>`,
      pdfStream('/Filter /FlateDecode', content.toString('latin1')),
    );
  }
  objects.push(pdfStream('/Type /Filler', draw.bytes(Math.max(0, size - 4000 * pages)).toString('latin1')));
  objects.push('<< /Producer (bench) >>');
  return { name: `report-${draw.digits(4)}.pdf`, type: 'application/pdf', bytes: assemblePdf(objects) };
}

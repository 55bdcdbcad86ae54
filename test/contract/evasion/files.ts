/** One sentence beside what archives and pictures are said to hold: what `evasion.test.ts` runs on. */
import { gzipSync } from 'node:zlib';
import { tarFile } from '../../../scripts/make-attachments/tar-file.ts';
import { zipFile } from '../../../scripts/make-attachments/zip-file.ts';
import { pngWithLetters } from '../../../scripts/make-attachments/pictures.ts';
import { wordDocument } from '../../../scripts/make-attachments/word.ts';
import { pdf } from '../../../scripts/make-attachments/pdf.ts';
import { base64, second, sentence, type Planted } from './messages.ts';

const words = Buffer.from(sentence);
const harmless = zipFile({ 'a.txt': 'hello there all' });
const telling = zipFile({ 'b.txt': sentence });
const picture = pngWithLetters().bytes;
const attached = (bytes: Buffer, name: string, part: string): Planted =>
  second(
    `Content-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64`,
    base64(bytes),
    part,
  );
/** The archive with these bytes in front of its end record and behind its directory. */
function withComment(archive: Buffer, comment: Buffer): Buffer {
  const head = Buffer.from(archive.subarray(0, archive.length - 2));
  const length = Buffer.alloc(2);
  length.writeUInt16LE(comment.length);
  return Buffer.concat([head, length, comment]);
}
/** A gzip file with a field that this bit of the flags announces (RFC 1952 2.3.1). */
function withField(flag: number, field: Buffer): Buffer {
  const packed = Buffer.from(gzipSync('hello'));
  packed[3] = flag;
  return Buffer.concat([packed.subarray(0, 10), field, packed.subarray(10)]);
}

export const plantedInFiles: Readonly<Record<string, Planted>> = {
  'a zip behind another': attached(Buffer.concat([harmless, telling]), 'x.zip', 'x.zip/b.txt'),
  'a zip in front of another': attached(Buffer.concat([telling, harmless]), 'x.zip', 'x.zip/b.txt'),
  'the comment of a zip': attached(withComment(harmless, words), 'x.zip', 'x.zip/beside the files'),
  'text in front of a zip': attached(
    Buffer.concat([Buffer.from('PK\x07\x08', 'latin1'), words, harmless]),
    'x.zip',
    'x.zip/beside the files',
  ),
  'text behind a zip': attached(Buffer.concat([harmless, words]), 'x.zip', 'x.zip/beside the files'),
  'a zip behind a picture': attached(Buffer.concat([picture, telling]), 'x.png', 'x.png/b.txt'),
  'a zip and junk behind a picture': attached(
    Buffer.concat([picture, telling, Buffer.from('junk')]),
    'x.png',
    'x.png/b.txt',
  ),
  'text behind a picture': attached(Buffer.concat([picture, words]), 'x.png', 'x.png'),
  'text in a font': attached(
    Buffer.concat([Buffer.from('\0\x01\0\0\0', 'latin1'), Buffer.alloc(9), words]),
    'x.ttf',
    'x.ttf',
  ),
  'text in a film': attached(
    Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0', 'latin1'), words]),
    'x.mp4',
    'x.mp4',
  ),
  'text behind a PDF': attached(Buffer.concat([pdf().bytes, words]), 'x.pdf', 'x.pdf'),
  'text in front of a PDF': attached(Buffer.concat([words, pdf().bytes]), 'x.pdf', 'x.pdf'),
  'a PDF behind a picture': attached(Buffer.concat([picture, pdf().bytes, words]), 'x.png', 'x.png/appended'),
  'a zip in front of a Word file': attached(Buffer.concat([telling, wordDocument().bytes]), 'x.docx', 'x.docx/b.txt'),
  'text behind a Word file': attached(
    Buffer.concat([wordDocument().bytes, words]),
    'x.docx',
    'x.docx/beside the files',
  ),
  'the comment of a gzip file': attached(
    withField(16, Buffer.concat([words, Buffer.alloc(1)])),
    'x.gz',
    'x.gz/beside the file',
  ),
  'the extra field of a gzip file': attached(
    withField(4, Buffer.concat([Buffer.from([words.length, 0]), words])),
    'x.gz',
    'x.gz/beside the file',
  ),
  'a gzip file behind zeros behind another': attached(
    Buffer.concat([gzipSync('hello'), Buffer.alloc(10), gzipSync(words)]),
    'x.gz',
    'x.gz/behind the file/behind the file',
  ),
  'a comment of a tar file': attached(
    tarFile([
      { name: 'x', type: 'g', data: `${sentence.length + 12} comment=${sentence}\n` },
      { name: 'a.txt', data: 'hello' },
    ]),
    'x.tar',
    'x.tar/beside the files',
  ),
  'a folder of a tar file with content': attached(
    tarFile([{ name: 'b', type: '5', data: sentence }]),
    'x.tar',
    'x.tar/b',
  ),
  'the target of a link in a tar file': attached(
    tarFile([{ name: 'b', type: '2', data: '', link: sentence }]),
    'x.tar',
    'x.tar/beside the files',
  ),
  'the rest of the last block of a tar file': attached(
    tarFile([{ name: 'a.txt', data: 'hello', slack: sentence }]),
    'x.tar',
    'x.tar/beside the files',
  ),
  'text behind a tar file': attached(
    Buffer.concat([tarFile([{ name: 'a.txt', data: 'hello' }]), words]),
    'x.tar',
    'x.tar/beside the files',
  ),
  'a contact’s note in quoted-printable': attached(
    Buffer.from(
      `BEGIN:VCARD\r\nVERSION:2.1\r\nNOTE;ENCODING=QUOTED-PRINTABLE:${[...words]
        .map((byte) => `=${byte.toString(16).toUpperCase()}`)
        .join('')
        .replace(/(?:=..){20}/g, '$&=\r\n')}\r\nEND:VCARD\r\n`,
    ),
    'x.vcf',
    'x.vcf',
  ),
  'a contact’s photograph that is a zip': attached(
    Buffer.from(
      `BEGIN:VCARD\r\nVERSION:3.0\r\nPHOTO;ENCODING=b:${telling.toString('base64').replace(/.{70}/g, '$&\r\n ')}\r\nEND:VCARD\r\n`,
    ),
    'x.vcf',
    'x.vcf/base64/b.txt',
  ),
  'the HTML description of an appointment': attached(
    Buffer.from(
      `BEGIN:VCALENDAR\r\nX-ALT-DESC;FMTTYPE=text/html:<p>${sentence.replace(/(?<=[a-z])(?=[a-z])/g, '<b></b>')}</p>\r\nEND:VCALENDAR\r\n`,
    ),
    'x.ics',
    'x.ics',
  ),
};

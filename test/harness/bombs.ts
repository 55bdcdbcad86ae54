/** Attachments and mails that are small on the wire and huge when they are read, or that lead a reader in circles. */
import { deflateRawSync, gzipSync } from 'node:zlib';
import { zipOf } from './zip.ts';

const mb = 1024 * 1024;
const text = (value: string) => Buffer.from(value);

function nested(levels: number): Buffer {
  let inner = zipOf({ 'bottom.txt': Buffer.alloc(mb) }, deflateRawSync);
  for (let level = 0; level < levels; level += 1) {
    const copies = Array.from({ length: 10 }, (_, n) => [`copy${n}.zip`, inner] as const);
    inner = zipOf(Object.fromEntries(copies), deflateRawSync);
  }
  return inner;
}

/** Ten entities, each ten of the one before: 10,000,000,000 letters in 1 KB. */
function entities(): Buffer {
  const declared = Array.from({ length: 10 }, (_, n) =>
    n === 0 ? '<!ENTITY e0 "lolololo">' : `<!ENTITY e${n} "${`&e${n - 1};`.repeat(10)}">`,
  );
  return zipOf({
    '[Content_Types].xml': text(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    '_rels/.rels': text(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    'word/document.xml': text(
      `<?xml version="1.0"?><!DOCTYPE d [${declared.join('')}]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>`,
    ),
  });
}

/** The page tree is its own child, and the cross-reference table points to itself. */
const pdfLoop = text(
  '%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 999999999/Parent 2 0 R>> endobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \ntrailer <</Size 3/Root 1 0 R/Prev 132>>\nstartxref\n132\n%%EOF\n',
);

function attached(name: string, bytes: Buffer): Buffer {
  return text(
    `Content-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\nContent-Type: text/plain\r\n\r\nSee attached.\r\n--b1\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n--b1--\r\n`,
  );
}

/** Content header and body of a message, and the reasons of which one must be recorded. */
export const bombs: Readonly<Record<string, { body(): Buffer; reasons: readonly string[] }>> = {
  'a zip of 300 MB of zeros': {
    body: () => attached('zeros.zip', zipOf({ 'zeros.txt': Buffer.alloc(300 * mb) }, deflateRawSync)),
    reasons: ['too-big'],
  },
  'zips in zips in zips': {
    body: () => attached('nested.zip', nested(8)),
    reasons: ['too-big', 'too-many', 'too-deep'],
  },
  'XML entities in a document': { body: () => attached('entities.docx', entities()), reasons: ['damaged', 'too-big'] },
  'a PDF that is its own page': { body: () => attached('loop.pdf', pdfLoop), reasons: ['damaged'] },
  'a line of 100 MB, compressed': {
    body: () => attached('line.txt.gz', gzipSync(Buffer.alloc(100 * mb, 'a'))),
    reasons: ['too-big'],
  },
  'a million parts': {
    body: () =>
      text(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(1_000_000)}--b--\r\n`),
    reasons: ['too-many'],
  },
};

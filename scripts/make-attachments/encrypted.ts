/** Files that need a password: a PDF and an OpenDocument text, each with one sentence. */
import { createCipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { assemblePdf } from './pdf.ts';
import { zipFile } from './zip-file.ts';

const padding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

/** The standard handler with 40 bits (ISO 32000-1, 7.6.3, algorithms 2 to 4). */
export function encryptedPdf(sentence: string, password: string): Buffer {
  const md5 = (...pieces: readonly Buffer[]) => createHash('md5').update(Buffer.concat(pieces)).digest();
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), padding]).subarray(0, 32);
  const id = Buffer.from('0123456789abcdef');
  const owner = rc4(md5(padded).subarray(0, 5), padded);
  const permissions = Buffer.from([0xfc, 0xff, 0xff, 0xff]);
  const key = md5(padded, owner, permissions, id).subarray(0, 5);
  const user = rc4(key, padding);
  const hex = (bytes: Buffer) => `<${bytes.toString('hex')}>`;
  const content = Buffer.from(`BT /F1 11 Tf 50 700 Td (${sentence}) Tj ET`);
  const sealed = rc4(md5(key, Buffer.from([4, 0, 0, 0, 0])).subarray(0, 10), content);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    `<< /Length ${sealed.length} >>\nstream\n${sealed.toString('latin1')}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Filter /Standard /V 1 /R 2 /O ${hex(owner)} /U ${hex(user)} /P -4 >>`,
    '<< >>',
  ];
  const text = assemblePdf(objects).toString('latin1');
  return Buffer.from(text.replace('/Root 1 0 R', `/Root 1 0 R /Encrypt 6 0 R /ID [${hex(id)} ${hex(id)}]`), 'latin1');
}

/** AES-256 in CBC mode with a derived key, as LibreOffice writes it (OpenDocument 1.2 part 3, 3.8). */
export function encryptedText(sentence: string, password: string): Buffer {
  const names = 'xmlns:office="urn:o" xmlns:text="urn:t"';
  const content = `<office:document-content ${names}><office:body><office:text><text:p>${sentence}</text:p></office:text></office:body></office:document-content>`;
  const salt = Buffer.alloc(16, 7);
  const vector = Buffer.alloc(16, 9);
  const start = createHash('sha256').update(password).digest();
  const key = pbkdf2Sync(start, salt, 1000, 32, 'sha1');
  const packed = deflateRawSync(content);
  const cipher = createCipheriv('aes-256-cbc', key, vector);
  const sealed = Buffer.concat([cipher.update(packed), cipher.final()]);
  const checksum = createHash('sha256').update(packed.subarray(0, 1024)).digest('base64');
  return zipFile({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': sealed,
    'META-INF/manifest.xml': `<manifest:manifest xmlns:manifest="urn:m"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data manifest:checksum-type="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k" manifest:checksum="${checksum}"><manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" manifest:initialisation-vector="${vector.toString('base64')}"/><manifest:start-key-generation manifest:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256" manifest:key-size="32"/><manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="32" manifest:iteration-count="1000" manifest:salt="${salt.toString('base64')}"/></manifest:encryption-data></manifest:file-entry></manifest:manifest>`,
  });
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Array.from({ length: 256 }, (_, index) => index);
  let other = 0;
  for (let index = 0; index < 256; index += 1) {
    other = (other + state[index]! + key[index % key.length]!) & 255;
    [state[index], state[other]] = [state[other]!, state[index]!];
  }
  let first = 0;
  let second = 0;
  return Buffer.from(data).map((byte) => {
    first = (first + 1) & 255;
    second = (second + state[first]!) & 255;
    [state[first], state[second]] = [state[second]!, state[first]!];
    return byte ^ state[(state[first]! + state[second]!) & 255]!;
  }) as Buffer;
}

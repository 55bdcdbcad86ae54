/** An OpenDocument text that needs a password. */
import { createCipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { zipFile } from './zip-file.ts';

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

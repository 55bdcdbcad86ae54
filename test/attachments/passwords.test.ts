/** Documents that ask for a password: opened where it stands in the message, listed as encrypted where it does not. */
import { describe, expect, it } from '@jest/globals';
import { encryptedPdf, encryptedText } from '../../scripts/make-attachments/encrypted.ts';
import { sentence } from '../../scripts/make-attachments/planting.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { extract } from '../../src/extract/extract.ts';

const { config } = loadConfig({ env: {}, overrides: {} });
const password = 'Maple-42';
const words = sentence('locked');

async function read(file: Buffer, body: string): Promise<{ texts: string; unread: string[] }> {
  const raw = `From: a@school.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${body}\r\n--b\r\nContent-Type: application/octet-stream; name="x"\r\nContent-Transfer-Encoding: base64\r\n\r\n${file.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n--b--\r\n`;
  const { parts, unread } = await extract(Buffer.from(raw), { sender: '', recipients: [] }, config.scan);
  return {
    texts: parts.map(({ text }) => text).join('\n'),
    unread: unread.map(({ part, reason }) => `${part} ${reason}`),
  };
}

describe.each([
  ['a PDF', encryptedPdf(words, password)],
  ['an OpenDocument text', encryptedText(words, password)],
])('%s with a password', (_, file) => {
  it('in the message is read', async () => {
    const { texts, unread } = await read(file, `The password is ${password}`);
    expect(texts).toContain(words);
    expect(unread).toEqual([]);
  });

  it('elsewhere is encrypted', async () => {
    const { texts, unread } = await read(file, 'I will call you about the password.');
    expect(texts).not.toContain(words);
    expect(unread).toEqual(['2 encrypted']);
  });
});

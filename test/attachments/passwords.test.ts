/** Documents that ask for a password: opened where it stands in the message, listed as encrypted where it does not. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { encryptedText } from '../../scripts/make-attachments/encrypted-text.ts';
import { encryptPdf, pdfMethods } from '../../scripts/make-attachments/encrypted-pdf.ts';
import { assemblePdf, pdfStream } from '../../scripts/make-attachments/pdf.ts';
import { pdfRows, row } from '../../scripts/make-attachments/planted-rows.ts';
import { sentence } from '../../scripts/make-attachments/planting.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { extract, extractFile } from '../../src/extract/extract.ts';
import { extractLimits } from '../harness/extract-limits.ts';

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

describe('an OpenDocument text with a password', () => {
  const file = encryptedText(words, password);

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

describe.each(pdfMethods)('an unshown form of a PDF encrypted with %s', (method) => {
  const plain = pdfRows().find(({ where }) => where === 'pdf: a form that nothing draws')!.bytes;
  const file = encryptPdf(plain, method, password, 'Owner-77');

  it.each([
    ['the password', `The password is ${password}`],
    ['the password of its owner', 'The password is Owner-77'],
  ])('is read where the message has %s', async (_, body) => {
    const { texts, unread } = await read(file, body);
    expect(texts).toContain(row.join('\t'));
    expect(unread).toEqual([]);
  });

  it('is encrypted where the message has none', async () => {
    const { texts, unread } = await read(file, 'I will call you about the password.');
    expect(texts).not.toContain(row[0]);
    expect(unread).toEqual(['2 encrypted']);
  });

  it.each(pdfRows().map((made) => [made.where, made] as const))(
    'and a row anywhere else, which anybody can open: %s',
    async (_, { bytes, place }) => {
      const { parts, unread } = await extractFile(encryptPdf(bytes, method, ''), 'minutes.pdf', extractLimits);
      const together = new RegExp(row.join('[\\s,;]{1,3}'));
      const places = parts.flatMap(({ text, places: labels = [] }) => {
        const at = text.search(together);
        return at < 0 ? [] : [labels.findLast(({ start }) => start <= at)?.label];
      });
      expect(places).toContain(place);
      expect(unread).toEqual([]);
    },
  );
});

describe('a PDF of another program, with objects in streams and AES-256 of the sixth revision', () => {
  const file = readFileSync('fixtures/archives/locked.pdf');

  it('is read with the password, fields and unshown forms too', async () => {
    const { texts, unread } = await read(file, `The password is ${password}`);
    for (const place of ['the page', 'the field', 'the form', 'the layer'])
      expect(texts).toContain(`kestrel of ${place}`);
    expect(unread).toEqual([]);
  });
});

it('white text in an encrypted PDF is marked as hidden', async () => {
  const file = assemblePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    pdfStream('', `BT /F1 11 Tf 50 700 Td (Minutes) Tj 1 g 0 -300 Td (${words}) Tj ET`),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< >>',
  ]);
  const { parts } = await extractFile(encryptPdf(file, 'aes-256', ''), 'minutes.pdf', extractLimits);
  expect(
    parts.flatMap(({ text, hidden = [] }) => hidden.map(({ start, end }) => text.slice(start, end).trim())),
  ).toEqual([words]);
});

it('what no page of an encrypted PDF shows is encrypted where its dictionary cannot be found', async () => {
  const { bytes } = pdfRows()[0]!;
  const file = Buffer.concat([encryptPdf(bytes, 'aes-128', ''), Buffer.from('% /Encrypt 4711 0 R\n')]);
  const { unread } = await read(file, 'Minutes');
  expect(unread).toEqual(['2 encrypted']);
});

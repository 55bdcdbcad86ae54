/** Rows come out of the gateway's own reader as they were written down. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { configSchema } from '../config/schema.ts';
import { extract } from '../extract/extract.ts';
import { plainLetters } from '../extract/plain-letters.ts';
import { joinWrapped } from '../extract/text-lines.ts';
import { composeMime } from './compose-mime.ts';

const limits = configSchema.parse({}).scan;
/** What extracting makes of any text. */
const asRead = (text: string) => joinWrapped(plainLetters({ text, quoted: [], hidden: [] }).text);
const read = (raw: Buffer) => extract(raw, { sender: 'a@school.example', recipients: [] }, limits);
const plain = {
  from: { name: 'Ana "Nan" Vu', address: 'ana@school.example' },
  to: [{ name: '', address: 'bo@school.example' }],
  cc: [{ name: 'Zoë Ólafsdóttir', address: 'zoe@elsewhere.example' }],
  subject: 'Hello',
  attachments: [],
};

describe('composeMime', () => {
  it('writes addresses, subject, both bodies and attachments', async () => {
    const message = await read(
      composeMime({
        ...plain,
        subject: 'Ñandú – día de '.repeat(12),
        text: 'One\nTwo\n',
        html: '<p>Three</p>',
        attachments: [
          { filename: 'líst.csv', contentType: 'text/csv', text: 'a,b\n1,2\n' },
          { filename: 'sheet.xlsx', contentType: 'application/vnd.ms-excel', text: 'a | b' },
        ],
      }),
    );
    expect(message.from).toEqual({ name: 'Ana "Nan" Vu', address: 'ana@school.example' });
    expect(message.cc).toEqual([{ name: 'Zoë Ólafsdóttir', address: 'zoe@elsewhere.example' }]);
    expect(message.subject).toBe('Ñandú – día de '.repeat(12).trim());
    expect(message.unread).toEqual([]);
    expect(message.parts.map(({ kind, filename, text }) => [kind, filename, text.trim()]).slice(1)).toEqual([
      ['body', undefined, 'One\nTwo'],
      ['body', undefined, 'Three'],
      ['attachment', 'líst.csv', 'a\tb\n1\t2'],
      ['attachment', 'sheet.xlsx', 'a | b'],
      ['body', undefined, 'líst.csv\nsheet.xlsx'],
    ]);
  });

  it('carries any text as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), async (text) => {
        const written = text.replace(/\r\n?/g, '\n').replace(/\0/g, ' ');
        const message = await read(composeMime({ ...plain, text: `x${written}x` }));
        expect(message.parts.find(({ kind }) => kind === 'body')!.text).toBe(asRead(`x${written}x`));
      }),
      { numRuns: 200 },
    );
  });
});

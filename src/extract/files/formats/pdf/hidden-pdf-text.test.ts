/** Text of a PDF that no viewer shows is read and marked as hidden; text that only looks like it is not. */
import { describe, expect, it } from '@jest/globals';
import { deflateSync } from 'node:zlib';
import { createReadBudget } from '../../budget.ts';
import type { ReadText } from '../../file-reader.ts';
import { readPdf } from './read-pdf.ts';

const words = 'Amara Okafor lives at 12 Birch Lane';

interface Made {
  readonly operators?: string;
  /** Further objects, from 6 on, each with its number. */
  readonly objects?: string;
  readonly catalog?: string;
  readonly compressed?: boolean;
}

function pdf({ operators = '', objects = '', catalog = '', compressed = false }: Made): Buffer {
  const content = Buffer.from(`BT /F1 12 Tf 60 300 Td (This is what everybody sees.) Tj ET ${operators}\n`, 'latin1');
  const data = compressed ? deflateSync(content) : content;
  const head = `%PDF-1.7
1 0 obj <</Type/Catalog/Pages 2 0 R ${catalog}>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/ExtGState<</G1<</ca 0>>>>>>>> endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
${objects}
4 0 obj <</Length ${data.length}${compressed ? '/Filter/FlateDecode' : ''}>> stream
`;
  return Buffer.concat([
    Buffer.from(head, 'latin1'),
    data,
    Buffer.from('\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF'),
  ]);
}

async function read(made: Made): Promise<readonly ReadText[]> {
  const bytes = pdf(made);
  const limits = { maxFiles: 100, maxUnpackedBytes: 50_000_000, maxRatio: 1000, filesTimeoutMs: 60_000 };
  return (await readPdf({ bytes, format: 'pdf', passwords: [] }, createReadBudget(limits, bytes.length))).texts;
}

/** Whether the words are read as hidden text, as text that is seen, or not at all. */
async function how(made: Made): Promise<string> {
  const texts = await read(made);
  expect(texts.some(({ text }) => text.includes('This is what everybody sees.'))).toBe(true);
  const ways = texts.flatMap(({ text, hidden }) => {
    const at = text.indexOf(words);
    return at < 0 ? [] : [hidden.some(({ start, end }) => start <= at && end >= at + words.length) ? 'hidden' : 'seen'];
  });
  return ways.join(', ') || 'not read';
}

const shown = (before: string) => `BT ${before} (${words}) Tj ET`;

describe('is read as hidden', () => {
  it.each<[string, Made]>([
    ['white text', { operators: shown('1 1 1 rg /F1 12 Tf 60 500 Td') }],
    ['white text in a compressed stream', { operators: shown('1 g /F1 12 Tf 60 500 Td'), compressed: true }],
    ['text of a tiny size', { operators: shown('/F1 0.1 Tf 60 500 Td') }],
    ['text of size zero', { operators: shown('/F1 0 Tf 60 500 Td') }],
    ['text that a matrix makes tiny', { operators: shown('/F1 12 Tf 0.01 0 0 0.01 60 500 Tm') }],
    ['text to the right of the page', { operators: shown('/F1 12 Tf 3000 500 Td') }],
    ['text below the page', { operators: shown('/F1 12 Tf 60 -400 Td') }],
    ['transparent text in white', { operators: `q /G1 gs ${shown('1 g /F1 12 Tf 60 500 Td')} Q` }],
    [
      'replacement text in the page',
      { operators: `/Span <</ActualText (${words})>> BDC ${shown('/F1 12 Tf 60 500 Td').replace(words, '?')} EMC` },
    ],
    [
      'replacement text in UTF-16',
      {
        objects: `6 0 obj <</Type/StructElem/ActualText <FEFF${Buffer.from(words, 'utf16le').swap16().toString('hex')}>>> endobj`,
      },
    ],
    [
      'the data of an XFA form',
      {
        objects: `6 0 obj <</Length 1>> stream\n<xfa:datasets xmlns:xfa="x"><xfa:data><form1><note>${words}</note></form1></xfa:data></xfa:datasets>\nendstream endobj`,
      },
    ],
  ])('%s', async (_, made) => {
    expect(await how(made)).toBe('hidden');
  });
});

describe('is read as text that is seen', () => {
  it.each<[string, Made]>([
    [
      'white text on a dark box',
      { operators: `0.1 0.2 0.5 rg 40 480 400 60 re f ${shown('1 1 1 rg /F1 12 Tf 60 500 Td')}` },
    ],
    ['text of size 1 that a matrix makes large', { operators: shown('/F1 1 Tf 12 0 0 12 60 500 Tm') }],
    ['text after a white box', { operators: `1 g 40 480 400 60 re f 0 g ${shown('/F1 12 Tf 60 500 Td')}` }],
    ['the text layer of a scan', { operators: shown('3 Tr 0 g /F1 12 Tf 60 500 Td') }],
  ])('%s', async (_, made) => {
    expect(await how(made)).toBe('seen');
  });
});

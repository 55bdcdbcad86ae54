/** Every hiding place of every document format: a sentence is planted in each, and each is found where it stands. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cellPosition } from '../../src/extract/files/formats/sheet-text.ts';
import type { FileContents } from '../../src/extract/files/file-reader.ts';
import { makeAttachments } from '../../scripts/make-attachments/make-attachments.ts';
import { pictureWords } from '../../scripts/make-attachments/pictures.ts';
import { sentence, type Planting } from '../../scripts/make-attachments/planting.ts';
import { cellAt, placeAt, readAs, readWith, readWithOcr, type Found } from './read-with.ts';

const folder = join(import.meta.dirname, 'files');
const made = makeAttachments();

describe('the committed files', () => {
  it('are what the generators make', () => {
    expect(readdirSync(folder).sort()).toEqual(made.map(({ name }) => name).sort());
    for (const { name, bytes } of made) {
      const same = readFileSync(join(folder, name)).equals(bytes);
      expect(same ? name : `${name} differs: run scripts/make-attachments/make-attachments.ts`).toBe(name);
    }
  });

  it('have no two plantings of the same key', () => {
    const keys = made.flatMap(({ plantings }) => plantings.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThanOrEqual(120);
  });
});

describe.each(made.map((file) => [file.name, file] as const))('%s', (name, file) => {
  const reading = readWith(readFileSync(join(folder, name)));
  for (const planting of file.plantings) it(planting.key, async () => expectFound((await reading).contents, planting));

  it('hands on what is inside and says what was not read', async () => {
    const { contents } = await reading;
    expect(contents.files.map((inside) => inside.name).sort()).toEqual([...(file.inside ?? [])].sort());
    expect(contents.unread.map(({ reason }) => reason)).toEqual(file.unread ?? []);
  });
});

describe('what is read beside the sentences', () => {
  const textsOf = async (name: string) =>
    (await readWith(fileOf(name))).contents.texts.map(({ text }) => text).join('\n');

  it('numbers as the sheet shows them, long ones without an exponent', async () => {
    const text = await textsOf('places.xlsx');
    expect(text).toContain('\t02134\t(555) 010-1234\t9/1/2013\t5550101234\n');
  });

  it('a PDF table row by row, prose columns one after the other', async () => {
    const text = await textsOf('places.pdf');
    expect(text).toContain(`${sentence('pdf-table')}\t555-0142\n`);
    expect(text).toMatch(/goes on for several lines of prose so\nthat it cannot be taken for a table,\n/);
  });

  it('a Word table row by row', async () => {
    expect(await textsOf('places.docx')).toContain(`Name\t${sentence('docx-table')}\n`);
  });

  it('a text box of Word once, behind its paragraph', async () => {
    const text = await textsOf('places.docx');
    expect(text.split(sentence('docx-text-box'))).toHaveLength(2);
    expect(text).toContain('Before behind the box.');
  });

  it('letters in a picture, where OCR is asked for', async () => {
    const contents = await readWithOcr(fileOf('letters.png'));
    expect(contents.texts.map(({ text }) => text).join('\n')).toContain(pictureWords);
    expect(contents.unread).toEqual([]);
  });
});

describe('files that are not whole', () => {
  const documents = made.filter(({ name }) => !/\.(png|jpg|rtf)$/.test(name));

  it.each(documents.map(({ name }) => name))('%s cut in half says that it is damaged', async (name) => {
    const bytes = fileOf(name);
    const contents = await readAs(name, bytes.subarray(0, Math.floor(bytes.length / 2)));
    expect(contents.unread.map(({ reason }) => reason)).toContain('damaged');
  });

  it('any byte of any file may be wrong', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...made),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (file, edits) => {
          const bytes = Buffer.from(file.bytes);
          for (const [at, value] of edits) bytes[at % bytes.length] = value;
          const contents = await readAs(file.name, bytes);
          for (const { text, places, hidden } of contents.texts) {
            for (const place of places) expect(place.start).toBeLessThan(text.length);
            for (const span of hidden) expect(span.start < span.end && span.end <= text.length).toBe(true);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

function fileOf(name: string): Buffer {
  return readFileSync(join(folder, name));
}

function expectFound(contents: FileContents, planting: Planting): void {
  const found = contents.texts
    .map((text): Found => ({ text, at: text.text.indexOf(sentence(planting.key)) }))
    .filter(({ at }) => at >= 0);
  expect(found.map(placeAt)).toContain(planting.place);
  const there = found.find((one) => placeAt(one) === planting.place)!;
  expect(isHidden(there, planting)).toBe(planting.hidden ?? false);
  if (planting.cell !== undefined) expect(cellAt(there)).toEqual(cellPosition(planting.cell));
}

function isHidden({ text, at }: Found, { key }: Planting): boolean {
  const end = at + sentence(key).length;
  return text.hidden.some((span) => span.start <= at && span.end >= end);
}

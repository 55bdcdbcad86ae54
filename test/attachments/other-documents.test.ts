/** Documents of less common programs and files of systems: what is not read is listed, and what is text in them is read. */
import { describe, expect, it } from '@jest/globals';
import * as others from '../../scripts/make-attachments/other-documents.ts';
import { pngWithLetters } from '../../scripts/make-attachments/pictures.ts';
import { sentence, type MadeFile } from '../../scripts/make-attachments/planting.ts';
import { extractFile } from '../../src/extract/extract.ts';
import { recognise } from '../../src/extract/files/recognise.ts';
import { extractLimits } from '../harness/extract-limits.ts';

const made: readonly MadeFile[] = [
  others.oneNote(),
  others.publisher(),
  others.visio(),
  others.oldVisio(),
  others.ePub(),
  others.outlookMailbox(),
  others.lockFile(),
  others.shortcut(),
  others.thumbnails(pngWithLetters().bytes),
];

describe.each(made.map((file) => [file.name, file] as const))('%s', (_, { name, bytes, plantings, unread = [] }) => {
  it('has every planted sentence in its text', async () => {
    const { parts } = await extractFile(bytes, name, extractLimits);
    const text = parts.map((part) => part.text).join('\n');
    expect(plantings.filter(({ key }) => !text.includes(sentence(key)))).toEqual([]);
  });

  it('is listed with what is not read', async () => {
    const found = await extractFile(bytes, name, extractLimits);
    expect(found.unread.map(({ reason }) => reason)).toEqual(unread);
  });
});

it('the packed data of Pages, Numbers and Keynote are listed one by one', async () => {
  const { name, bytes } = others.iWork();
  const { unread } = await extractFile(bytes, name, extractLimits);
  expect(unread.map(({ filename, reason }) => [filename, reason])).toEqual([
    ['letter.pages/Index/Document.iwa', 'unsupported'],
    ['letter.pages/Index/Metadata.iwa', 'opaque'],
    ['letter.pages/Metadata/Properties.plist', 'unsupported'],
  ]);
});

it.each([
  ['of Excel', others.lockFile().bytes],
  ['of Word', wordLock()],
])('a lock file %s is a file of the system', async (_, bytes) => {
  expect((await recognise(bytes)).kind).toBe('system');
});

/** As Word writes it: the second name one byte further in front. */
function wordLock(): Buffer {
  const excel = others.lockFile().bytes;
  return Buffer.concat([excel.subarray(0, 54), excel.subarray(55)]).subarray(0, 162);
}

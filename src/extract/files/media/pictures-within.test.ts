/** Pictures that are whole files within audio and video are read like others; the film itself stays unread. */
import { describe, expect, it } from '@jest/globals';
import { filmsWith } from '../../../../scripts/make-attachments/films.ts';
import { pngWithTexts } from '../../../../scripts/make-attachments/pictures.ts';
import { sentence } from '../../../../scripts/make-attachments/planting.ts';
import { extractLimits } from '../../../../test/harness/extract-limits.ts';
import { noise } from '../../../../test/harness/media-files.ts';
import { extractFile } from '../../extract.ts';
import { picturesWithin } from './pictures-within.ts';

const { bytes: picture, plantings } = pngWithTexts();
const words = sentence(plantings[0]!.key);

describe('the words of a picture are found', () => {
  it.each(Object.entries(filmsWith(picture)))('that is %s', async (_, { name, bytes }) => {
    const { parts, unread, pictures = [] } = await extractFile(bytes, name, extractLimits);
    // The words are also read as stray words of the film itself.
    const found = parts.filter(({ filename }) => filename === `${name}/picture in the file`);
    expect(found.map(({ text }) => text).join('\n')).toContain(words);
    expect(pictures.filter(({ kind }) => kind === 'picture').length).toBe(name.endsWith('.avi') ? 2 : 1);
    expect(unread.map(({ reason }) => reason)).toContain('media');
    expect(unread.map(({ reason }) => reason)).not.toContain('opaque');
  });
});

it('at most six pictures of a film are looked at, from its beginning to its end', () => {
  const film = Buffer.concat(Array.from({ length: 40 }, () => picture));
  expect(picturesWithin(Buffer.concat([Buffer.alloc(64), film]), { kind: 'media' }).length).toBe(6);
});

it('beginnings of pictures in random data are none', () => {
  const pieces = Array.from({ length: 500 }, (_, n) =>
    Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), noise(2000, `${n}`)]),
  );
  expect(picturesWithin(Buffer.concat(pieces), { kind: 'media' })).toEqual([]);
});

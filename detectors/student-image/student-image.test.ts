/** Whose name a picture has, how sure that is, and which pictures look like photos: what the fixtures are too few for. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { fixtureDirectory } from '../../test/harness/detector-fixtures.ts';
import { person } from '../../test/harness/person.ts';
import { configSchema } from '../../src/config/schema.ts';
import { buildRosterImage } from '../../src/directory/build-image.ts';
import { openDirectory } from '../../src/directory/directory.ts';
import type { DirectoryLookup, ExtractedMessage, Finding, PictureFile, RecipientFacts } from '../detector.ts';
import { fileWords } from './file-words.ts';
import detector from './index.ts';
import { photos } from './photos.ts';

const picture: PictureFile = {
  part: '2',
  kind: 'picture',
  contentType: 'image/jpeg',
  bytes: 300_000,
  width: 1600,
  height: 1200,
};

function findingsOf(
  name: string,
  directory: DirectoryLookup,
  recipients: readonly Partial<RecipientFacts>[] = [{}],
): readonly Finding[] {
  const message: ExtractedMessage = {
    sender: 'teacher@maple.example',
    from: { name: 'A. Teacher', address: 'teacher@maple.example' },
    to: [],
    cc: [],
    replyTo: [],
    subject: '',
    recipients: recipients.map((known) => ({
      address: 'somebody@elsewhere.example',
      inside: false,
      entitledTo: [],
      ...known,
    })),
    parts: [{ id: 'names', kind: 'body', contentType: 'text/plain', text: name, quoted: [], hidden: [] }],
    unread: [],
    pictures: [{ ...picture, name: { start: 0, end: name.length } }],
  };
  return detector.create(detector.options.parse({}), { directory })(message);
}

const rosterOf = (...people: Parameters<typeof person>[0][]): DirectoryLookup =>
  openDirectory(buildRosterImage(people.map(person)).buffer, { district: configSchema.parse({}).district });
const held = (findings: readonly Finding[]): string[] =>
  findings.filter(({ score }) => score >= 0.5).map(({ code, subject }) => `${code.split('.')[1]} ${subject?.id}`);

describe('a name that several people have', () => {
  const roster = rosterOf(
    { id: 'a', givenName: 'Mai', familyName: 'Vang' },
    { id: 'b', givenName: 'Mai', familyName: 'Vang', mediaRestricted: true },
    { id: 'c', givenName: 'Owen', familyName: 'Hart' },
    { id: 't', role: 'staff', givenName: 'Owen', familyName: 'Hart' },
  );

  test('one who may not be pictured among them is meant, as far as anybody can tell', () => {
    expect(held(findingsOf('mai vang.jpg', roster))).toEqual(['restricted b']);
  });

  test('to the family of one alone it is that one', () => {
    expect(held(findingsOf('mai vang.jpg', roster, [{ entitledTo: ['a'] }]))).toEqual(['named a']);
    expect(held(findingsOf('mai vang.jpg', roster, [{ entitledTo: ['b'] }]))).toEqual(['restricted b']);
    expect(held(findingsOf('mai vang.jpg', roster, [{ entitledTo: ['a'] }, { inside: true, staff: true }]))).toEqual([
      'named a',
    ]);
    expect(held(findingsOf('mai vang.jpg', roster, [{ entitledTo: ['a'] }, {}]))).toEqual(['restricted b']);
    const list = { inside: true, list: { address: 'elm-families@school.example', kind: 'family' as const } };
    expect(held(findingsOf('mai vang.jpg', roster, [list]))).toEqual(['restricted b']);
  });

  test('a teacher of that name leaves it open', () => {
    expect(findingsOf('owen-hart.jpg', roster)).toHaveLength(1);
    expect(held(findingsOf('owen-hart.jpg', roster))).toEqual([]);
  });
});

describe('how sure it is', () => {
  const maple = fixtureDirectory('maple');
  const best = (name: string) => Math.max(0, ...findingsOf(name, maple).map(({ score }) => score));

  it.each([
    'april-march.jpg',
    'libby whitcomb permission slip.jpg',
    'Screenshot libby whitcomb.png',
    'Will Young resume cover letter.png',
  ])('%s is not enough', (name) => {
    expect(best(name)).toBeGreaterThan(0.2);
    expect(best(name)).toBeLessThan(0.5);
  });

  it('a short form is less sure than the name, and both are enough', () => {
    expect(best('liz-whitcomb.jpg')).toBeGreaterThan(0.6);
    expect(best('elizabeth-whitcomb.jpg')).toBeGreaterThan(best('liz-whitcomb.jpg'));
  });

  it('names in one word of small letters count for students who may not be pictured only', () => {
    expect(held(findingsOf('finnomalley3.jpg', maple))).toEqual(['restricted s-112']);
    expect(findingsOf('jonahbecker.jpg', maple)).toEqual([]);
    expect(held(findingsOf('JonahBecker.jpg', maple))).toEqual(['named s-123']);
  });
});

describe('photos', () => {
  it.each<[string, Partial<PictureFile>, number]>([
    ['an attached picture', {}, 1],
    ['a portrait of a student information system', { width: 240, height: 320 }, 1],
    ['a thumbnail', { width: 160, height: 120 }, 0],
    ['a picture without known pixels', { width: undefined, height: undefined } as never, 1],
    ['a logo that is shown small', { shown: [{ part: '1', start: 0, end: 0, width: 200, height: 80 }] }, 0],
    ['a letterhead', { width: 1800, height: 300, shown: [{ part: '1', start: 0, end: 0 }] }, 0],
    ['a pasted photo', { shown: [{ part: '1', start: 0, end: 0, width: 640 }] }, 1],
    ['a moving picture', { contentType: 'image/gif' }, 0],
    ['a drawing in a deck of slides', { contentType: 'image/png', filename: 'deck.pptx/image3.png' }, 0],
    ['a photo in a deck of slides', { filename: 'deck.pptx/image3.jpeg' }, 1],
    ['a film', { kind: 'film', contentType: 'video/mp4' }, 1],
  ])('%s: %j', (_, known, count) => {
    const one = Object.fromEntries(Object.entries({ ...picture, ...known }).filter(([, value]) => value !== undefined));
    expect(photos([one as unknown as PictureFile])).toHaveLength(count);
  });
});

describe('words of a file name', () => {
  it('are cut at signs, numbers, capitals and escapes', () => {
    const { pieces, spoken } = fileWords('IMG_0012-VANGMaya%20Jos%C3%A9 5thGrade.jpg');
    expect(pieces.map(({ key }) => key)).toEqual(['img', 'vang', 'maya', 'jose', 'th', 'grade', 'jpg']);
    expect(spoken.map(({ key }) => key).join(' ')).toBe('img # vang maya jose # th grade jpg');
  });

  it('lie within the text, in order, whatever it is', () => {
    const odd = fc.constantFrom(
      '%',
      '%C3',
      '%C3%A9',
      '%20',
      'é',
      'e\u0301',
      "'",
      '’',
      'Vang',
      'maya',
      '7',
      '😀',
      '_',
      ',',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(odd, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 20 }),
        (units) => {
          const text = units.join('');
          const { whole, pieces, spoken, gaps } = fileWords(text);
          expect(gaps).toHaveLength(text.length);
          for (const list of [whole, pieces, spoken]) {
            let last = 0;
            for (const { start, end } of list) {
              expect(start).toBeGreaterThanOrEqual(last);
              expect(end).toBeGreaterThan(start);
              last = end;
            }
            expect(last).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });
});

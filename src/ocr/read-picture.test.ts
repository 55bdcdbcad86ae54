/** Pictures of class lists as they leave: a dark screenshot, a scan that lies on its head, a photograph with a shadow. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pngWithLetters } from '../../scripts/make-attachments/pictures.ts';
import { surveyLetters } from './letter-survey.ts';
import { openOcrEngine, type OcrEngine } from './ocr-engine.ts';
import { readPicture } from './read-picture.ts';

const picture = (name: string): Buffer => readFileSync(new URL(`../../fixtures/pictures/${name}`, import.meta.url));
const list = [
  'Amara Okafor\t04/17/2014\t12 Birch Lane\t555-0131',
  'Caleb Lindgren\t09/02/2013\t480 Harbor Street\t555-0132',
  'Zoe Whitaker\t11/23/2014\t77 Mill Road\t555-0133',
  'Mateo Garcia\t02/08/2014\t9 Elm Court\t555-0134',
];

let engine: OcrEngine;
beforeAll(async () => {
  engine = await openOcrEngine();
});

describe('a class list is read row by row, its cells apart', () => {
  it.each(['screenshot-dark.png', 'scan-upside-down.jpg', 'photo-with-shadow.jpg'])('%s', (name) => {
    const reading = readPicture(engine, picture(name));
    expect('lines' in reading && reading.lines.slice(-list.length)).toEqual(list);
  });
});

it('a picture without letters is not given to the engine', () => {
  const name = 'no-text.jpg';
  expect(surveyLetters(engine.decode(picture(name))!).letters).toBeLessThan(8);
  expect(readPicture(engine, picture(name))).toEqual({ lines: [] });
});

it.each([
  ['what is no picture', Buffer.from('nothing to see')],
  ['an empty file', Buffer.alloc(0)],
  ['a picture that is cut off in its head', pngWithLetters().bytes.subarray(0, 40)],
])('%s has no format that is decoded', (_, bytes) => {
  expect(readPicture(engine, bytes)).toEqual({ unread: 'format' });
});

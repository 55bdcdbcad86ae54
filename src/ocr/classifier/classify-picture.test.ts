/** What the classifier says of pictures: the figures of the original model, frames of animations, and what cannot be decoded. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  animatedGif,
  animatedPng,
  pngOf,
  severalPages,
  type Pixels,
} from '../../../scripts/make-attachments/animations.ts';
import { openOcrEngine, type OcrEngine } from '../ocr-engine.ts';
import { mostExplicit } from './classify-picture.ts';
import { framesOf } from './frames.ts';
import { startClassifier } from './start-classifier.ts';

const noise = readFileSync(new URL('../../../fixtures/pictures/colour-noise-taken-for-explicit.jpg', import.meta.url));

const classifier = startClassifier({ threads: 1, messageMs: 60_000, waitMs: 600_000, waitingBytes: 1000 });
afterAll(() => classifier.close());

let count = 0;
async function probabilitiesOf(file: Uint8Array): Promise<Readonly<Record<string, number>> | string> {
  count += 1;
  const key = `picture ${count}`;
  const content = (await classifier.ask([{ key, pictures: [Uint8Array.from(file)] }])).get(key)!;
  return 'unread' in content ? content.unread : content.probabilities;
}

async function explicitIn(file: Uint8Array): Promise<number | string> {
  const found = await probabilitiesOf(file);
  return typeof found === 'string' ? found : found['explicit']!;
}

/** As in training/pictures/verify.mjs, where TensorFlow.js computes the same figures with the weights of the package. */
describe('the figures are those of the original model', () => {
  const head = Buffer.from('P6\n224 224\n255\n', 'latin1');
  const fill = (value: (at: number) => number) => Uint8Array.from({ length: 224 * 224 * 3 }, (_, at) => value(at));
  it.each([
    ['black', fill(() => 0), [0.7883, 0.0262, 0.1734, 0.01, 0.0021]],
    ['white', fill(() => 255), [0.7653, 0.0276, 0.1917, 0.0129, 0.0026]],
    [
      'stripes',
      fill((at) => (Math.floor(at / 3 / 224) % 16 < 8 ? 220 : 90) + (at % 3) * 12),
      [0.6047, 0.0276, 0.3431, 0.0203, 0.0043],
    ],
  ])('%s', async (_, pixels, expected) => {
    const found = Object.values(await probabilitiesOf(Buffer.concat([head, pixels])));
    for (const [at, value] of expected.entries()) expect(found[at]).toBeCloseTo(value, 3);
  });
});

const square = (red: number, green: number, blue: number) => ({
  width: 224,
  height: 224,
  values: Uint8Array.from({ length: 224 * 224 * 3 }, (_, at) => [red, green, blue][at % 3]!),
});

let engine: OcrEngine;
beforeAll(async () => {
  engine = await openOcrEngine(['eng']);
});

describe('a picture', () => {
  it('of colour noise is taken for explicit, a plain one is not', async () => {
    expect(await explicitIn(noise)).toBeGreaterThan(0.98);
    expect(await explicitIn(pngOf(square(90, 140, 200)))).toBeLessThan(0.2);
  });

  it.each([
    ['animated GIF', (pictures: readonly Pixels[]) => animatedGif(pictures)],
    ['animated PNG', animatedPng],
    ['TIFF of several pages', severalPages],
  ])('is found in an %s, among plain frames', async (_, write) => {
    const explicit = engine.decodeColours(noise)!;
    const plain = square(90, 140, 200);
    expect(await explicitIn(write([plain, plain, explicit, plain]))).toBeGreaterThan(0.9);
    expect(await explicitIn(write([plain, plain]))).toBeLessThan(0.2);
  });

  it.each([
    ['text', Buffer.from('no picture at all')],
    ['an empty file', Buffer.alloc(0)],
  ])('%s is in no format that is decoded', async (_, file) => {
    expect(await explicitIn(file)).toBe('format');
  });
});

it('a frame of a GIF lies on top of what it lets through', () => {
  const file = animatedGif([square(255, 0, 0), square(0, 0, 255)], 0.5);
  const colourAt = (values: Uint8Array, x: number) => [
    ...values.subarray((112 * 224 + x) * 3, (112 * 224 + x) * 3 + 3),
  ];
  const shown: number[][][] = [];
  for (const { values } of framesOf(file, engine, 8)) shown.push([colourAt(values, 10), colourAt(values, 200)]);
  expect(shown).toEqual([
    [
      [255, 0, 0],
      [255, 0, 0],
    ],
    [
      [255, 0, 0],
      [0, 0, 255],
    ],
  ]);
});

describe('of several pictures', () => {
  const content = (explicit: number) => ({ probabilities: { explicit, neutral: 1 - explicit } });
  it('the most explicit one counts', () => {
    expect(mostExplicit([content(0.1), content(0.9), content(0.2)])).toEqual(content(0.9));
  });
  it('one that is not decoded counts where no other is explicit', () => {
    expect(mostExplicit([content(0.1), { unread: 'format' }])).toEqual({ unread: 'format' });
    expect(mostExplicit([content(0.9), { unread: 'not-read' }])).toEqual(content(0.9));
  });
});

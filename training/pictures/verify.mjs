// Compares the converted model with the original one: the npm package nsfwjs on TensorFlow.js, in plain JavaScript.
//
// usage: node verify.mjs FOLDER [PICTURE.ppm …]
//
// FOLDER has nsfwjs 4.4.0 and @tensorflow/tfjs 4.22.0 in its node_modules. Beside the pictures (P6, 224 × 224), noise and
// gradients are compared. Ends with 1 where a probability differs by more than 0.0005.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import runtime from 'onnxruntime-node';

const side = 224;
const mostDifference = 0.0005;
const [folder, ...files] = process.argv.slice(2);
const model =
  process.env.PICTURE_MODEL ?? fileURLToPath(new URL('../../src/ocr/classifier/model/model.onnx', import.meta.url));

function patterns() {
  let seed = 7;
  const noise = () => ((seed = (seed * 1103515245 + 12345) % 2147483648) >> 16) & 255;
  const fill = (value) => Uint8Array.from({ length: side * side * 3 }, (_, at) => value(at));
  return [
    ['noise', fill(noise)],
    ['noise in grey', fill((at) => ((at / 3) * 2654435761) >>> 24)],
    ['black', fill(() => 0)],
    ['white', fill(() => 255)],
    ['gradient', fill((at) => (Math.floor(at / 3) % side) + (at % 3) * 10)],
    ['stripes', fill((at) => (Math.floor(at / 3 / side) % 16 < 8 ? 220 : 90) + (at % 3) * 12)],
  ];
}

function pictureOf(path) {
  const file = readFileSync(path);
  if (!file.subarray(0, 15).toString('latin1').startsWith(`P6\n${side} ${side}\n255\n`))
    throw new Error(`${path} is no P6 picture of ${side} by ${side}`);
  return [path, file.subarray(15)];
}

const require = createRequire(join(resolve(folder), 'any.js'));
const tf = require('@tensorflow/tfjs');
const { load } = require('nsfwjs');
const original = await load('MobileNetV2');
const session = await runtime.InferenceSession.create(model);
let largest = 0;
for (const [name, pixels] of [...patterns(), ...files.map(pictureOf)]) {
  const before = await original.infer(tf.tensor3d(pixels, [side, side, 3], 'int32')).data();
  const input = new runtime.Tensor('uint8', Uint8Array.from(pixels), [1, side, side, 3]);
  const after = (await session.run({ pixels: input })).probabilities.data;
  const difference = Math.max(...Array.from(before, (value, at) => Math.abs(value - after[at])));
  largest = Math.max(largest, difference);
  console.log(difference.toExponential(1), Array.from(after, (value) => value.toFixed(4)).join(' '), name);
}
console.log(`largest difference ${largest.toExponential(1)}`);
process.exitCode = largest <= mostDifference ? 0 : 1;

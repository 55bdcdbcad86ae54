/** `scripts/node bench/skin-tones.ts [PICTURES]`: what the picture classifier says of drawn school scenes, by skin tone and by scene. */
import { launchChromium } from '../test/console/chromium.ts';
import { classifyPicture } from '../src/ocr/classifier/classify-picture.ts';
import { openPictureModel } from '../src/ocr/classifier/picture-model.ts';
import { shippedPictureModel } from '../src/ocr/classifier/picture-model-file.ts';
import { openOcrEngine } from '../src/ocr/ocr-engine.ts';
import { sceneOf, scenes, skinTones } from './pictures/skin-tone-scenes.ts';
import { percentile } from './timings.ts';

/** Pictures of each scene in each tone. */
const each = Number(process.argv[2] ?? 4);
/** Probability of the two explicit classes from which a picture is a finding (detectors/sexual/README.md). */
const finding = 0.9;

const [model, engine, browser] = await Promise.all([
  openPictureModel(shippedPictureModel),
  openOcrEngine(['eng']),
  launchChromium(),
]);
const found = new Map<string, number[]>();
const note = (name: string, value: number): void => {
  found.set(name, [...(found.get(name) ?? []), value]);
};
try {
  const tab = await browser.newPage({ viewport: { width: 640, height: 480 } });
  for (const [tone, colour] of skinTones.entries())
    for (const [scene, draw] of Object.entries(scenes))
      for (let seed = 1; seed <= each; seed += 1) {
        await tab.setContent(`<body style="margin:0">${sceneOf(draw, colour, seed)}</body>`);
        const bytes = await tab.screenshot({ type: 'jpeg', quality: 85 });
        const content = await classifyPicture(engine, model, bytes);
        if ('unread' in content) throw new Error(`${scene}: ${content.unread}`);
        const value = (content.probabilities['explicit'] ?? 0) + (content.probabilities['drawn-explicit'] ?? 0);
        note(`tone ${tone + 1}`, value);
        note(scene, value);
        note('all', value);
      }
} finally {
  await browser.close();
}
console.log('pictures                 number  findings  median    max');
for (const [name, values] of found) {
  const count = values.filter((value) => value >= finding).length;
  const figures = [percentile(values, 0.5), Math.max(...values)].map((value) => value.toFixed(3).padStart(6)).join(' ');
  console.log(`${name.padEnd(24)} ${String(values.length).padStart(6)} ${String(count).padStart(9)}  ${figures}`);
}
process.exit();

/** `scripts/node bench/ocr.ts [SCREENSHOTS SCANS PHOTOS [FOLDER]]`: the share of rows of class lists that OCR reads in pictures, and the time. With a folder, pictures of missed rows are kept there. Ctrl-C prints what is measured up to then. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOcrEngine } from '../src/ocr/ocr-engine.ts';
import { readPicture } from '../src/ocr/read-picture.ts';
import { makePictures, type MadePicture } from './pictures/make-pictures.ts';
import { percentile } from './timings.ts';

interface Tally {
  rows: number;
  /** The full name stands in a line. */
  names: number;
  /** The name and the phone number stand in one line. */
  pairs: number;
  /** All four cells stand in one line. */
  whole: number;
  readonly seconds: number[];
}

const [screenshots = 80, scans = 60, photos = 60] = process.argv.slice(2, 5).map(Number);
const keep = process.argv[5];
const engine = await openOcrEngine();
const tallies = new Map<string, Tally>();
let number = 0;
process.once('SIGINT', () => {
  report();
  process.exit();
});
for await (const picture of makePictures({ screenshot: screenshots, scan: scans, photo: photos })) {
  const { user } = process.cpuUsage();
  const reading = readPicture(engine, picture.bytes);
  const seconds = (process.cpuUsage().user - user) / 1e6;
  const lines = 'lines' in reading ? reading.lines.map(plain) : [];
  for (const name of [picture.kind, picture.language === 'es' ? 'in Spanish' : 'in English'])
    count(name, picture, lines, seconds);
  number += 1;
  if (keep !== undefined) keepPicture(keep, picture, lines);
}
report();

/** As the detectors compare names: without accents and case. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').toLowerCase();
}

function count(name: string, { rows }: MadePicture, lines: readonly string[], seconds: number): void {
  const tally = tallies.get(name) ?? { rows: 0, names: 0, pairs: 0, whole: 0, seconds: [] };
  tallies.set(name, tally);
  tally.seconds.push(seconds);
  for (const row of rows) {
    const line = lines.find((text) => text.includes(plain(row.name))) ?? '';
    tally.rows += 1;
    if (line !== '') tally.names += 1;
    if (line.includes(row.phone)) tally.pairs += 1;
    if ([row.phone, row.born, row.street].every((cell) => line.includes(plain(cell)))) tally.whole += 1;
  }
}

function keepPicture(folder: string, picture: MadePicture, lines: readonly string[]): void {
  const missed = picture.rows.filter(({ name }) => !lines.some((text) => text.includes(plain(name))));
  if (missed.length === 0) return;
  mkdirSync(folder, { recursive: true });
  const name = `${picture.kind}-${number}`;
  writeFileSync(join(folder, `${name}.${picture.quality === undefined ? 'png' : 'jpg'}`), picture.bytes);
  const notes = [
    picture.traits.join(', '),
    `missed ${missed.length} of ${picture.rows.length}`,
    ...missed.map((row) => row.name),
    '',
    ...lines,
  ];
  writeFileSync(join(folder, `${name}.txt`), `${notes.join('\n')}\n`);
}

function report(): void {
  console.log(`${number} pictures`);
  console.log('pictures      rows  names  with phone  whole row  CPU s: median   p95   max');
  for (const [name, { rows, names, pairs, whole, seconds }] of tallies) {
    const share = (found: number, width: number): string => `${((100 * found) / rows).toFixed(1)} %`.padStart(width);
    const time = (value: number, width: number): string => value.toFixed(2).padStart(width);
    console.log(
      `${name.padEnd(11)} ${String(rows).padStart(6)} ${share(names, 7)} ${share(pairs, 10)} ${share(whole, 10)}` +
        ` ${time(percentile(seconds, 0.5), 13)} ${time(percentile(seconds, 0.95), 6)} ${time(Math.max(...seconds), 5)}`,
    );
  }
  console.log(
    `memory of the engine: ${(engine.memoryBytes / 1e6).toFixed(0)} MB; process: ${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB`,
  );
}

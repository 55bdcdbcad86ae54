/**
 * `scripts/node scripts/measure-opaque.ts [--blobs N] FOLDER…`: how many ordinary files are held as opaque, and how many of N random
 * blobs behind the beginning of each media format are delivered. Files named .eml, .msg or .txt are read as mail if they are mail.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { mediaFiles, noise } from '../test/harness/media-files.ts';
import { extractLimits } from '../test/harness/extract-limits.ts';
import { extractFile } from '../src/extract/extract.ts';

const maxBytes = 20_000_000;
const blobBytes = 3000;
/** First bytes of each format that stand before a blob. */
const beginnings = [3, 4, 8, 12];

const [, , ...args] = process.argv;
const blobs = args[0] === '--blobs' ? Number(args[1]) : 0;
const folders = args[0] === '--blobs' ? args.slice(2) : args;

function* filesIn(path: string): Generator<string> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() && stats.size > 0 && stats.size < maxBytes) yield path;
  if (stats?.isDirectory()) for (const name of readdirSync(path)) yield* filesIn(join(path, name));
}

async function reasons(bytes: Buffer, name: string): Promise<Set<string>> {
  const { unread } = await extractFile(bytes, name, extractLimits);
  return new Set(unread.map(({ reason }) => reason));
}

for (const folder of folders) {
  let files = 0;
  const held: string[] = [];
  for (const path of filesIn(folder)) {
    files += 1;
    if ((await reasons(readFileSync(path), basename(path))).has('opaque')) held.push(path);
  }
  const percent = ((held.length / Math.max(1, files)) * 100).toFixed(2);
  console.log(`${folder}: ${held.length} of ${files} files opaque (${percent} %)`);
  for (const path of held) console.log(`  ${path}`);
}

let delivered = 0;
for (const [name, , bytes] of blobs > 0 ? mediaFiles : []) {
  for (const kept of beginnings) {
    for (let n = 0; n < blobs; n += 1) {
      const blob = Buffer.concat([bytes.subarray(0, kept), noise(blobBytes, `${name} ${n}`)]);
      const found = await reasons(blob, 'blob');
      const isHeld = [...found].some((reason) => reason !== 'image' && reason !== 'media');
      if (!isHeld) delivered += 1;
      if (!isHeld) console.log(`  delivered: ${kept} bytes of ${name}, blob ${n}`);
    }
  }
}
if (blobs > 0) console.log(`${delivered} of ${mediaFiles.length * beginnings.length * blobs} blobs delivered`);

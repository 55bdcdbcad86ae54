/** `npm run bench:extract`: seconds of CPU and peak memory of reading Office files of 1 to 5 MB and tables of 20,000 rows, each in a process of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeBigFiles } from '../scripts/make-attachments/big-files.ts';
import { extractFile } from '../src/extract/extract.ts';
import { createReadBudget } from '../src/extract/files/budget.ts';
import type { FileContents, FileFormat } from '../src/extract/files/file-reader.ts';
import { readers } from '../src/extract/files/readers.ts';
import { recognise } from '../src/extract/files/recognise.ts';

interface Measured {
  readonly format: string;
  readonly characters: number;
  readonly unread: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

const limits = { maxFiles: 10_000, maxUnpackedBytes: 400_000_000, maxRatio: 1000, filesTimeoutMs: 60_000 };

const [path, made] = process.argv.slice(2);
if (path === undefined) benchAll();
else if (made === undefined) await benchOne(path);
else
  writeFileSync(
    path,
    makeBigFiles()
      .find(({ name }) => name === made)!
      .make(),
  );

async function benchOne(file: string): Promise<void> {
  const bytes = readFileSync(file);
  const { kind } = await recognise(bytes);
  // A flat document is handed on as the file that it stands for.
  const isFlat = /^(?:flat-|word-xml)/.test(kind);
  const load = kind in readers && !isFlat ? readers[kind as FileFormat] : undefined;
  if (!load && !isFlat && kind !== 'text' && kind !== 'html') throw new Error(`no reader for ${kind}`);
  const read = await load?.();
  const before = process.cpuUsage();
  const contents = read
    ? await read({ bytes, format: kind as FileFormat, passwords: [] }, createReadBudget(limits, bytes.length))
    : await readText(bytes, file);
  const { user, system } = process.cpuUsage(before);
  const measured: Measured = {
    format: kind,
    characters: contents.texts.reduce((sum, { text }) => sum + text.length, 0),
    unread: contents.unread.length,
    cpuSeconds: (user + system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(measured));
}

/** Text formats have no reader of their own: their rows are read where texts are. */
async function readText(bytes: Buffer, name: string): Promise<Pick<FileContents, 'texts' | 'unread'>> {
  const whole = { ...limits, maxParts: 500, maxDepth: 8, maxHeaderBytes: 1_048_576, maxTextBytes: 100_000_000 };
  const { parts, unread } = await extractFile(bytes, name, whole);
  return { texts: parts.map(({ text, hidden }) => ({ text, hidden, places: [] })), unread };
}

function benchAll(): void {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-bench-'));
  try {
    console.log('file                      MB   characters  unread  CPU s  peak MB');
    for (const { name } of makeBigFiles()) {
      const file = join(folder, name);
      // Made in a process of its own too: a child begins with the peak of its parent.
      spawnSync(process.execPath, [import.meta.filename, file, name], { stdio: 'inherit' });
      const { stdout, stderr } = spawnSync(process.execPath, [import.meta.filename, file], { encoding: 'utf8' });
      const line = stdout.trim().split('\n').at(-1) ?? '';
      if (!line.startsWith('{')) throw new Error(`${name} could not be read: ${stderr.slice(0, 500)}`);
      const measured = JSON.parse(line) as Measured;
      console.log(
        [
          name.padEnd(22),
          (statSync(file).size / 1e6).toFixed(1).padStart(5),
          String(measured.characters).padStart(12),
          String(measured.unread).padStart(7),
          measured.cpuSeconds.toFixed(2).padStart(6),
          measured.peakMegabytes.toFixed(0).padStart(8),
        ].join(' '),
      );
      rmSync(file);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

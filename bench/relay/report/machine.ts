/** The machine that a benchmark ran on, in words, with what else it did at that time. */
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { run } from '../peers/peer.ts';

const FILES = 200;
const FILE_BYTES = 10_240;

/** Call it before anything is measured. @param folder on the disk that the relays write to */
export function describeMachine(folder: string): string {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const gigabytes = (totalmem() / 1024 ** 3).toFixed(0);
  const disk = run('df', '--output=fstype', folder).trim().split('\n').at(-1);
  const load = loadavg()[0]!.toFixed(2);
  return (
    `${availableParallelism()} × ${model}, ${gigabytes} GB of memory, Linux ${release()}, Node.js ${process.versions.node}. ` +
    `The disk (${disk}) takes ${Math.round(syncedFilesPerS(folder))} files of 10 KB a second with an fsync each. ` +
    `Load average before the run: ${load}.`
  );
}

function syncedFilesPerS(folder: string): number {
  const own = mkdtempSync(join(folder, 'sync-'));
  const content = Buffer.alloc(FILE_BYTES, 'the quick brown fox\r\n');
  const startedMs = performance.now();
  for (let n = 0; n < FILES; n += 1) {
    const file = openSync(join(own, String(n)), 'wx');
    writeSync(file, content);
    fsyncSync(file);
    closeSync(file);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  rmSync(own, { recursive: true });
  return FILES / seconds;
}

/** 2026-03-04 */
export const today = (): string => new Date().toISOString().slice(0, 10);

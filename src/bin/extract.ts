/** `hallpass extract`: prints what is read from a mail or a file and what is not, without a server. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { processEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import { createExtractPool } from '../workers/extract-pool.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { isMessage } from '../extract/files/recognise.ts';
import { describeExtracted, type FailedExtraction } from './describe-extracted.ts';
import { filesAt } from './message-files.ts';

export interface ExtractOptions {
  readonly config?: string;
  readonly json: boolean;
  /** What the files are; by default recognized by content and file extension. */
  readonly as?: 'mail' | 'file';
}

/**
 * Reads each file, those of folders, or standard input (`-`) in the limited worker.
 *
 * @returns whether everything was read
 * @throws HallpassError cli.usage, config.*
 */
export async function extractCommand(paths: readonly string[], options: ExtractOptions): Promise<boolean> {
  const { config } = loadConfig({
    ...(options.config === undefined ? {} : { file: options.config }),
    env: processEnvironment(),
  });
  const files = paths.flatMap((path) => filesAt(path, /./, 'file'));
  const settings = { ...config, roster: undefined, scan: { ...config.scan, threads: 1 } };
  const pool = createExtractPool(settings);
  let complete = true;
  try {
    await pool.ready();
    for (const path of files) {
      const bytes = path === '-' ? await buffer(process.stdin) : readFileSync(path);
      const isMail = (options.as ?? (/\.eml$/i.test(path) || isMessage(bytes) ? 'mail' : 'file')) === 'mail';
      const result = await pool
        .run({ raw: new Uint8Array(bytes), ...(!isMail && { filename: basename(path) }) })
        .catch((error: unknown) => failed(error));
      complete &&= !('failure' in result) && result.unread.length === 0;
      const line = { file: path, kind: isMail ? 'mail' : 'file', ...result };
      process.stdout.write(options.json ? `${JSON.stringify(line)}\n` : describeExtracted(path, result));
    }
  } finally {
    await pool.close();
  }
  return complete;
}

function failed(error: unknown): FailedExtraction {
  const code = codeOf(error);
  if (!code.startsWith('scan.')) throw error;
  return { failure: code };
}

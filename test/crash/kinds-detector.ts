/** Detector of the crash suite: finds the kind that a message names, and can stop at that moment or end the process. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { defineDetector, type Finding } from '../../detectors/detector.ts';

const codes = ['crash-kinds.warn', 'crash-kinds.quarantine', 'crash-kinds.bounce'] as const;
/** Larger than any test; the worker is killed before. */
const FOR_EVER_MS = 600_000;

export default defineDetector({
  meta: { id: 'crash-kinds', version: 1, title: 'Kinds of the crash suite', codes },
  options: z.strictObject({
    /** Folder: while a file `hold` is there, the next message is extracted, `held` is written, and nothing goes on. */
    control: z.string(),
  }),
  create:
    ({ control }) =>
    ({ parts }): Finding[] => {
      const body = parts.find((part) => part.kind === 'body');
      const named = /kind: ([a-z]+)/.exec(body?.text ?? '');
      if (body === undefined || named === null) return [];
      if (existsSync(join(control, 'hold'))) {
        writeFileSync(join(control, 'held'), '');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FOR_EVER_MS);
      }
      // As a fault in native code does, which no worker thread contains.
      if (named[1] === 'poison') process.kill(process.pid, 'SIGKILL');
      const code = codes.find((candidate) => candidate === `crash-kinds.${named[1]}`);
      if (code === undefined) return [];
      return [
        {
          code,
          part: body.id,
          start: named.index,
          end: named.index + named[0].length,
          score: 1,
          because: [{ rule: 'named' }],
          masked: 'a kind',
        },
      ];
    },
});

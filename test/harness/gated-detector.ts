/** A detector for tests about waiting: on messages with much text it stays until a file is there. It finds nothing. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { defineDetector, type Finding } from '../../detectors/detector.ts';

const LOOK_EVERY_MS = 20;

export default defineDetector({
  meta: { id: 'gated', version: 1, title: 'Waits at large texts', codes: ['gated.never'] },
  options: z.strictObject({
    /** File that ends the waiting. */
    gate: z.string(),
    /** Characters of a part from which on it waits. */
    fromLength: z.number(),
  }),
  create: ({ gate, fromLength }) => {
    const never = new Int32Array(new SharedArrayBuffer(4));
    return ({ parts }): Finding[] => {
      if (parts.some(({ text }) => text.length >= fromLength))
        while (!existsSync(gate)) Atomics.wait(never, 0, 0, LOOK_EVERY_MS);
      return [];
    };
  },
});

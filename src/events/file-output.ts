/** Events as JSON Lines at the end of a file, which may be moved away by logrotate at any time. */
import { open } from 'node:fs/promises';
import { lineOf } from './event.ts';
import type { EventOutput } from './output.ts';

export function createFileOutput(path: string, hostname: string): EventOutput {
  return {
    async send(events) {
      // Opened for each batch: a file that was moved away gets no further lines.
      const file = await open(path, 'a', 0o600);
      try {
        await file.appendFile(events.map((event) => `${lineOf(event, hostname)}\n`).join(''));
        await file.sync();
      } finally {
        await file.close();
      }
    },
    close: () => Promise.resolve(),
  };
}

/** The section of the configuration about text in pictures. */
import { z } from 'zod';
import { positive } from './fields.ts';

export const ocrSection = z
  .strictObject({
    read: z
      .enum(['outside', 'always', 'off'])
      .default('outside')
      .describe(
        'Whose pictures are read: of messages that go outside of the district or to a mailing list, of all messages, or of none.',
      ),
    threads: positive
      .default(1)
      .describe('Threads that read pictures. Each takes up to 500 MB, and has a lower priority than the scan.'),
    messageSeconds: positive
      .default(60)
      .describe(
        'Seconds of processor time for the pictures of one message. A page takes about three; what is left then is picture-not-read.',
      ),
    waitSeconds: positive
      .default(1800)
      .describe(
        'Seconds that a message waits at most for its pictures to be read; what is left then is picture-not-read. Only messages with pictures wait, each behind others of the same sender.',
      ),
    waitingMb: positive
      .default(384)
      .describe(
        'Megabytes that messages waiting for OCR may take in memory. A sender may fill half of what is free; beyond that, pictures are picture-not-read.',
      ),
  })
  .prefault({});

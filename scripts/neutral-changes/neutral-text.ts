/** The sentences and blocks that the neutral changes add: data of this folder, read once. */
import { z } from 'zod';
import { readDataFile, readYamlFile } from '../../detectors/shared/text/data-file.ts';

const lines = z.array(z.string()).min(1);

/** One sentence each, without the topics. */
export const neutralSentences: readonly string[] = readDataFile(new URL('./data/sentences.txt', import.meta.url))
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/** `{writer}` and `{address}` in a block are the author of the message. */
export const neutralBlocks = readYamlFile(
  new URL('./data/blocks.yaml', import.meta.url),
  z.strictObject({
    openings: lines,
    closings: lines,
    signatures: lines,
    legalFooters: lines,
    meetingBlocks: lines,
    replies: lines,
    forwards: lines,
    covers: lines,
  }),
);

/** The header of a message for people: fields in order, unfolded and decoded, each cut to a readable length. */
import { decodeWords } from '../extract/encoded-words.ts';
import { readHeader } from '../message/header.ts';

const maxFields = 500;
const maxValue = 8000;

/** Names are written as they are in mail: `Message-Id`. */
export function headerFields(raw: Buffer): { name: string; value: string }[] {
  return readHeader(raw)
    .fields.slice(0, maxFields)
    .map(({ name, value }) => ({
      name: name.replace(/(^|-)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase()),
      value: decodeWords(value).slice(0, maxValue),
    }));
}

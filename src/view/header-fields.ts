/** The header of a mail for people: fields in order, unfolded and decoded, each cut at a length that can be read. */
import { readHeader } from '../message/header.ts';

const maxFields = 500;
const maxValue = 8000;

/** @param decodeWords of the extract stage */
export function headerFields(raw: Buffer, decodeWords: (text: string) => string): { name: string; value: string }[] {
  return readHeader(raw)
    .fields.slice(0, maxFields)
    .map(({ name, value }) => ({
      name: name.replace(/(^|-)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase()),
      value: decodeWords(toUtf8(value)).slice(0, maxValue),
    }));
}

/** Bytes above 127 came as latin1; most mail that has them means UTF-8. */
function toUtf8(value: string): string {
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? value : text;
}

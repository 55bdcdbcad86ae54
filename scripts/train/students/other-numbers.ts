/** Adds to a message a sentence with a number that is nobody's phone and nobody's id, so that the models learn what such numbers stand in. */
import { z } from 'zod';
import { readYamlFile } from '../../../detectors/shared/text/data-file.ts';
import type { CorpusMessage, CorpusPart } from './read-corpus.ts';

const { sentences } = readYamlFile(
  new URL('./other-numbers.yaml', import.meta.url),
  z.strictObject({ sentences: z.array(z.string().includes('{n}')) }),
);
/** Of so many messages one has such a sentence. */
const every = 1 / 4;
/** How often its digits are those of a family of the district: a number of ten digits is somebody's phone by chance. */
const asPhone = 1 / 3;

/** @param phones of the district's families, ten digits each */
export function withOtherNumber(
  message: CorpusMessage,
  random: () => number,
  phones: readonly string[],
): CorpusMessage {
  const at = message.parts.findIndex(({ kind, html }) => kind === 'body' && !html);
  const part = message.parts[at];
  if (!part || random() >= every) return message;
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const phone = pick(phones);
  const drawn = Array.from({ length: 6 }, () => Math.floor(random() * 10)).join('');
  const digits = random() < asPhone ? phone : `${phone.slice(0, 3)}${pick(['2', '4', '5', '8'])}${drawn}`;
  const short = random() < 1 / 3 ? digits.slice(0, 6) : digits;
  const sentence = pick(sentences).replaceAll('{n}', short);
  return { ...message, parts: message.parts.with(at, inserted(part, sentence)) };
}

/** At the end of the first line that names a student, where that is prose; at the end of the text otherwise. */
function inserted(part: CorpusPart, sentence: string): CorpusPart {
  const { text, marks, zones } = part;
  const first = marks.find(({ kind }) => kind === 's');
  const lineEnd = first ? text.indexOf('\n', first.end) : -1;
  const line = lineEnd < 0 ? '' : text.slice(text.lastIndexOf('\n', first!.start) + 1, lineEnd);
  const isProse = /[.!?]\s*$/.test(line) && !line.includes('\t');
  const at = isProse ? lineEnd : text.length;
  const added = `${isProse ? ' ' : '\n'}${sentence}`;
  const moved = <T extends { start: number; end: number }>(span: T): T =>
    span.start >= at ? { ...span, start: span.start + added.length, end: span.end + added.length } : span;
  return {
    ...part,
    text: text.slice(0, at) + added + text.slice(at),
    marks: marks.map(moved),
    zones: zones.map(moved),
  };
}

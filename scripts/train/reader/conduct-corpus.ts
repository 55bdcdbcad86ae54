/** Reads corpus/conduct (FORMAT.md there) as messages with the labels of their marks. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Span } from '../../../detectors/detector.ts';

export interface ConductMessage {
  /** `writer/id` */
  readonly id: string;
  readonly writer: string;
  readonly to: string;
  /** Empty where it has none. */
  readonly subject: string;
  /** Without marks. */
  readonly text: string;
  readonly labels: ReadonlySet<string>;
  /** Where they stand in the text. */
  readonly marks: readonly (Span & { readonly label: string })[];
}

/** Messages of all writers, by writer and file. */
export function readConductCorpus(folder: string): ConductMessage[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .flatMap((writer) => {
      const files = readdirSync(join(folder, writer)).filter((name) => name.endsWith('.txt'));
      return files.sort().flatMap((file) => messagesOf(writer, readFileSync(join(folder, writer, file), 'utf8')));
    });
}

function messagesOf(writer: string, text: string): ConductMessage[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const end = block.indexOf('\n');
      const [id = '', ...fields] = block
        .slice(0, end)
        .split('|')
        .map((field) => field.trim());
      const to =
        fields
          .find((field) => field.startsWith('to:'))
          ?.slice(3)
          .trim() ?? 'one';
      const body = block.slice(end + 1).replace(/^\n+|\n+$/g, '');
      const subject = /^Subject:[ \t]*(.*)\n?/.exec(body);
      const labels = new Set(
        [...body.matchAll(mark)].flatMap(([, names]) => names!.split(',').map((name) => name.trim())),
      );
      const { text, marks } = unmarked(body.slice(subject?.[0].length ?? 0));
      return {
        id: `${writer}/${id}`,
        writer,
        to,
        subject: unmarked(subject?.[1] ?? '').text,
        ...{ text, labels, marks },
      };
    });
}

/** Text without its marks, and where each label stands. */
function unmarked(marked: string): Pick<ConductMessage, 'text' | 'marks'> {
  const marks: (Span & { label: string })[] = [];
  let text = '';
  let last = 0;
  for (const { 0: whole, 1: names, 2: within, index } of marked.matchAll(mark)) {
    text += marked.slice(last, index);
    for (const name of names!.split(','))
      marks.push({ label: name.trim(), start: text.length, end: text.length + within!.length });
    text += within!;
    last = index + whole.length;
  }
  return { text: text + marked.slice(last), marks };
}

const mark = /\{\{\s*([a-z, -]+?)\s*:\s*(.*?)\}\}/gs;

/** Whether the message is in the development part, as `training/reader/invented.py` tells it: the model is not trained on it. */
export function isDevelopment(id: string): boolean {
  return createHash('sha256').update(id).digest().readUInt32BE(0) % 5 === 0;
}

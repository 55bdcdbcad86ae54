/** Reads corpus/conduct (FORMAT.md there) as messages with the labels of their marks. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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
      const plain = (marked: string): string => marked.replace(mark, '$2');
      return {
        id: `${writer}/${id}`,
        writer,
        to,
        subject: plain(subject?.[1] ?? ''),
        text: plain(body.slice(subject?.[0].length ?? 0)),
        labels,
      };
    });
}

const mark = /\{\{\s*([a-z, -]+?)\s*:\s*(.*?)\}\}/gs;

/** Whether the message is in the development part, as `training/reader/invented.py` tells it: the model is not trained on it. */
export function isDevelopment(id: string): boolean {
  return createHash('sha256').update(id).digest().readUInt32BE(0) % 5 === 0;
}

/** Reads changed texts by the extract stage, as they would arrive, and says where the old words are in what it read. */
import type { ExtractedMessage, ExtractedPart, Span } from '../../../detectors/detector.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { composeMime } from '../../../src/eval/compose-mime.ts';
import { extract } from '../../../src/extract/extract.ts';
import type { ChangedText } from '../../../scripts/neutral-changes/changed-text.ts';

const limits = configSchema.parse({}).scan;

export async function readRaw(raw: Buffer): Promise<ExtractedMessage> {
  return extract(raw, { sender: '', recipients: [] }, limits);
}

/**
 * Where each letter and digit of `from` stands in `to`, which has the same ones in the same order and other signs and spaces.
 *
 * @returns an offset for each of `from` and its end; -1 from the first letter on that `to` does not have
 */
export function alignedOffsets(from: string, to: string): Int32Array {
  const offsets = new Int32Array(from.length + 1).fill(-1);
  const isWord = (char: string) => /[\p{L}\p{N}]/u.test(char);
  let other = 0;
  for (let at = 0; at < from.length; at += 1) {
    if (!isWord(from[at]!)) {
      offsets[at] = other;
      continue;
    }
    while (other < to.length && !isWord(to[other]!)) other += 1;
    if (to[other] !== from[at]) return offsets;
    offsets[at] = other;
    other += 1;
  }
  offsets[from.length] = other;
  return offsets;
}

/** Where a span of the text before the change stands in what was read; undefined where that cannot be said. */
export function placeInRead(changed: ChangedText, aligned: Int32Array, { start, end }: Span): Span | undefined {
  if (end <= start) return undefined;
  const from = aligned[changed.offsets[start]!]!;
  const last = aligned[changed.offsets[end - 1]!]!;
  return from < 0 || last < from ? undefined : { start: from, end: last + 1 };
}

/** The message's own texts: bodies without the list of file names. */
export function bodiesOf(message: ExtractedMessage): ExtractedPart[] {
  return message.parts.filter(({ kind, id }) => kind === 'body' && id !== 'names');
}

/** A body as it is read of a mail that has nothing else. An empty one is read as none. */
export async function readBody(
  body: { readonly text: string } | { readonly html: string },
): Promise<Pick<ExtractedPart, 'text' | 'quoted' | 'hidden'>> {
  const from = { name: '', address: 'nobody@school.example' };
  const { parts } = await readRaw(composeMime({ from, to: [], cc: [], subject: '', attachments: [], ...body }));
  return parts.find(({ kind }) => kind === 'body') ?? { text: '', quoted: [], hidden: [] };
}

/**
 * Ordinary staff mail that says nothing about a child: the messages of corpus/conduct without such a mark, as sent to somebody outside. Who
 * is named in them is not marked; that it is no student's data is all that is learnt from them.
 */
import path from 'node:path';
import { neutralBlocks } from '../../neutral-changes/neutral-text.ts';
import { readConductCorpus, type ConductMessage } from '../reader/conduct-corpus.ts';
import { markMessage, openCorpusDirectory } from './corpus-messages.ts';
import { corpus } from './districts.ts';
import type { Read } from './gather.ts';
import type { CorpusMessage } from './read-corpus.ts';

const folder = path.join(import.meta.dirname, '../../../corpus/conduct');
/** One message of so many, and shorter ones never: they name nobody. */
const share = 2;
const leastLength = 120;

/** By writer. Half of the messages are read with the roster of another district, which knows none of the people, half without one. */
export async function ordinaryMail(district: string): Promise<Map<string, Read[]>> {
  const directories = (['right', 'none'] as const).map((roster) =>
    openCorpusDirectory(path.join(corpus, district), roster),
  );
  const plain = readConductCorpus(folder).filter(
    ({ labels, text }) => text.length >= leastLength && ![...labels].some((label) => label.startsWith('about-child')),
  );
  const byWriter = new Map<string, Read[]>();
  for (const [at, one] of plain.entries()) {
    if (at % share !== 0) continue;
    const directory = directories[(at / share) % directories.length]!;
    const marked = await markMessage(one.writer, messageOf(one, footer(at / share)), directory);
    byWriter.set(one.writer, [...(byWriter.get(one.writer) ?? []), { reading: 'ordinary', marked, directory }]);
  }
  return byWriter;
}

/** Half of the messages have one, as most staff mail has; with a roster and without one. */
function footer(nth: number): string {
  const { legalFooters } = neutralBlocks;
  const round = Math.floor(nth / 2);
  return round % 2 === 0 ? `\n\n${legalFooters[(round / 2) % legalFooters.length]!}` : '';
}

function messageOf({ id, subject, text }: ConductMessage, below: string): CorpusMessage {
  const part = { filename: '', html: false, marks: [], zones: [] };
  return {
    ...{ id, voice: '', form: 'ordinary', labels: ['clean'], entitled: 'no' },
    headers: { from: 'staff@school.example', to: 'reader@elsewhere.example', subject },
    parts: [
      { ...part, kind: 'subject', text: subject },
      { ...part, kind: 'body', text: text + below },
    ],
  };
}

/** Copies of corpus messages with a change that does not matter, so that the models learn that it does not. */
import { movedSpan } from '../../neutral-changes/changed-text.ts';
import { changeText, seededNumbers, type TextChangeName } from '../../neutral-changes/text-changes.ts';
import type { CorpusMessage, CorpusPart } from './read-corpus.ts';

/** Newsletters of hundreds of sentences would outweigh the mails; they are left to the tests. */
const changes: readonly TextChangeName[] = [
  'lower case',
  'lower case',
  'wrapped at 40',
  'wrapped at 60',
  'double spaces',
  'blank lines',
  'opening line',
  'closing',
  'signature',
  'sentence before',
  'sentence after',
  'three sentences around',
  'legal footer',
  'meeting block',
  'closing, signature and footer',
  'forwarded from Gmail',
  'quoted below a reply',
];

/** @param seed another one gives another change */
export function changedMessage(message: CorpusMessage, seed: string): CorpusMessage {
  const random = seededNumbers(`${message.id} ${seed}`);
  const name = changes[Math.floor(random() * changes.length)]!;
  const [, display = '', address = 'staff@school.example'] =
    /^(.*?)\s*<([^>]+)>/.exec(message.headers.from ?? '') ?? [];
  const author = { name: display.replace(/"/g, '') || 'Pat Lindgren', address };
  const ofPart = (part: CorpusPart): CorpusPart => {
    if (part.html || (part.kind !== 'body' && name !== 'lower case')) return part;
    const changed = changeText(name, part.text, {
      seed: `${message.id} ${seed}`,
      author,
      subject: message.headers.subject ?? '',
    });
    return {
      ...part,
      text: changed.text,
      marks: part.marks.map((mark) => ({ ...mark, ...movedSpan(changed, mark) })),
      zones: [],
    };
  };
  return { ...message, parts: message.parts.map(ofPart) };
}

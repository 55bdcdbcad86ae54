/** Weighs whether the subject of a message is the other side's: behind `Re:` or `Declined:` of a message that answers. */
import { z } from 'zod';
import type { ExtractedMessage, ExtractedPart } from '../../detector.ts';
import { readYamlFile } from '../text/data-file.ts';
import { buildLexicon } from '../text/lexicon.ts';

const file = readYamlFile(
  new URL('./other-side.yaml', import.meta.url),
  z.strictObject({ answers: z.array(z.string()), repeats: z.array(z.string()) }),
);
const answers = buildLexicon(file.answers.map((phrase) => ({ phrase, data: true })));
const repeats = buildLexicon(file.repeats.map((phrase) => ({ phrase, data: true })));

/** Log-odds, set by hand. No header field and no phrase decides by itself; `Re:` is where they begin. */
const weights = { marks: 1, inReplyTo: 3, automatic: 3, calendar: 3, quoted: 1.5, answer: 2.5 } as const;
/** An answer says so at its beginning. */
const opening = 600;
const longestLine = 60;

/** Log-odds that the words behind the marks of an answer are the other side's; only for subjects that have such marks. */
export function otherSideOdds(message: ExtractedMessage): number {
  const bodies = message.parts.filter(({ kind, id }) => kind === 'body' && id !== 'names');
  let odds: number = weights.marks;
  if (message.inReplyTo !== undefined) odds += weights.inReplyTo;
  if (message.automatic === true) odds += weights.automatic;
  if (message.parts.some(answersInvitation)) odds += weights.calendar;
  if (bodies.some(({ quoted }) => quoted.length > 0)) odds += weights.quoted;
  if (bodies.some(saysThatItAnswers)) odds += weights.answer;
  return odds;
}

/** RFC 5546: the answer of somebody who is invited. */
function answersInvitation({ contentType, text }: ExtractedPart): boolean {
  return /calendar|\bics\b/i.test(contentType) && /^METHOD:\s*REPLY\b/im.test(text);
}

function saysThatItAnswers({ text, quoted }: ExtractedPart): boolean {
  const end = Math.min(opening, quoted[0]?.start ?? opening);
  return answers.find(text.slice(0, end)).length > 0;
}

/** Where the text begins that automatic mail repeats; undefined where it repeats nothing. */
export function startOfRepeated(text: string): number | undefined {
  for (const { start, end } of repeats.find(text)) {
    const before = text
      .slice(Math.max(0, start - longestLine), start)
      .split('\n')
      .at(-1)!;
    const after = text.slice(end, end + longestLine).split('\n')[0]!;
    if (before.trim() !== '' || after.replace(':', '').trim() !== '' || text[end + after.length] !== '\n') continue;
    return end + after.length + 1;
  }
  return undefined;
}

/** Chooses the sentences of a message that the sentence model reads: the sender's own words and what the sender passes on. */
import type { ExtractedMessage, ExtractedPart, PartId, Span } from '../../detector.ts';
import { conductParts } from '../conduct/conduct-parts.ts';
import { conducts, conductScoresOf } from '../conduct/conduct-models.ts';
import { zonesOf } from '../reading/zones.ts';
import { answerMarks } from '../reading/zones/voices.ts';
import { sentencesOf } from '../text/sentences.ts';
import type { SentenceText } from './sentence-tokens.ts';

/** The text has one space where the part has any white space. */
export interface SentenceToRead extends Span, SentenceText {
  readonly part: PartId;
}

/** Longer sentences are cut into pieces of this many words. */
const longestSentence = 40;
/** A text of an attachment is read up to this many characters: what is behind is over any budget. */
const mostCharacters = 400_000;
/** Cells of a row of a table: from here on, a line is no sentence. */
const fewestCells = 3;

/** Sentences by part and start. Those of signatures, footers, tables, meeting data, machine text and others' words are left out. */
export function sentencesToRead(message: ExtractedMessage): SentenceToRead[] {
  return conductParts(message).flatMap((part) => {
    if (part.id === 'names' || isTable(part)) return [];
    const runs = part.kind === 'subject' ? [subjectOf(part)] : runsOf(part, message);
    return runs.flatMap((run) => withNeighbours(part, run));
  });
}

/** What is read first where not all can be: the sentences that the small models suspect most. The order of equals is kept. */
export function mostSuspiciousFirst(
  message: ExtractedMessage,
  sentences: readonly SentenceToRead[],
): readonly SentenceToRead[] {
  const parts = new Map(conductParts(message).map((part) => [part.id, part]));
  return sentences
    .map((sentence) => {
      const scores = conductScoresOf(parts.get(sentence.part)!);
      return {
        sentence,
        odds: Math.max(...conducts.map((conduct) => scores.sentence(conduct, sentence.start, 'any'))),
      };
    })
    .sort((a, b) => b.odds - a.odds)
    .map(({ sentence }) => sentence);
}

/** Sheets and files of separated values, and parts that are nothing but cells. */
function isTable(part: ExtractedPart): boolean {
  if (/^text\/(?:csv|tab-separated-values|calendar|vcard|x-vcard)$/.test(part.contentType)) return true;
  if (/json|xml/.test(part.contentType) && !/html|officedocument|opendocument/.test(part.contentType)) return true;
  return (
    part.places !== undefined && part.places.length > 0 && part.places.every(({ label }) => label.startsWith('sheet'))
  );
}

/** The words behind `Re:` that are the sender's, as one run; where they are the other side's there are none. */
function subjectOf(part: ExtractedPart): Span[] {
  const start = answerMarks(part.text);
  if (part.quoted.some((span) => span.end > start)) return [];
  return cutLong(part.text, { start, end: part.text.length });
}

/** Sentences of each stretch of the sender's words, or of passed on words: neighbours are of the same stretch. */
function runsOf(part: ExtractedPart, message: ExtractedMessage): Span[][] {
  const { text } = part;
  const sentences = sentencesOf(text);
  return zonesOf(part, message)
    .filter(({ zone, start }) => (zone === 'own' || zone === 'forwarded') && start < mostCharacters)
    .map((zone) => {
      const found: Span[] = [];
      const end = Math.min(zone.end, mostCharacters);
      for (let at = zone.start; at < end;) {
        const next = Math.min(sentences.around(at).end, end);
        found.push(...cutLong(text, { start: at, end: next }));
        at = Math.max(next, at + 1);
      }
      return found;
    });
}

/** The span without white space around it, in pieces of at most so many words; nothing where no words are in it. */
function cutLong(text: string, { start, end }: Span): Span[] {
  const written = text.slice(start, end);
  if (!/\p{L}{2}/u.test(written) || (written.match(/[\t|]/g)?.length ?? 0) >= fewestCells) return [];
  const pieces: Span[] = [];
  let words = 0;
  let from = -1;
  let to = 0;
  for (const word of written.matchAll(/\S+/gu)) {
    if (from < 0) from = word.index;
    to = word.index + word[0].length;
    if ((words += 1) === longestSentence) {
      pieces.push({ start: start + from, end: start + to });
      words = 0;
      from = -1;
    }
  }
  if (from >= 0) pieces.push({ start: start + from, end: start + to });
  return pieces.filter((piece) => /\p{L}{2}/u.test(text.slice(piece.start, piece.end)));
}

function withNeighbours({ id, text }: ExtractedPart, run: readonly Span[]): SentenceToRead[] {
  const textOf = (span: Span | undefined): string =>
    span ? text.slice(span.start, span.end).replace(/\s+/gu, ' ') : '';
  return run.map(({ start, end }, at) => ({
    part: id,
    start,
    end,
    before: textOf(run[at - 1]),
    sentence: textOf({ start, end }),
    behind: textOf(run[at + 1]),
  }));
}

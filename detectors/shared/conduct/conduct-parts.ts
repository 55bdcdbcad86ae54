/** The parts of a message as the conduct detectors read them: whose words the subject and what looks quoted are. */
import type { ExtractedMessage, ExtractedPart, Span } from '../../detector.ts';
import { answerMarks, isForwardSubject } from '../reading/zones/voices.ts';
import { otherSideOdds, startOfRepeated } from './other-side.ts';

const kept = new WeakMap<ExtractedMessage, readonly ExtractedPart[]>();
/** Log-odds from which the words behind `Re:` are taken for the other side's. */
const enough = 3.5;
/** A body with fewer words of its own says nothing but what it quotes. */
const fewestWords = 3;
/** Shorter titles stand in other lines by chance. */
const shortestTitle = 8;
/** Characters before a repeated title. */
const longestField = 30;

/**
 * Parts with the same ids, texts and offsets. Of an answer the subject behind `Re:` is quoted (or left out where nothing is
 * passed on), and so is what automatic mail repeats. What looks quoted in a message that neither answers nor forwards and says
 * nothing else is not quoted. Kept while the message lives.
 */
export function conductParts(message: ExtractedMessage): readonly ExtractedPart[] {
  let known = kept.get(message);
  if (!known) kept.set(message, (known = readParts(message)));
  return known;
}

function readParts(message: ExtractedMessage): readonly ExtractedPart[] {
  const { parts, subject } = message;
  const marks = answerMarks(subject);
  const theirs = marks > 0 && otherSideOdds(message) >= enough ? subject.slice(marks).trim() : '';
  const passedOn = isForwardSubject(subject);
  const answers = marks > 0 || message.inReplyTo !== undefined || message.automatic === true;
  return parts.flatMap((part) => {
    if (part.kind === 'subject') {
      if (theirs === '') return [part];
      return passedOn ? [withQuoted(part, [{ start: 0, end: part.text.length }])] : [];
    }
    const repeated = [...(theirs === '' ? [] : linesWith(part.text, theirs)), ...automaticallyRepeated(message, part)];
    if (repeated.length > 0) return [withQuoted(part, repeated)];
    return [!answers && part.kind === 'body' && saysNothingElse(part) ? { ...part, quoted: [] } : part];
  });
}

/** The other side's words with which the answer to an invitation repeats its title. */
function linesWith(text: string, theirs: string): Span[] {
  const found: Span[] = [];
  const wanted = theirs.toLowerCase();
  if (wanted.length < shortestTitle) return found;
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
    const end = at + wanted.length;
    if (isLineStart(text, at) && (end === text.length || text[end] === '\n')) found.push({ start: at, end });
  }
  return found;
}

/** At a line's beginning, or behind the name of a field: `SUMMARY:`, `Subject: `. */
function isLineStart(text: string, at: number): boolean {
  const line = text
    .slice(Math.max(0, at - longestField), at)
    .split('\n')
    .at(-1)!
    .trim();
  return line === '' || /^[A-Z][\w-]{1,20}:$/i.test(line);
}

/** What automatic mail repeats begins below a line such as "Your message:". */
function automaticallyRepeated(message: ExtractedMessage, { kind, text }: ExtractedPart): Span[] {
  if (message.automatic !== true || kind !== 'body') return [];
  const start = startOfRepeated(text);
  return start === undefined ? [] : [{ start, end: text.length }];
}

function withQuoted(part: ExtractedPart, more: readonly Span[]): ExtractedPart {
  const spans = [...part.quoted, ...more].sort((a, b) => a.start - b.start);
  const quoted: Span[] = [];
  for (const span of spans) {
    const last = quoted.at(-1);
    if (last && span.start <= last.end)
      quoted[quoted.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else quoted.push(span);
  }
  return { ...part, quoted };
}

/** Nothing but a signature stands beside what looks quoted. */
function saysNothingElse({ text, quoted }: ExtractedPart): boolean {
  if (quoted.length === 0) return false;
  let words = 0;
  let from = 0;
  for (const { start, end } of [...quoted, { start: text.length, end: text.length }]) {
    const own = text.slice(from, start).split('\n-- \n')[0]!;
    words += own.match(/[\p{L}\d]+/gu)?.length ?? 0;
    if (words >= fewestWords) return false;
    from = end;
  }
  return true;
}

/**
 * Cuts a message with very much text into blocks that are read and judged one after the other, so that a scan takes time in
 * proportion to the text and memory for a block. Other messages are one block, which is the message itself.
 */
import type { ExtractedMessage, ExtractedPart, PartId, Span, TextPlace } from '../../detectors/detector.ts';
import type { DetectedFinding } from './detected-finding.ts';
import { picturesOfBlock } from './pictures-of-block.ts';

/** Characters of text in a block: what the detectors keep of a text while it is judged takes many times its length. */
export const longestBlock = 250_000;
/** Characters that two blocks share where a text is cut: more than a paragraph or an address. */
const overlap = 2_000;
/** First lines of a table, with which each of its pieces begins: its headings are among them. */
const headingLines = 3;
const longestHeading = 8_000;
/** Share of a block for the mail's own words and its short files: who the rows of a long file belong to is said there. */
const shareOfContext = 1 / 3;

export interface Block {
  readonly message: ExtractedMessage;
  /** The same finding in terms of the whole message. */
  readonly toWhole: (finding: DetectedFinding) => DetectedFinding;
}

interface Piece {
  readonly part: ExtractedPart;
  /** Characters of headings in front of the piece, and where they and the rest stand in the whole text. */
  readonly heading: number;
  readonly headingAt: number;
  readonly restAt: number;
}

/** In order, each made when it is asked for. What is in two blocks, since they overlap, is found twice. */
export function* inBlocks(message: ExtractedMessage, most = longestBlock): Generator<Block> {
  if (lengthOf(message) <= most) {
    yield { message, toWhole: (finding) => finding };
    return;
  }
  const context = contextOf(message.parts, most * shareOfContext);
  const long = message.parts.filter(({ text }) => text.length > most);
  const short = message.parts.filter((part) => !long.includes(part));
  let first = true;
  for (const pieces of inPieces({ long, short, context }, most)) {
    yield toBlock(message, pieces, first);
    first = false;
  }
}

/** How many blocks there are, as long as there is one; about how many, where there are several. */
export function blocksOf(message: ExtractedMessage, most = longestBlock): number {
  return Math.max(1, Math.ceil(lengthOf(message) / most));
}

function lengthOf({ parts }: ExtractedMessage): number {
  return parts.reduce((sum, { text }) => sum + text.length, 0);
}

type Parts = Readonly<Record<'long' | 'short' | 'context', readonly ExtractedPart[]>>;

function* inPieces({ long, short, context }: Parts, most: number): Generator<Piece[]> {
  for (const parts of packed(short, context, most)) yield parts.map(wholePiece);
  for (const part of long) for (const piece of cut(part, most)) yield [...context.map(wholePiece), piece];
}

/** The names of files, what a mail says itself, and its files, as far as there is room: of each the shortest first. */
function contextOf(parts: readonly ExtractedPart[], most: number): ExtractedPart[] {
  let left = most;
  const taken = new Set<ExtractedPart>();
  const byLength = parts.toSorted((a, b) => a.text.length - b.text.length);
  const isOwn = ({ kind }: ExtractedPart) => kind !== 'attachment';
  // Pictures are judged by the names.
  const names = parts.filter(({ id }) => id === 'names');
  for (const part of [...names, ...byLength.filter(isOwn), ...byLength.filter((part) => !isOwn(part))]) {
    if (part.text.length > left || taken.has(part)) continue;
    taken.add(part);
    left -= part.text.length;
  }
  return parts.filter((part) => taken.has(part));
}

/** Parts in order, as many to a block as fit; the mail's own words in each. */
function packed(parts: readonly ExtractedPart[], context: readonly ExtractedPart[], most: number): ExtractedPart[][] {
  const blocks: ExtractedPart[][] = [];
  let length = 0;
  for (const part of parts) {
    if (context.includes(part)) continue;
    if (blocks.length === 0 || length + part.text.length > most) {
      blocks.push([...context]);
      length = 0;
    }
    blocks.at(-1)!.push(part);
    length += part.text.length;
  }
  return blocks;
}

function wholePiece(part: ExtractedPart): Piece {
  return { part, heading: 0, headingAt: 0, restAt: 0 };
}

/** Pieces of one text, each from the start of a line, with the headings of its table. */
function* cut(part: ExtractedPart, most: number): Generator<Piece> {
  const { text } = part;
  for (let start = 0; start < text.length;) {
    const end = start + most >= text.length ? text.length : endOfLine(text, start + most);
    const place = part.places?.findLast((one) => one.start <= start);
    const from = isTable(part, place) ? (place?.start ?? 0) : startOfRows(text, start);
    const heading = headingOf(text, start, from);
    yield toPiece(part, heading, { start, end }, place);
    if (end === text.length) break;
    start = startOfLine(text, end - overlap, start + most / 2);
  }
}

function isTable({ contentType }: ExtractedPart, place: TextPlace | undefined): boolean {
  return place?.firstRow !== undefined || /csv|tab-separated/.test(contentType);
}

/** The end of the last line that ends before `limit`; of a very long line the limit. */
function endOfLine(text: string, limit: number): number {
  const at = text.lastIndexOf('\n', limit);
  return at > limit - overlap ? at + 1 : withoutHalfCharacter(text, limit);
}

/** The start of the line that holds `offset`, unless that lies before `least`. */
function startOfLine(text: string, offset: number, least: number): number {
  const at = text.lastIndexOf('\n', offset - 1) + 1;
  return at >= least ? at : withoutHalfCharacter(text, offset);
}

function withoutHalfCharacter(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset + 1 : offset;
}

/** Fewer lines with as many commas are no table. */
const fewestRows = 5;

/** Where the rows of a table in plain text begin that goes on at `start`: lines with as many tabs, bars or other marks as the one there. */
function startOfRows(text: string, start: number): number {
  const lineAt = (from: number): string => {
    const end = text.indexOf('\n', from);
    return text.slice(from, end < 0 ? undefined : end);
  };
  const line = lineAt(start);
  const countIn = (row: string, mark: string) => row.split(mark).length - 1;
  const mark = ['\t', '|', ';', ','].find((one) => countIn(line, one) > 1);
  if (mark === undefined) return start;
  const marks = countIn(line, mark);
  let from = start;
  for (let rows = 0; from > 0; rows += 1) {
    const before = from < 2 ? 0 : text.lastIndexOf('\n', from - 2) + 1;
    if (countIn(lineAt(before), mark) !== marks) return rows < fewestRows ? start : from;
    from = before;
  }
  return from;
}

/** @returns the first lines from there; nothing where the piece itself begins with them */
function headingOf(text: string, start: number, from: number): Span {
  let end = from;
  for (let line = 0; line < headingLines && end < start; line += 1) {
    const at = text.indexOf('\n', end);
    if (at < 0 || at + 1 > from + longestHeading) break;
    end = at + 1;
  }
  return { start: from, end: Math.min(end, start) };
}

function toPiece(part: ExtractedPart, heading: Span, rest: Span, place: TextPlace | undefined): Piece {
  const length = heading.end - heading.start;
  const piece = { heading: length, headingAt: heading.start, restAt: rest.start };
  const within = (spans: readonly Span[]): Span[] =>
    [...spans.map((span) => clip(span, heading, 0)), ...spans.map((span) => clip(span, rest, length))].filter(
      (span) => span.end > span.start,
    );
  const places = part.places && [
    ...(place ? [{ ...place, start: 0 }] : []),
    ...part.places
      .filter(({ start }) => start > rest.start && start < rest.end)
      .map((one) => ({ ...one, start: one.start - rest.start + length })),
  ];
  return {
    ...piece,
    part: {
      ...part,
      text: part.text.slice(heading.start, heading.end) + part.text.slice(rest.start, rest.end),
      quoted: within(part.quoted),
      hidden: within(part.hidden),
      ...(places && { places }),
    },
  };
}

/** What of a span lies within a stretch, in offsets of a text in which the stretch begins at `at`. */
function clip({ start, end }: Span, stretch: Span, at: number): Span {
  return {
    start: Math.max(start, stretch.start) - stretch.start + at,
    end: Math.min(end, stretch.end) - stretch.start + at,
  };
}

function toBlock(message: ExtractedMessage, pieces: readonly Piece[], first: boolean): Block {
  const { pictures: _, classified: __, ...rest } = message;
  const byId = new Map<PartId, Piece>(pieces.map((piece) => [piece.part.id, piece]));
  return {
    message: {
      ...rest,
      ...picturesOfBlock(message, {
        has: (part) => byId.has(part),
        toBlock: (part, span) => spanInPiece(span, byId.get(part)),
        first,
      }),
      parts: pieces.map(({ part }) => part),
    },
    toWhole: (finding) => {
      const piece = byId.get(finding.part);
      return piece ? { ...finding, ...wholeSpan(finding, piece) } : finding;
    },
  };
}

/** Undefined where the piece does not have all of it. */
function spanInPiece({ start, end }: Span, piece: Piece | undefined): Span | undefined {
  if (!piece) return undefined;
  const { heading, restAt, part } = piece;
  const at = { start: start - restAt + heading, end: end - restAt + heading };
  return at.start >= heading && at.end <= part.text.length ? at : undefined;
}

/** A finding that begins in the headings and ends in a row is shown in the row. */
function wholeSpan({ start, end }: Span, { heading, headingAt, restAt }: Piece): Span {
  if (end <= heading) return { start: start + headingAt, end: end + headingAt };
  return { start: Math.max(start, heading) - heading + restAt, end: end - heading + restAt };
}

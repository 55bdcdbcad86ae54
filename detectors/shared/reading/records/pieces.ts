/** Cuts a line of a form into labels and values: `First Name: Maya   Last Name: Lindqvist`. */
import type { Span } from '../../../detector.ts';
import { cellsOf, unquotedStart } from './cells.ts';
import { trimmed } from './field.ts';
import { labelOf, type Label } from './labels.ts';

/** A label and the stretch behind it, which may be empty; without a label the stretch alone. */
export interface Piece extends Span {
  readonly label?: Label | undefined;
  /** A colon, dots or the like stand between label and value. */
  readonly marked: boolean;
}

const longestLabel = 60;
const mostLabelWords = 8;

/** Pieces of a line. */
export function piecesOf(text: string, line: Span): Piece[] {
  const start = afterBullet(text, unquotedStart(text, line), line.end);
  const pieces: Piece[] = [];
  for (const segment of segmentsOf(text, { start, end: line.end })) {
    const found = piecesOfSegment(text, segment);
    const last = pieces.at(-1);
    const [first] = found;
    // `Last name      Baptista`: what follows a label in a gap is its value.
    if (last?.label && last.end <= last.start && first && !first.label) {
      pieces[pieces.length - 1] = { ...last, start: first.start, end: first.end };
      pieces.push(...found.slice(1));
    } else pieces.push(...found);
  }
  return pieces;
}

function segmentsOf(text: string, line: Span): Span[] {
  const gaps = cellsOf(text, line, 'gap');
  return gaps.flatMap((gap) => {
    const bars = cellsOf(text, gap, 'bar');
    return bars.length > 1 ? bars : [gap];
  });
}

/** Bullets and numbers of list items. */
function afterBullet(text: string, start: number, end: number): number {
  const span = trimmed(text, start, end);
  const match = /^(?:[-*•·◦▪‣]{1,2}[ \t]|\d{1,2}[.)][ \t])/.exec(text.slice(span.start, span.start + 6));
  return match ? span.start + match[0].length : span.start;
}

function piecesOfSegment(text: string, segment: Span): Piece[] {
  const { start, end } = trimmed(text, segment.start, segment.end);
  if (start >= end) return [];
  const split = labelEnd(text, start, end);
  if (split) {
    const label = labelOf(bareLabel(text.slice(start, split.at)));
    return withLaterLabels(text, {
      label: label ?? unknownLabel(text.slice(start, split.at)),
      ...trimmed(text, split.after, end),
      marked: true,
    });
  }
  const alone = labelOf(bareLabel(text.slice(start, end)));
  if (alone?.certain) return [{ label: alone, start: end, end, marked: false }];
  const number = numberBehindLabel(text, start, end);
  return [number ?? { start, end, marked: false }];
}

/** `*Name*`, `**Name**`, `"Name"` */
function bareLabel(written: string): string {
  return written.replace(/^[*_"'\s]{1,4}/, '').replace(/[*_"'\s?:.]{1,4}$/, '');
}

function unknownLabel(written: string): Label {
  return { kind: 'none', words: bareLabel(written).toLowerCase(), certain: false };
}

/** Where a label ends and its value begins: a colon, an equals sign, dots or a line; a dash behind words that are sure. */
function labelEnd(text: string, start: number, end: number): { at: number; after: number } | undefined {
  let words = 1;
  const limit = Math.min(end, start + longestLabel);
  for (let at = start; at < limit; at += 1) {
    const char = text[at]!;
    if (char === ' ' && text[at + 1] !== ' ') words += 1;
    if (words > mostLabelWords || char === '.') {
      if (char === '.' && text[at + 1] === '.' && text[at + 2] === '.')
        return { at, after: runEnd(text, at, '.', end) };
      if (char === '.' && (at + 1 === end || text[at + 1] === ' ') && words > 2) return undefined;
      if (words > mostLabelWords) return undefined;
    }
    if (char === ',' || char === ';' || char === '!' || char === '@') return undefined;
    if (at === start) continue;
    if (char === ':' && !isInsideWord(text, at, end))
      return { at, after: at + 1 + (text[at + 1] === '*' ? runEnd(text, at + 1, '*', end) - at - 1 : 0) };
    if (char === '…') return { at, after: at + 1 };
    if (char === '=' && labelOf(text.slice(start, at))?.certain) return { at, after: at + 1 };
    if (char === '_' && text[at + 1] === '_' && text[at + 2] === '_') return { at, after: runEnd(text, at, '_', end) };
    if (
      (char === '-' || char === '–' || char === '—') &&
      text[at - 1] === ' ' &&
      text[at + 1] === ' ' &&
      labelOf(text.slice(start, at))?.certain
    )
      return { at, after: at + 1 };
  }
  return undefined;
}

/** `7:05`, `https://` and `a:b` are no labels. */
function isInsideWord(text: string, at: number, end: number): boolean {
  if (at + 1 >= end) return false;
  const next = text[at + 1]!;
  if (next === '/' || next === ':') return true;
  const isDigit = (char: string | undefined) => char !== undefined && char >= '0' && char <= '9';
  return isDigit(text[at - 1]) && isDigit(next);
}

function runEnd(text: string, from: number, char: string, end: number): number {
  let at = from;
  while (at < end && text[at] === char) at += 1;
  return at;
}

/** `Maya Lindqvist, Phone: 414-555-0111, Address: …`: labels that are sure end the value before them. */
function withLaterLabels(text: string, piece: Piece): Piece[] {
  const pieces: Piece[] = [];
  let current = piece;
  for (let at = piece.start; at < piece.end; at += 1) {
    if (text[at] !== ':' || isInsideWord(text, at, piece.end)) continue;
    const from = labelStart(text, current.start, at);
    if (from === undefined) continue;
    pieces.push({ ...current, ...trimmedValue(text, current.start, from.start) });
    current = { label: from.label, start: at + 1, end: piece.end, marked: true };
  }
  return [...pieces, { ...current, ...trimmed(text, current.start, current.end) }];
}

/** The longest label of up to four words that ends here. */
function labelStart(text: string, from: number, at: number): { start: number; label: Label } | undefined {
  let best: { start: number; label: Label } | undefined;
  let words = 0;
  for (let start = at - 1; start >= from && at - start < 40; start -= 1) {
    const before = text[start - 1];
    if (start > from && before !== ' ' && before !== ',' && before !== '(') continue;
    words += 1;
    if (words > 4) break;
    const label = labelOf(text.slice(start, at));
    if (label?.certain && label.kind !== 'none') best = { start, label };
    if (before === ',' || before === '(') break;
  }
  return best;
}

function trimmedValue(text: string, start: number, end: number): Span {
  const span = trimmed(text, start, end);
  const last = text[span.end - 1];
  return last === ',' || last === ';' || last === '-' || last === '/' ? trimmed(text, span.start, span.end - 1) : span;
}

/** `SSID 12043870`, `Phone 555-0107`: a sure label and a number. */
function numberBehindLabel(text: string, start: number, end: number): Piece | undefined {
  const match = /^((?:[\p{L}#.]{1,12} ){1,3})\(?[#\d][\d() .\-/]{3,20}$/u.exec(
    text.slice(start, Math.min(end, start + 60)),
  );
  if (!match || end - start > 60) return undefined;
  const label = labelOf(match[1]!.trim());
  if (!label?.certain || label.kind === 'none') return undefined;
  return { label, ...trimmed(text, start + match[1]!.length, end), marked: false };
}

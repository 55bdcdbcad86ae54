/** Finds quoted replies and forwarded text, which other people wrote, in a plain text. */
import type { Span } from '../../detectors/detector.ts';
import { quotePhrases } from './quote-phrases.ts';

/** Longer lines are no headings. */
const maxHeadingLength = 300;
const { pattern } = quotePhrases;
const divider = pattern(
  String.raw`^\s*(?:-{2,}\s*(?:<dividers>|<forwardedBy> .{0,80})\s*-{2,}|<begins>:|_{20,})\s*$`,
  'i',
);
const wrote = /^\s*(?:on\b.{4,}\bwrote|el\b.{4,}\bescribi[oó]|le\b.{4,}\ba écrit)\s*:\s*$/i;
const wroteStart = /^\s*(?:on|el)\s.*\d/i;
const mailHeader = pattern(String.raw`^\s*\**(<headerFields>):\**\s`, 'i');

/**
 * Spans of quoted text: lines that begin with `>`, and the text after "On … wrote:", "-----Original Message-----" or a block
 * of From:/Sent:/To:/Subject: lines. Sorted, without overlaps. Linear in the text's length.
 */
export function findQuoted(text: string): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < text.length;) {
    const end = endOfLine(text, start);
    let quotedUntil: number | undefined;
    if (isMarked(text, start, end)) quotedUntil = end;
    else if (end - start <= maxHeadingLength && maybeHeading(text, start, end))
      quotedUntil = quotedFrom(text, start, end);
    if (quotedUntil !== undefined) add(spans, start, quotedUntil);
    start = (quotedUntil ?? end) + 1;
  }
  return spans;
}

/** The end of the quotation that a heading in this line begins; undefined where the line is no heading. */
function quotedFrom(text: string, start: number, end: number): number | undefined {
  const line = text.slice(start, end);
  if (divider.test(line) && (!/^\s*_/.test(line) || isHeaderBlock(text, end + 1))) return text.length;
  if (mailHeader.test(line) && isHeaderBlock(text, start)) return text.length;
  const wroteEnd = endOfWrote(text, start, end, line);
  if (wroteEnd === undefined) return undefined;
  const next = nextFilledLine(text, wroteEnd + 1);
  // Without ">" marks, all text below the heading is the quoted message.
  return next !== undefined && isMarked(text, next, text.length) ? wroteEnd : text.length;
}

/** First characters of headings: B(egin), I(nicio), O(n), E(l), L(e), F(rom), D(e), a rule or an asterisk. Most lines begin otherwise. */
function maybeHeading(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && (text[at] === ' ' || text[at] === '\t')) at += 1;
  return at < end && '-_*bBiIoOeElLfFdD'.includes(text[at]!);
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

function isMarked(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && at < start + 3 && (text[at] === ' ' || text[at] === '|')) at += 1;
  return at < end && text[at] === '>';
}

function add(spans: Span[], start: number, end: number): void {
  if (end <= start) return;
  const last = spans.at(-1);
  if (last && start <= last.end + 1) spans[spans.length - 1] = { start: last.start, end: Math.max(last.end, end) };
  else spans.push({ start, end });
}

/** The end of "On … wrote:", which may be wrapped over up to three lines. */
function endOfWrote(text: string, start: number, end: number, line: string): number | undefined {
  if (wrote.test(line)) return end;
  if (!wroteStart.test(line)) return undefined;
  let joined = line;
  let until = end;
  for (let more = 0; more < 2 && until < text.length; more += 1) {
    const next = endOfLine(text, until + 1);
    if (next - start > maxHeadingLength) return undefined;
    joined += ` ${text.slice(until + 1, next)}`;
    until = next;
    if (wrote.test(joined)) return until;
  }
  return undefined;
}

/** Whether six filled lines have at least three different header names, the first of them From or its translation. */
function isHeaderBlock(text: string, from: number): boolean {
  const names = new Set<string>();
  let start = from;
  for (let filled = 0; filled < 6 && start < text.length;) {
    const end = endOfLine(text, start);
    if (end - start > maxHeadingLength * 4) break;
    const line = text.slice(start, end);
    start = end + 1;
    if (line.trim() === '') {
      if (names.size === 0) continue;
      break;
    }
    filled += 1;
    const name = mailHeader.exec(line)?.[1]?.toLowerCase();
    if (name) names.add(name);
    if (names.size === 1 && !names.has('from') && !names.has('de')) return false;
    if (names.size === 0) return false;
  }
  return names.size >= 3;
}

function nextFilledLine(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) if (text[at] !== '\n' && text[at] !== ' ') return at;
  return undefined;
}

/** Sorts and joins spans so that none overlap. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && span.start <= last.end)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else if (span.end > span.start) merged.push(span);
  }
  return merged;
}

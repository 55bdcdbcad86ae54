/**
 * Mail programs send a text twice, plain and as HTML. Where the HTML says all that the plain text says, line by line, of the HTML only the other
 * lines are judged. What is found in the plain text is found in both, since both are delivered.
 */
import type { ExtractedMessage, ExtractedPart, Span } from '../../detectors/detector.ts';
import type { DetectedFinding } from './detected-finding.ts';

export interface JudgedOnce {
  readonly message: ExtractedMessage;
  /** From findings of that message to those of the whole one: those of a text that stands in two parts in both of them. */
  readonly inAll: (findings: readonly DetectedFinding[]) => DetectedFinding[];
}

interface Alternatives {
  readonly plain: ExtractedPart;
  readonly html: ExtractedPart;
  /** Lines that the HTML alone has. */
  readonly more: readonly Span[];
}

export function judgedOnce(message: ExtractedMessage): JudgedOnce {
  const all = alternativesOf(message);
  if (all.length === 0) return { message, inAll: (findings) => [...findings] };
  const byHtml = new Map(all.map((one) => [one.html.id, one]));
  return {
    message: {
      ...message,
      parts: message.parts.flatMap((part) => {
        const found = byHtml.get(part.id);
        if (!found) return [part];
        return found.more.length === 0 ? [] : [{ ...part, text: textOf(found) }];
      }),
    },
    inAll: (findings) => findingsInAll(findings, all),
  };
}

/** Lines that the HTML alone may have: a logo's description, a greeting with a link. Others could belong to what the plain text says. */
const mostMoreLines = 3;
const mostWordsOfLine = 4;
/** Longer texts are judged twice: to compare them takes memory. */
const longest = 500_000;

/** The HTML stands right behind its plain text. */
function alternativesOf({ parts, pictures = [] }: ExtractedMessage): Alternatives[] {
  // Where a text shows a picture, its place among the words says who is in it.
  const shown = new Set(pictures.flatMap((picture) => (picture.shown ?? []).map(({ part }) => part)));
  const bodies = parts.filter(({ kind }) => kind === 'body');
  return bodies.flatMap((plain, at) => {
    const html = bodies[at + 1];
    if (!html || plain.contentType !== 'text/plain' || html.contentType !== 'text/html') return [];
    if (!isSimple(plain) || !isSimple(html) || shown.has(html.id)) return [];
    const more = moreLines(html.text, plain.text);
    return more ? [{ plain, html, more }] : [];
  });
}

/** Other people's words, hidden text and cells make the two differ in more than their line ends: then both are judged. */
function isSimple({ text, hidden, quoted }: ExtractedPart): boolean {
  return (
    text.length > 0 && text.length <= longest && hidden.length === 0 && quoted.length === 0 && !text.includes('\t')
  );
}

/** The lines that the HTML has besides those of the plain text; undefined where it does not have all of these, or many others. */
function moreLines(html: string, plain: string): Span[] | undefined {
  const more: Span[] = [];
  let found = 0;
  for (const line of alignedLines(html, plain)) {
    if (line.same) {
      found = line.upTo;
      continue;
    }
    more.push({ start: line.start, end: line.end });
    if (more.length > mostMoreLines || !saysLittle(html.slice(line.start, line.end))) return undefined;
  }
  return found > 0 && found === wordsOf(plain).length ? more : undefined;
}

/** Four words and no number, links aside. */
function saysLittle(line: string): boolean {
  const said = line.replace(/<[a-z]+:[^<>\s]*>/gi, '');
  return !/\d/.test(said) && (said.match(/[\p{L}\p{M}]+/gu) ?? []).length <= mostWordsOfLine;
}

interface AlignedLine extends Span {
  /** The plain text has the same words at this place. */
  readonly same: boolean;
  /** How much of the words of the plain text has been met. */
  readonly upTo: number;
}

function* alignedLines(html: string, plain: string): Generator<AlignedLine> {
  const all = wordsOf(plain);
  let at = 0;
  for (let start = 0; start <= html.length;) {
    const newline = html.indexOf('\n', start);
    const end = newline < 0 ? html.length : newline;
    const line = wordsOf(html.slice(start, end));
    if (line !== '') {
      const next = at + line.length;
      const same = all.startsWith(line, at) && (next === all.length || all[next] === ' ');
      if (same) at = Math.min(all.length, next + 1);
      yield { start, end, same, upTo: at };
    }
    start = end + 1;
  }
}

/** A text with one space for all white space and control characters: where lines end and how far they are indented is not what it says. */
function wordsOf(text: string): string {
  return text.replace(/[\0-\x20\s]+/g, ' ').trim();
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code <= 0x20 || (code > 0x7f && /\s/.test(text[at]!));
}

/** Offsets of the signs of a text, within some of its lines. */
function standingIn(text: string, lines: Iterable<Span>): number[] {
  const standing: number[] = [];
  for (const { start, end } of lines) for (let at = start; at < end; at += 1) if (!isSpace(text, at)) standing.push(at);
  return standing;
}

function textOf({ html, more }: Alternatives): string {
  return more.map(({ start, end }) => html.text.slice(start, end)).join('\n');
}

/** From the other lines of the HTML to all of it; the end of a line belongs to it. */
function toWhole({ more }: Alternatives, offset: number): number {
  let length = 0;
  for (const line of more) {
    if (offset - length <= line.end - line.start) return line.start + offset - length;
    length += line.end - line.start + 1;
  }
  return more.at(-1)!.end;
}

function findingsInAll(findings: readonly DetectedFinding[], all: readonly Alternatives[]): DetectedFinding[] {
  return all.reduce<DetectedFinding[]>(
    (found, alternatives) => {
      const { plain, html } = alternatives;
      if (!found.some(({ part }) => part === plain.id || part === html.id)) return found;
      const inPlain = standingIn(plain.text, [{ start: 0, end: plain.text.length }]);
      const lines = [...alignedLines(html.text, plain.text)].filter(({ same }) => same);
      const inHtml = standingIn(html.text, lines);
      return found.flatMap((finding) => {
        const { part, start, end } = finding;
        if (part === html.id)
          return [{ ...finding, start: toWhole(alternatives, start), end: toWhole(alternatives, end) }];
        if (part !== plain.id) return [finding];
        const first = firstFrom(inPlain, start);
        const last = firstFrom(inPlain, end) - 1;
        if (first > last) return [finding];
        return [finding, { ...finding, part: html.id, start: inHtml[first]!, end: inHtml[last]! + 1 }];
      });
    },
    [...findings],
  );
}

/** Index of the first offset that is not before another one. */
function firstFrom(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

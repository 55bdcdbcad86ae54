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
  const all = alternativesOf(message.parts);
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
      // Where the HTML shows a picture is said only for lines that are left.
      ...(message.pictures && {
        pictures: message.pictures.map((picture) => ({
          ...picture,
          ...(picture.shown && {
            shown: picture.shown.flatMap((span) => {
              const found = byHtml.get(span.part);
              const at = found && toShort(found, span);
              return found ? (at ? [{ ...span, ...at }] : []) : [span];
            }),
          }),
        })),
      }),
    },
    inAll: (findings) => findingsInAll(findings, all),
  };
}

/** Lines that the HTML alone may have: a logo's description, a signature with links. More of them could keep apart what belongs together. */
const mostMoreLines = 6;
const mostMoreSigns = 800;

/** The HTML stands right behind its plain text. */
function alternativesOf(parts: readonly ExtractedPart[]): Alternatives[] {
  const bodies = parts.filter(({ kind }) => kind === 'body');
  return bodies.flatMap((plain, at) => {
    const html = bodies[at + 1];
    if (!html || plain.contentType !== 'text/plain' || html.contentType !== 'text/html') return [];
    const more = isSimple(plain) && isSimple(html) ? moreLines(html.text, plain.text) : undefined;
    return more ? [{ plain, html, more }] : [];
  });
}

/** Other people's words, hidden text and cells make the two differ in more than their line ends: then both are judged. */
function isSimple({ text, hidden, quoted }: ExtractedPart): boolean {
  return text.length > 0 && hidden.length === 0 && quoted.length === 0 && !text.includes('\t');
}

/** The lines that the HTML has besides those of the plain text; undefined where it does not have all of these, or many others. */
function moreLines(html: string, plain: string): Span[] | undefined {
  const more: Span[] = [];
  let moreSigns = 0;
  let signs = 0;
  for (const line of alignedLines(html, plain)) {
    if (line.from >= 0) {
      signs += line.signs;
      continue;
    }
    more.push({ start: line.start, end: line.end });
    moreSigns += line.signs;
    if (more.length > mostMoreLines || moreSigns > mostMoreSigns) return undefined;
  }
  return signs > 0 && signs === signsOf(plain).length ? more : undefined;
}

interface AlignedLine extends Span {
  /** How many signs it has. */
  readonly signs: number;
  /** The number of its first sign among those of the plain text; -1 where that has no such line. */
  readonly from: number;
}

function* alignedLines(html: string, plain: string): Generator<AlignedLine> {
  const all = signsOf(plain);
  let at = 0;
  for (let start = 0; start <= html.length;) {
    const newline = html.indexOf('\n', start);
    const end = newline < 0 ? html.length : newline;
    const line = signsOf(html.slice(start, end));
    if (line !== '') {
      const same = all.startsWith(line, at);
      yield { start, end, signs: line.length, from: same ? at : -1 };
      if (same) at += line.length;
    }
    start = end + 1;
  }
}

/** A text without white space and control characters: line ends, indents and columns are not what it says. */
function signsOf(text: string): string {
  return text.replace(/[\0-\x20\s\u200b]+/g, '');
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code <= 0x20 || (code > 0x7f && /[\s\u200b]/.test(text[at]!));
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

/** From the HTML text to its other lines alone; undefined for what is in none of them. */
function toShort({ more }: Alternatives, { start, end }: Span): Span | undefined {
  let length = 0;
  for (const line of more) {
    if (start >= line.start && end <= line.end)
      return { start: length + start - line.start, end: length + end - line.start };
    length += line.end - line.start + 1;
  }
  return undefined;
}

/** Back; the end of a line belongs to it. */
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
      const lines = [...alignedLines(html.text, plain.text)].filter(({ from }) => from >= 0);
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

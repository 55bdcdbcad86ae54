/** Cuts a text into lines and, wrapped lines put together, into sentences with their cues. */
import type { Span } from '../../../detector.ts';
import { cuesIn, foldedWords, mailPhrases, type Cue, type CueZone, type FoldedWord } from './vocabulary.ts';

export interface TextLine extends Span {
  /** Behind white space and the marks of a quoted mail. */
  readonly content: number;
  readonly blank: boolean;
  /** How many marks of a quoted mail it begins with. */
  readonly depth: number;
}

/** A sentence, heading or line of a list. */
export interface Unit extends Span {
  readonly words: readonly FoldedWord[];
  readonly cues: readonly Cue[];
  /** Number of the paragraph. */
  readonly paragraph: number;
}

const shortestWrap = 34;
const longestUnit = 3000;

/** Lines of a text. @param cuts sorted offsets at which a line ends, too: where quoted text begins within a line */
export function linesOf(text: string, cuts: readonly number[] = []): TextLine[] {
  const lines: TextLine[] = [];
  let next = 0;
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    while (next < cuts.length && cuts[next]! <= start) next += 1;
    const cut = cuts[next];
    if (cut !== undefined && cut < end) {
      lines.push(lineOf(text, start, cut));
      start = cut;
    } else {
      lines.push(lineOf(text, start, end));
      start = end + 1;
    }
  }
  return lines;
}

function lineOf(text: string, start: number, end: number): TextLine {
  let content = start;
  let depth = 0;
  for (; content < end; content += 1) {
    const code = text.charCodeAt(content);
    if (code === 62) depth += 1;
    else if (code > 32 && code !== 0xa0) break;
  }
  return { start, end, content, blank: content >= end, depth };
}

/** Units of some lines that follow each other. */
export function unitsOf(text: string, lines: readonly TextLine[]): Unit[] {
  const units: Unit[] = [];
  let paragraph = 0;
  for (let from = 0; from < lines.length;) {
    if (lines[from]!.blank) {
      paragraph += 1;
      from += 1;
      continue;
    }
    let to = from;
    while (to < lines.length && !lines[to]!.blank) to += 1;
    paragraphUnits(text, lines.slice(from, to), paragraph, units);
    from = to;
  }
  return units;
}

function paragraphUnits(text: string, lines: readonly TextLine[], paragraph: number, units: Unit[]): void {
  const width = widthOf(lines);
  let start = lines[0]!.content;
  const add = (end: number) => {
    for (let from = start; from < end; from += longestUnit)
      addUnit(text, from, Math.min(end, from + longestUnit), paragraph, units);
    start = end;
  };
  for (const [index, line] of lines.entries()) {
    for (let at = Math.max(start, line.content); at < line.end; at += 1)
      if (endsSentence(text, at, line.end)) add(sentenceEnd(text, at, line.end));
    const next = lines[index + 1];
    if (!next || !isWrapped(text, line, next, width)) add(line.end);
  }
}

function addUnit(text: string, from: number, to: number, paragraph: number, units: Unit[]): void {
  let start = from;
  let end = to;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  if (start >= end) return;
  const words = foldedWords(text, start, end);
  units.push({ start, end, words, cues: cuesIn(words), paragraph });
}

function isSpace(code: number): boolean {
  return code <= 32 || code === 0xa0;
}

interface Width {
  readonly most: number;
  /** How many lines are about as long. */
  readonly lines: number;
}

function widthOf(lines: readonly TextLine[]): Width {
  let most = shortestWrap;
  for (const line of lines) most = Math.max(most, line.end - line.content);
  return { most, lines: lines.filter((line) => line.end - line.content > most * 0.8).length };
}

/** The next line goes on with this one: its first word would not have had room here, and it begins none of a list of labels. */
function isWrapped(text: string, line: TextLine, next: TextLine, width: Width): boolean {
  const head = text.slice(next.content, Math.min(next.end, next.content + 80));
  const last = text[line.end - 1]!;
  if (last === ':' || /^[^\s:]{1,20}(?: [^\s:]{1,20}){0,2}: /.test(head)) return false;
  if (/[\d)#]/.test(last) && /^(?:https?:|\+?\d[\d ().-]{6,})/.test(head)) return false;
  if (/^\p{Ll}/u.test(head) && line.end - line.content > 20) return true;
  // One line that is longer than the others is no sign of wrapping.
  if (width.lines < 2 && !/[\p{Ll},]$/u.test(text.slice(line.end - 1, line.end))) return false;
  const space = head.search(/\s/);
  const word = space < 0 ? Math.min(80, next.end - next.content) : space;
  return line.end - line.content + 1 + word > width.most;
}

const shortened = mailPhrases.pattern(String.raw`(?:^|[\s.(])<shortened>$`, 'i');

/** A full stop, or the written `\n` of calendars. */
function endsSentence(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 92) return text[at + 1] === 'n';
  if (code !== 46 && code !== 33 && code !== 63) return false;
  const next = text.charCodeAt(at + 1);
  if (at + 1 < end && !(isSpace(next) || next === 34 || next === 0x201d || next === 41)) return false;
  return code !== 46 || !shortened.test(text.slice(Math.max(0, at - 7), at));
}

function sentenceEnd(text: string, at: number, end: number): number {
  let to = text.charCodeAt(at) === 92 ? at + 2 : at + 1;
  while (to < end && '"”)'.includes(text[to]!)) to += 1;
  return to;
}

/** Sum of the weights of a unit's cues for a zone; a cue that comes again counts once. */
export function weightOf(unit: Unit, zone: CueZone): number {
  let weight = 0;
  let before: Cue | undefined;
  for (const cue of unit.cues) {
    if (cue.zone !== zone) continue;
    if (!(before && unit.words[before.from]?.key === unit.words[cue.from]?.key)) weight += cue.weight;
    before = cue;
  }
  return weight;
}

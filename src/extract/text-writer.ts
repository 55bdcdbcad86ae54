/** Collects text with white space collapsed as in HTML, and the stretches that are quoted or hidden. */
import type { Span } from '../../detectors/detector.ts';

/** Empty lines in a row that are kept. */
const maxBreaks = 3;

/** White space that is kept back at a point within a line. */
export interface Gap {
  readonly space: boolean;
}

export class TextWriter {
  private readonly pieces: string[] = [];
  private readonly quotedSpans: { start: number; end: number }[] = [];
  private readonly hiddenSpans: { start: number; end: number }[] = [];
  private quoted = false;
  private hidden = false;
  private total = 0;
  /** Nothing is written on this line yet: it takes no leading space and no further line end. */
  private atLineStart = true;
  // White space is kept back until text follows.
  private space = false;
  private breaks = 0;
  private line = false;
  private tabs = 0;
  /** The line end that is kept back ends a table row; its cells do not remove it. */
  private rowBegins = false;

  /** UTF-16 units up to now. */
  get length(): number {
    return this.total;
  }

  /** Sets whether the next text is quoted or hidden. */
  mark(quoted: boolean, hidden: boolean): void {
    this.quoted = quoted;
    this.hidden = hidden;
  }

  write(text: string, preformatted: boolean): void {
    if (preformatted) {
      this.flush();
      this.push(text.replace(/\r\n?/g, '\n'));
      this.atLineStart = text.endsWith('\n');
      return;
    }
    // White space of HTML only: a no-break space stays as it is.
    const words = text.split(/[ \t\n\r\f]+/);
    for (const [index, word] of words.entries()) {
      if (index > 0) this.space = true;
      if (word === '') continue;
      this.flush();
      this.push(word);
      this.atLineStart = false;
    }
  }

  /** The next text begins a line, except at the beginning of a line or table cell. */
  block(): void {
    if (this.tabs === 0) this.line = true;
  }

  /** A line end such as `<br>`: several of them make empty lines. */
  lineEnd(): void {
    this.breaks = Math.min(this.breaks + 1, maxBreaks);
  }

  /** A table row begins or ends. */
  row(): void {
    this.line = true;
    this.rowBegins = true;
    this.tabs = 0;
  }

  /** Begins another cell of the row. Paragraphs at the end of the cell before it make no lines. */
  cell(): void {
    this.tabs += 1;
    if (this.rowBegins) return;
    this.line = false;
    this.breaks = 0;
  }

  /** The gap at this point, where shown text continues in the line; undefined where a line or cell begins. */
  gapInLine(): Gap | undefined {
    if (this.atLineStart || this.breaks > 0 || this.line || this.tabs > 0) return undefined;
    return { space: this.space };
  }

  /** The next text continues the line, as if the text since then took no place. */
  backToLine({ space }: Gap): void {
    this.breaks = 0;
    this.line = false;
    this.tabs = 0;
    this.rowBegins = false;
    this.space = space;
    this.atLineStart = false;
  }

  /** The text since offset `from`; empty where it is more than `maxLength` units. */
  since(from: number, maxLength: number): string {
    if (this.total - from > maxLength) return '';
    let length = 0;
    let index = this.pieces.length;
    while (index > 0 && length < this.total - from) length += this.pieces[--index]!.length;
    return this.pieces.slice(index).join('');
  }

  finish(): { text: string; quoted: Span[]; hidden: Span[] } {
    return { text: this.pieces.join(''), quoted: this.quotedSpans, hidden: this.hiddenSpans };
  }

  private flush(): void {
    const lineEnds = Math.max(this.breaks, this.line ? 1 : 0) - (this.atLineStart && this.breaks === 0 ? 1 : 0);
    if (this.total > 0 && lineEnds > 0) {
      this.push('\n'.repeat(lineEnds));
      this.atLineStart = true;
    }
    if (this.tabs > 0 && this.total > 0) this.push('\t'.repeat(this.tabs));
    else if (this.space && !this.atLineStart) this.push(' ');
    this.space = false;
    this.breaks = 0;
    this.line = false;
    this.tabs = 0;
    this.rowBegins = false;
  }

  private push(text: string): void {
    const start = this.total;
    this.pieces.push(text);
    this.total += text.length;
    if (this.quoted) extend(this.quotedSpans, start, this.total);
    if (this.hidden) extend(this.hiddenSpans, start, this.total);
  }
}

function extend(spans: { start: number; end: number }[], start: number, end: number): void {
  if (end === start) return;
  const last = spans.at(-1);
  if (last?.end === start) last.end = end;
  else spans.push({ start, end });
}

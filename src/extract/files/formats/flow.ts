/** One flow of paragraphs in an Office document. Text that would cut its words (field codes, boxes, changes) follows the paragraph. */
import type { ReadBudget, ReadText } from '../file-reader.ts';
import { PlacedText } from './placed-text.ts';

/** How a piece of text counts. */
export interface Look {
  readonly hidden: boolean;
  readonly deleted: boolean;
  readonly inserted: boolean;
}

/** Copies of a shape that is written twice, for new and for old programs, are side by side. */
const maxCopies = 8;

interface Aside {
  readonly text: ReadText;
  readonly hidden: boolean;
  readonly label?: string;
}

export class Flow {
  readonly out: PlacedText;
  private label: string | undefined;
  // White space is kept back until text follows.
  private lineEnds = false;
  private tabs = 0;
  private blank = false;
  /** Label of a page that begins; it is used when the next line begins. */
  nextLabel: string | undefined;
  /** Code of the current field. */
  instruction = '';
  asides: Aside[] = [];
  /** The paragraph before its tracked changes. */
  private original = '';
  private changed = false;

  constructor(out: PlacedText, label?: string) {
    this.out = out;
    this.label = label;
  }

  /** Whether the flow is that of a text box. */
  static inside(budget: ReadBudget): Flow {
    return new Flow(new PlacedText(budget));
  }

  put(text: string, look: Look): void {
    if (text === '') return;
    const words = text.replace(/\r\n?/g, '\n').replaceAll('\u00ad', '');
    if (look.deleted) this.changed = true;
    if (!look.inserted)
      this.original += this.tabs > 0 ? `\t${words}` : this.lineEnds || this.blank ? ` ${words}` : words;
    if (look.deleted) return;
    if (this.lineEnds) this.out.line();
    if (this.tabs > 0) this.out.write('\t'.repeat(this.tabs));
    else if (this.blank && !this.out.atLineStart) this.out.write(' ');
    this.forgetGap();
    if (this.nextLabel !== undefined && this.out.atLineStart) {
      this.label = this.nextLabel;
      this.nextLabel = undefined;
      this.out.place(this.label);
    }
    this.out.write(words, look.hidden);
  }

  /** The next text begins a line; in a table cell it continues after a blank. */
  lineEnd(inCell = false): void {
    if (inCell) this.blank = true;
    else this.lineEnds = true;
  }

  /** Begins another cell of the row. */
  cellEnd(): void {
    this.tabs += 1;
    this.blank = false;
  }

  /** Begins another row; in a table inside a cell, text continues after a blank. */
  rowEnd(inCell: boolean): void {
    this.tabs = 0;
    this.lineEnd(inCell);
  }

  /** Adds a separate text, after the paragraph where one is open. */
  aside(text: string, hidden: boolean, inParagraph: boolean): void {
    if (inParagraph) this.asides.push({ text: { text, places: [], hidden: [] }, hidden });
    else {
      this.out.writeLine(text, hidden);
      this.forgetGap();
    }
  }

  box(text: ReadText, label: string): void {
    if (text.text.trim() === '' || this.asides.slice(-maxCopies).some((aside) => aside.text.text === text.text)) return;
    this.asides.push({ text, label, hidden: false });
  }

  endInstruction(hidden: boolean): void {
    const code = this.instruction.trim();
    this.instruction = '';
    if (code !== '' && !/^(page|numpages|toc|pageref|ref|noteref|seq)\b/i.test(code)) this.aside(code, hidden, true);
  }

  endParagraph(hidden: boolean, inCell: boolean): void {
    this.lineEnd(inCell);
    if (inCell) return;
    this.endInstruction(hidden);
    if (this.changed)
      this.asides.unshift({ text: { text: this.original.trim(), places: [], hidden: [] }, hidden: true });
    this.original = '';
    this.changed = false;
    const asides = this.asides;
    if (asides.length === 0) return;
    this.asides = [];
    for (const { text, hidden: aside, label } of asides) {
      if (label !== undefined) this.out.place(label);
      const start = this.out.length;
      if (label === undefined) this.out.writeLine(text.text, aside);
      else {
        this.out.append(text);
        if (aside) this.out.hide(start);
      }
    }
    if (this.label !== undefined) this.out.place(this.label);
    else this.out.line();
    this.forgetGap();
  }

  private forgetGap(): void {
    this.lineEnds = false;
    this.tabs = 0;
    this.blank = false;
  }
}

/** Reads the text of OpenDocument texts, presentations and styles: paragraphs, tables, notes, comments, changes, hidden text. */
import type { ReadBudget } from '../../file-reader.ts';
import { Flow, type Look } from '../flow.ts';
import type { PlacedText } from '../placed-text.ts';
import { attribute, type XmlAttributes, type XmlHandler } from '../xml-events.ts';
import { attributeTexts, outsideTarget } from './odf-attributes.ts';
import type { OdfStyles } from './odf-styles.ts';

/** Elements within a paragraph that are no part of its sentence, with the label that reviewers see. */
const apart: ReadonlyMap<string, string> = new Map([
  ['annotation', 'comment'],
  ['note', 'note'],
  ['frame', 'text box'],
  ['custom-shape', 'text box'],
  ['rect', 'text box'],
  ['ruby-text', 'note'],
]);
const lineEnds: ReadonlySet<string> = new Set(['p', 'h', 'title', 'desc', 'creator', 'list-item', 'option']);
const maxSpaces = 1000;

export class OdfText implements XmlHandler {
  private readonly styles: OdfStyles;
  private readonly budget: ReadBudget;
  private readonly label: string;
  private readonly links: Set<string>;
  private readonly path: string[] = [];
  private readonly hiddenAt: number[] = [];
  private readonly around: { readonly flow: Flow; readonly depth: number; readonly label: string }[] = [];
  private flow: Flow;
  private cells = 0;
  private paragraphs = 0;
  private slide = 0;

  /** @param links receives the addresses of links */
  constructor(out: PlacedText, label: string, styles: OdfStyles, links: Set<string>, budget: ReadBudget) {
    this.styles = styles;
    this.budget = budget;
    this.label = label;
    this.links = links;
    this.flow = new Flow(out, label);
    out.place(label);
  }

  open(name: string, attributes: XmlAttributes): void {
    this.path.push(name);
    this.styles.open(name, attributes);
    if (name === 'page') this.beginSlide(attributes);
    else if (name === 'notes' && this.slide > 0) this.place(`${this.slideLabel()}, notes`);
    if (this.isHiding(name, attributes)) this.hiddenAt.push(this.path.length);
    const box = apart.get(name);
    if (box !== undefined && this.paragraphs > 0) {
      this.around.push({ flow: this.flow, depth: this.path.length, label: `${this.label}, ${box}` });
      this.flow = Flow.inside(this.budget);
    }
    const target = outsideTarget(attributes);
    if (target !== undefined) this.links.add(target);
    for (const words of attributeTexts(name, attributes)) this.flow.aside(words, this.hidden, this.paragraphs > 0);
    if (name === 'p' || name === 'h') this.paragraphs += 1;
    else if (name === 'tab') this.put('\t');
    else if (name === 's') this.put(' '.repeat(Math.min(maxSpaces, Number(attribute(attributes, 'c') ?? 1) || 1)));
    else if (name === 'line-break') this.flow.lineEnd(this.cells > 0);
    else if (name === 'table-cell') this.cells += 1;
  }

  text(text: string): void {
    // Parts of number formats have the same element name.
    if (this.path.at(-1) === 'text') return;
    if (this.paragraphs > 0) this.put(text.replace(/[\t\r\n ]+/g, ' '));
    else if (text.trim() !== '') {
      this.flow.lineEnd();
      this.put(text.trim());
      this.flow.lineEnd();
    }
  }

  close(name: string): void {
    this.styles.close(name);
    if (lineEnds.has(name)) {
      if (name === 'p' || name === 'h') this.paragraphs = Math.max(0, this.paragraphs - 1);
      this.flow.endParagraph(this.hidden, this.cells > 0);
    } else if (name === 'table-cell') {
      this.cells = Math.max(0, this.cells - 1);
      this.flow.cellEnd();
    } else if (name === 'covered-table-cell') this.flow.cellEnd();
    else if (name === 'table-row') this.flow.rowEnd(this.cells > 0);
    const box = this.around.at(-1);
    if (box?.depth === this.path.length) {
      this.around.pop();
      this.flow.endParagraph(this.hidden, false);
      box.flow.box(this.flow.out.finish(), box.label);
      this.flow = box.flow;
    }
    if (this.hiddenAt.at(-1) === this.path.length) this.hiddenAt.pop();
    this.path.pop();
  }

  /** Writes the text that is kept back. */
  end(): void {
    for (let box = this.around.pop(); box; box = this.around.pop()) {
      box.flow.box(this.flow.out.finish(), box.label);
      this.flow = box.flow;
    }
    this.flow.endParagraph(this.hidden, false);
    this.flow.out.line();
  }

  private get hidden(): boolean {
    return this.hiddenAt.length > 0;
  }

  private put(text: string): void {
    const look: Look = { hidden: this.hidden, deleted: false, inserted: false };
    this.flow.put(text, look);
  }

  private isHiding(name: string, attributes: XmlAttributes): boolean {
    // Deleted text is in front of the document.
    if (name === 'deletion' || name === 'hidden-text' || name === 'hidden-paragraph') return true;
    return this.styles.hides(attribute(attributes, 'style-name')) && name !== 'style' && name !== 'default-style';
  }

  private slideLabel(): string {
    return `slide ${this.slide}`;
  }

  private beginSlide(attributes: XmlAttributes): void {
    this.budget.spendEntry();
    this.slide += 1;
    const hidden = this.styles.hides(attribute(attributes, 'style-name'));
    this.place(`${this.slideLabel()}${hidden ? ' (hidden)' : ''}`);
  }

  private place(label: string): void {
    this.flow.endParagraph(this.hidden, false);
    this.flow.nextLabel = label;
  }
}

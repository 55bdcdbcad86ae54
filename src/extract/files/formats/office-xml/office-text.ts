/** Reads the text in the XML of Word, PowerPoint, drawings, charts and comments: one handler for all of them. */
import type { ReadBudget } from '../../file-reader.ts';
import { Flow } from '../flow.ts';
import type { PlacedText } from '../placed-text.ts';
import { attribute, type XmlAttributes, type XmlHandler } from '../xml-events.ts';
import { rowOfAttributes, textOfAttributes } from './attribute-text.ts';
import { RunLook } from './run-look.ts';

/** Elements with the text of a run; the text of two neighbours is one word. */
const runText: ReadonlySet<string> = new Set(['t', 'delText']);
const fieldCode: ReadonlySet<string> = new Set(['instrText', 'delInstrText']);
const lineEnds: ReadonlySet<string> = new Set(
  'p row comment threadedComment cm si sp pic graphicFrame cxnSp listItem sdtPr author person tx cat val'.split(' '),
);
/** Positions, sizes and references in the content of elements. */
const noise: ReadonlySet<string> = new Set(
  (
    'posOffset pctWidth pctHeight pctPosHOffset pctPosVOffset align f formatCode Anchor col colOff row rowOff Row Column ' +
    'Visible MoveWithCells SizeWithCells AutoFill tableStyleId'
  ).split(' '),
);

/** More deeply nested alternatives are both kept. */
const maxBranches = 8;

export interface OfficeTextOptions {
  /** Label of the part: comments, text boxes and pages add a word to it. */
  readonly label: string;
  /** Ids of Word styles that hide text. */
  readonly hiddenStyles?: ReadonlySet<string>;
  /** The whole part is seen only after unhiding it. */
  readonly hidden?: boolean;
  /** Its elements and attributes are those of another program, so each attribute may be data. */
  readonly isForeign?: boolean;
}

export class OfficeText implements XmlHandler {
  private readonly budget: ReadBudget;
  private readonly options: OfficeTextOptions;
  private readonly path: string[] = [];
  private readonly look: RunLook;
  private flow: Flow;
  /** State around the current text box. */
  private readonly around: Flow[] = [];
  private cells = 0;
  private paragraphs = 0;
  private page = 1;
  private readonly branches: { readonly start: number; readonly asides: number }[] = [];
  private choice = '';

  constructor(out: PlacedText, budget: ReadBudget, options: OfficeTextOptions) {
    this.budget = budget;
    this.options = options;
    this.look = new RunLook(options.hiddenStyles ?? new Set(), options.hidden ?? false);
    this.flow = new Flow(out, options.label);
    out.place(options.label);
  }

  open(name: string, attributes: XmlAttributes): void {
    this.path.push(name);
    this.look.open(name, attributes, this.path);
    const { isForeign = false } = this.options;
    const shown = isForeign ? rowOfAttributes(name, attributes) : textOfAttributes(name, attributes);
    if (name === 'comment' || name === 'threadedComment') this.commentPlace(attributes);
    if (shown !== '') this.flow.aside(shown, this.look.hidden, this.paragraphs > 0);
    switch (name) {
      case 'p':
        this.paragraphs += 1;
        break;
      case 'tab':
        // Within paragraph properties it is a tab stop.
        if (this.path.at(-2) !== 'tabs') this.put('\t');
        break;
      case 'br':
      case 'cr':
        if (attribute(attributes, 'type') === 'page') this.pageBreak();
        else this.flow.lineEnd(this.cells > 0);
        break;
      case 'lastRenderedPageBreak':
        this.pageBreak();
        break;
      case 'noBreakHyphen':
        this.put('-');
        break;
      case 'sym':
        this.put(symbol(attribute(attributes, 'char')));
        break;
      case 'fldChar':
        this.flow.endInstruction(this.look.hidden);
        break;
      case 'tc':
        this.cells += 1;
        break;
      case 'txbxContent':
        this.around.push(this.flow);
        this.flow = Flow.inside(this.budget);
        break;
      case 'Choice':
      case 'Fallback':
        this.branches.push({ start: this.flow.out.length, asides: this.flow.asides.length });
        break;
    }
  }

  text(text: string): void {
    const parent = this.path.at(-1) ?? '';
    if (runText.has(parent)) this.put(text);
    else if (fieldCode.has(parent)) this.flow.instruction += text;
    else if (!noise.has(parent)) {
      const words = text.trim();
      if (words === '') return;
      // Cached values of charts and of other workbooks are side by side.
      if (parent === 'v') {
        this.put(words);
        this.flow.cellEnd();
      } else {
        this.flow.rowEnd(false);
        this.put(words);
        this.flow.lineEnd();
      }
    }
  }

  close(name: string): void {
    this.path.pop();
    this.look.close(name, this.path.length);
    if (name === 'tc') {
      this.cells = Math.max(0, this.cells - 1);
      this.flow.cellEnd();
    } else if (name === 'tr' || name === 'row') this.flow.rowEnd(this.cells > 0);
    else if (name === 'txbxContent') this.endBox();
    else if (name === 'Choice' || name === 'Fallback') this.endBranch(name);
    if (!lineEnds.has(name)) return;
    if (name === 'p') this.paragraphs = Math.max(0, this.paragraphs - 1);
    this.flow.endParagraph(this.look.hidden, this.cells > 0);
  }

  /** Writes the text that is kept back. */
  end(): void {
    while (this.around.length > 0) this.endBox();
    this.flow.endParagraph(this.look.hidden, false);
    this.flow.out.line();
  }

  private put(text: string): void {
    this.flow.put(text, this.look);
  }

  private pageBreak(): void {
    this.flow.lineEnd(this.cells > 0);
    if (this.around.length > 0 || this.cells > 0) return;
    this.page += 1;
    this.flow.nextLabel = `${this.options.label}, page ${this.page}`;
  }

  private commentPlace(attributes: XmlAttributes): void {
    const cell = attributes['ref'];
    this.flow.endParagraph(this.look.hidden, false);
    this.flow.out.place(cell === undefined ? this.options.label : `${this.options.label} on ${cell.slice(0, 20)}`);
  }

  private endBox(): void {
    const outer = this.around.pop();
    if (!outer) return;
    this.flow.endParagraph(this.look.hidden, false);
    const box = this.flow.out.finish();
    this.flow = outer;
    outer.box(box, `${this.options.label}, text box`);
    if (this.paragraphs === 0) outer.endParagraph(this.look.hidden, false);
  }

  /** Word writes shapes twice, for new and for old programs: the second copy is kept only where its text differs. */
  private endBranch(name: string): void {
    const branch = this.branches.pop();
    if (!branch || this.branches.length > maxBranches) return;
    const text = this.flow.out.since(branch.start).trim();
    if (name === 'Choice') this.choice = text;
    else if (text !== '' && text === this.choice) this.flow.out.backTo(branch.start);
  }
}

function symbol(code: string | undefined): string {
  const value = Number.parseInt(code ?? '', 16);
  if (!Number.isInteger(value) || value <= 0 || value > 0x10ffff) return '';
  // Symbol fonts have their characters in a private area, whose codes start at F000.
  return String.fromCodePoint(value >= 0xf020 && value <= 0xf07e ? value - 0xf000 : value);
}

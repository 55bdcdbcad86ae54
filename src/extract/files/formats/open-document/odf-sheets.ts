/** Writes the sheets of an OpenDocument spreadsheet as tables, with repeated and hidden rows and columns. */
import type { Collected } from '../collected.ts';
import type { PlacedText } from '../placed-text.ts';
import { SheetText } from '../sheet-text.ts';
import { attribute, type XmlAttributes, type XmlHandler } from '../xml-events.ts';
import { outsideTarget } from './odf-attributes.ts';
import type { OdfStyles } from './odf-styles.ts';

/** Copies that are written of a repeated row or cell: more copies add nothing. */
const maxCopies = 100;
const maxColumns = 16_384;

interface Sheet {
  readonly text: PlacedText;
  readonly cells: SheetText;
  readonly label: string;
  readonly hidden: boolean;
  readonly hiddenColumns: Set<number>;
  readonly asides: { readonly label: string; readonly text: string }[];
}

interface Cell {
  readonly column: number;
  readonly copies: number;
  readonly words: string;
}

/** Takes the events of tables; events outside of sheets go to the other handler. */
export class OdfSheets implements XmlHandler {
  private readonly into: Collected;
  private readonly styles: OdfStyles;
  private readonly links: Set<string>;
  private readonly others: XmlHandler;
  private sheet: Sheet | undefined;
  private depth = 0;
  private row = 1;
  private rowCopies = 1;
  private rowHidden = false;
  private rowCells: Cell[] = [];
  private column = 0;
  private columnCount = 0;
  private cell: { copies: number; value: string; formula: string } | undefined;
  private words = '';
  /** The comment or drawing of the current cell. */
  private aside: { label: string; depth: number; words: string } | undefined;

  constructor(into: Collected, styles: OdfStyles, links: Set<string>, others: XmlHandler) {
    this.into = into;
    this.styles = styles;
    this.links = links;
    this.others = others;
  }

  open(name: string, attributes: XmlAttributes): void {
    if (!this.sheet) {
      if (name === 'table') this.beginSheet(attributes);
      else this.others.open?.(name, attributes);
      return;
    }
    this.depth += 1;
    const target = outsideTarget(attributes);
    if (target !== undefined) this.links.add(target);
    if (name === 'table-column') this.columns(attributes);
    else if (name === 'table-row') this.beginRow(attributes);
    else if (name === 'table-cell' || name === 'covered-table-cell') {
      this.cell = {
        copies: repeated(attributes, 'number-columns-repeated'),
        value: attribute(attributes, 'string-value') ?? attribute(attributes, 'value') ?? '',
        formula: attribute(attributes, 'formula') ?? '',
      };
      this.words = '';
    } else if (
      !this.aside &&
      (name === 'annotation' || name === 'frame' || name === 'custom-shape' || name === 'shapes')
    ) {
      this.aside = { label: name === 'annotation' ? 'comment' : 'drawing', depth: this.depth, words: '' };
    } else if (name === 's') this.text(' ');
    else if (name === 'tab' || name === 'line-break') this.text(' ');
  }

  text(text: string): void {
    if (!this.sheet) this.others.text?.(text);
    else if (this.aside) this.aside.words += text;
    else if (this.cell) this.words += text.replace(/\s+/g, ' ');
  }

  close(name: string): void {
    if (!this.sheet) {
      this.others.close?.(name);
      return;
    }
    if (this.depth === 0) {
      this.endSheet();
      return;
    }
    if (this.aside?.depth === this.depth) this.endAside();
    else if (name === 'p') {
      if (this.aside) this.aside.words += '\n';
      else this.words += ' ';
    } else if (name === 'table-cell' || name === 'covered-table-cell') this.endCell();
    else if (name === 'table-row') this.endRow();
    this.depth -= 1;
  }

  private beginSheet(attributes: XmlAttributes): void {
    this.into.budget.spendEntry();
    const hidden = this.styles.hides(attribute(attributes, 'style-name'));
    const label = `sheet ${attribute(attributes, 'name') ?? ''}${hidden ? ' (hidden)' : ''}`;
    const text = this.into.text();
    this.sheet = { text, label, hidden, cells: new SheetText(text, label), hiddenColumns: new Set(), asides: [] };
    this.depth = 0;
    this.row = 1;
    this.columnCount = 0;
  }

  private columns(attributes: XmlAttributes): void {
    const count = repeated(attributes, 'number-columns-repeated');
    if (/collapse|filter/.test(attribute(attributes, 'visibility') ?? '')) {
      const to = Math.min(this.columnCount + count, maxColumns);
      for (let column = this.columnCount; column < to; column += 1) this.sheet?.hiddenColumns.add(column);
    }
    this.columnCount += count;
  }

  private beginRow(attributes: XmlAttributes): void {
    this.rowCopies = repeated(attributes, 'number-rows-repeated');
    this.rowHidden = /collapse|filter/.test(attribute(attributes, 'visibility') ?? '');
    this.rowCells = [];
    this.column = 0;
  }

  private endCell(): void {
    if (!this.cell || !this.sheet) return;
    const { copies, value, formula } = this.cell;
    const words = this.words.trim() || value;
    if (words !== '') this.rowCells.push({ column: this.column, copies: Math.min(copies, maxCopies), words });
    const texts = formula.match(/"(?:[^"]|"")*"/g);
    for (const text of texts ?? []) this.sheet.asides.push({ label: 'texts in formulas', text: text.slice(1, -1) });
    this.column += copies;
    this.cell = undefined;
  }

  private endRow(): void {
    const { sheet } = this;
    if (!sheet) return;
    const copies = this.rowCells.length === 0 ? 0 : Math.min(this.rowCopies, maxCopies);
    for (let copy = 0; copy < copies; copy += 1) {
      for (const { column, copies: across, words } of this.rowCells) {
        for (let index = 0; index < across; index += 1) {
          const hidden = this.rowHidden || sheet.hiddenColumns.has(column + index);
          sheet.cells.cell(this.row + copy, column + index, words, hidden);
        }
      }
    }
    this.row += this.rowCopies;
  }

  private endAside(): void {
    const { sheet, aside } = this;
    if (sheet && aside) sheet.asides.push({ label: `${aside.label} in row ${this.row}`, text: aside.words });
    this.aside = undefined;
  }

  private endSheet(): void {
    const { sheet } = this;
    this.sheet = undefined;
    if (!sheet) return;
    for (const { label, text } of sheet.asides) {
      sheet.text.place(`${sheet.label}, ${label}`);
      sheet.text.writeLine(text);
    }
    if (sheet.hidden) sheet.text.hide(0);
  }
}

function repeated(attributes: XmlAttributes, name: string): number {
  return Math.max(1, Math.trunc(Number(attribute(attributes, name) ?? 1)) || 1);
}

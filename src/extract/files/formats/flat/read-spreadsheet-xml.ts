/** The reader of spreadsheets that Excel saved as XML (SpreadsheetML 2003), which student systems export as .xls. */
import { decodeText } from '../../../charset.ts';
import type { ReadFile } from '../../file-reader.ts';
import { collect, type Collected } from '../collected.ts';
import { SheetText } from '../sheet-text.ts';
import { attribute, readXml, type XmlAttributes, type XmlHandler } from '../xml-events.ts';

export const readSpreadsheetXml: ReadFile = (file, budget) =>
  collect(file, budget, async (into) => {
    const text = decodeText(file.bytes, undefined).text.replace(/^\s*<\?xml\b[^>]{0,200}\?>/, '');
    const sheets = new Sheets(into);
    if (!(await readXml([Buffer.from(text)], sheets, budget))) into.missed('damaged', file.bytes.length);
    sheets.end();
  });

/** Rows and cells count from 1 and may skip some, which `ss:Index` says. */
class Sheets implements XmlHandler {
  private readonly into: Collected;
  private sheet: SheetText | undefined;
  private readonly beside: string[] = [];
  private label = '';
  private row = 0;
  private column = 0;
  private span = 0;
  private hiddenRow = false;
  private readonly hiddenColumns = new Set<number>();
  private nextColumn = 1;
  private value = '';
  private reading: 'cell' | 'comment' | 'property' | undefined;

  constructor(into: Collected) {
    this.into = into;
  }

  open(name: string, attributes: XmlAttributes): void {
    const index = Number(attribute(attributes, 'Index'));
    switch (name) {
      case 'Worksheet':
        this.into.budget.spendEntry();
        this.label = `sheet ${attribute(attributes, 'Name') ?? ''}`.trim();
        this.sheet = new SheetText(this.into.text(), this.label);
        this.row = 0;
        this.nextColumn = 1;
        this.hiddenColumns.clear();
        return;
      case 'Column':
        this.addColumn(index, attributes);
        return;
      case 'Row':
        this.row = index > 0 ? index : this.row + 1;
        this.column = 0;
        this.span = 0;
        this.hiddenRow = isHidden(attributes);
        return;
      case 'Cell': {
        this.column = index > 0 ? index : this.column + this.span + 1;
        this.span = Number(attribute(attributes, 'MergeAcross')) || 0;
        const link = attribute(attributes, 'HRef');
        if (link !== undefined) this.beside.push(link);
        return;
      }
      case 'Data':
        this.value = '';
        this.reading = this.reading === 'comment' ? 'comment' : 'cell';
        return;
      case 'Comment':
        this.value = '';
        this.reading = 'comment';
        return;
      default:
        if (/^(?:Title|Subject|Author|Keywords|Description|Category|Manager|Company|LastAuthor)$/.test(name)) {
          this.value = '';
          this.reading = 'property';
        }
    }
  }

  text(text: string): void {
    if (this.reading !== undefined) this.value += text;
  }

  close(name: string): void {
    if (name === 'Data' && this.reading === 'cell') {
      const isHiddenCell = this.hiddenRow || this.hiddenColumns.has(this.column);
      this.sheet?.cell(this.row, this.column - 1, this.value, isHiddenCell);
      this.reading = undefined;
    } else if (name === 'Comment' || this.reading === 'property') {
      if (this.value.trim() !== '') this.beside.push(`${name}: ${this.value.trim()}`);
      this.reading = undefined;
    }
  }

  /** Writes comments, properties and links. */
  end(): void {
    const text = this.into.text();
    text.place('comments and properties');
    for (const line of this.beside) text.writeLine(line);
  }

  private addColumn(index: number, attributes: XmlAttributes): void {
    const first = index > 0 ? index : this.nextColumn;
    const more = Math.min(Number(attribute(attributes, 'Span')) || 0, 1000);
    if (isHidden(attributes))
      for (let column = first; column <= first + more; column += 1) this.hiddenColumns.add(column);
    this.nextColumn = first + more + 1;
  }
}

function isHidden(attributes: XmlAttributes): boolean {
  return attribute(attributes, 'Hidden') === '1';
}

/** Writes the cells of a sheet with a line for each row and a fixed place for each column, at any distance between cells. */
import type { PlacedText } from './placed-text.ts';

/** Empty rows and columns that are written; a longer distance becomes a new place, or a sparse sheet would fill the memory. */
const maxEmptyRows = 3;
const maxEmptyColumns = 64;

export class SheetText {
  private readonly text: PlacedText;
  private readonly label: string;
  private row = 0;
  private column = 0;
  private base = 0;
  private begun = false;

  /** @param label of the sheet, for its places */
  constructor(text: PlacedText, label: string) {
    this.text = text;
    this.label = label;
  }

  /**
   * Cells come row by row, from left to right; other cells begin a new place.
   *
   * @param row from 1
   * @param column from 0
   * @param hidden in a hidden row, column or sheet, or formatted so that it does not show
   */
  cell(row: number, column: number, value: string, hidden: boolean): void {
    const clean = /[\t\r\n]/.test(value) ? value.replace(/[\t\r\n]+/g, ' ').trim() : value;
    if (clean === '') return;
    if (!this.begun || row !== this.row) this.goToRow(row, column);
    else if (column <= this.column || column - this.column > maxEmptyColumns) this.jump(row, column, column);
    this.text.write('\t'.repeat(column - this.column));
    this.text.write(clean, hidden);
    this.column = column;
  }

  private goToRow(row: number, column: number): void {
    const down = row - this.row;
    const reachable = column >= this.base && column - this.base <= maxEmptyColumns;
    if (this.begun && reachable && down > 0 && down <= maxEmptyRows + 1) {
      this.text.write('\n'.repeat(down));
      this.row = row;
      this.column = this.base;
    } else this.jump(row, column, column <= maxEmptyColumns ? 0 : column);
  }

  private jump(row: number, column: number, base: number): void {
    this.text.place(this.label, { firstRow: row, firstColumn: base });
    this.begun = true;
    this.row = row;
    this.base = base;
    this.column = Math.min(base, column);
  }
}

/** Row 12, column 27 for `AB12`; undefined for other texts. */
export function cellPosition(reference: string): { row: number; column: number } | undefined {
  const match = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/.exec(reference);
  if (!match) return undefined;
  let column = 0;
  for (const letter of match[1]!.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(match[2]), column: column - 1 };
}

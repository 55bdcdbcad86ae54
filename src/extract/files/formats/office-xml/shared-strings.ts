/** Reads the strings that the cells of a workbook refer to by number, and the strings that no cell uses. */
import type { Collected } from '../collected.ts';
import type { PlacedText } from '../placed-text.ts';
import { unescapeCharacters } from '../xml-events.ts';
import type { OfficePackage } from './office-package.ts';

export class SharedStrings {
  private readonly strings: string[] = [];
  private readonly used: boolean[] = [];

  /** The runs of a string are one text; phonetic hints follow it. */
  async read(opened: OfficePackage, into: Collected): Promise<void> {
    const part = opened.zip.find('xl/sharedStrings.xml') ?? opened.partOfType('sharedStrings+xml');
    if (!part) return;
    let text = '';
    let hint = '';
    let inText = false;
    let inHint = false;
    await into.attempt(part.name, part.size, async () => {
      const whole = await opened.parse(part, {
        open: (name) => {
          if (name === 'si') text = hint = '';
          else if (name === 't') inText = true;
          else if (name === 'rPh') inHint = true;
        },
        text: (piece) => {
          if (!inText) return;
          if (inHint) hint += piece;
          else text += piece;
        },
        close: (name) => {
          if (name === 't') inText = false;
          else if (name === 'rPh') inHint = false;
          else if (name === 'si') {
            into.budget.spendBytes(text.length);
            this.strings.push(unescapeCharacters(hint === '' ? text : `${text} ${hint}`));
          }
        },
      });
      if (!whole) into.missed('damaged', part.size, part.name);
    });
  }

  get(index: number): string {
    this.used[index] = true;
    return this.strings[index] ?? '';
  }

  /** Strings of deleted cells. */
  writeUnused(text: PlacedText): void {
    text.place('texts left in the workbook without a cell');
    for (const [index, string] of this.strings.entries()) if (this.used[index] !== true) text.writeLine(string, true);
  }
}

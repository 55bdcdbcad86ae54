/** Reads the cells of one sheet, then its other texts: texts in formulas, prompts, headers, filters. */
import type { NumberDisplay } from '../cell-display.ts';
import type { PlacedText } from '../placed-text.ts';
import { cellPosition, SheetText } from '../sheet-text.ts';
import { isOn, unescapeCharacters, type XmlAttributes, type XmlHandler } from '../xml-events.ts';
import { textOfAttributes } from './attribute-text.ts';
import type { CellStyles } from './cell-styles.ts';
import type { SharedStrings } from './shared-strings.ts';

export interface WorkbookFacts {
  readonly strings: SharedStrings;
  readonly styles: CellStyles;
  readonly numbers: NumberDisplay;
}

/** Column XFD, counted from 0. */
const lastColumn = 16_383;
const maxAsides = 20_000;
/** Each text of a formula is kept once for a sheet, because a column repeats its formula. */
const maxFormulaTexts = 5000;

export class Worksheet implements XmlHandler {
  private readonly text_: PlacedText;
  private readonly label: string;
  private readonly facts: WorkbookFacts;
  private readonly cells: SheetText;
  private readonly hiddenColumns = new Set<number>();
  private readonly asides: { readonly label: string; readonly text: string }[] = [];
  private readonly formulaTexts = new Set<string>();
  private row = 0;
  private column = -1;
  private rowHidden = false;
  private type = 'n';
  private style = 0;
  private value = '';
  private formula = '';
  private inline = '';
  private collecting: 'value' | 'formula' | 'inline' | 'aside' | '' = '';
  private aside = '';

  /** @param label of the sheet, for its places */
  constructor(text: PlacedText, label: string, facts: WorkbookFacts) {
    this.text_ = text;
    this.label = label;
    this.facts = facts;
    this.cells = new SheetText(text, label);
  }

  open(name: string, attributes: XmlAttributes): void {
    switch (name) {
      case 'col':
        if (isOn(attributes['hidden'], false) || attributes['width'] === '0')
          this.hideColumns(Number(attributes['min']) - 1, Number(attributes['max']) - 1);
        return;
      case 'row':
        this.row = Number(attributes['r']) || this.row + 1;
        this.column = -1;
        this.rowHidden = isOn(attributes['hidden'], false) || attributes['ht'] === '0';
        return;
      case 'c': {
        const position = attributes['r'] === undefined ? undefined : cellPosition(attributes['r']);
        this.row = position?.row ?? this.row;
        this.column = position?.column ?? this.column + 1;
        this.type = attributes['t'] ?? 'n';
        this.style = Number(attributes['s'] ?? 0);
        this.value = this.formula = this.inline = '';
        return;
      }
      case 'v':
        this.collecting = 'value';
        return;
      case 'f':
        this.collecting = 'formula';
        return;
      case 't':
        this.collecting = 'inline';
        return;
      default:
        this.openOther(name, attributes);
    }
  }

  text(text: string): void {
    if (this.collecting === 'value') this.value += text;
    else if (this.collecting === 'formula') this.formula += text;
    else if (this.collecting === 'inline') this.inline += text;
    else if (this.collecting === 'aside') this.aside += text;
  }

  close(name: string): void {
    if (name === 'c') this.endCell();
    else if (this.collecting === 'aside') {
      const words = /Header|Footer/.test(name) ? withoutCodes(this.aside) : quoted(this.aside).join(' ');
      if (words !== '')
        this.keep(/Header/.test(name) ? 'header' : /Footer/.test(name) ? 'footer' : 'rules of cells', words);
      this.aside = '';
    }
    this.collecting = '';
  }

  /** Writes the texts that are in no cell. */
  end(): void {
    this.text_.line();
    for (const { label, text } of this.asides) {
      this.text_.place(`${this.label}, ${label}`);
      this.text_.writeLine(text);
    }
    if (this.formulaTexts.size === 0) return;
    this.text_.place(`${this.label}, texts in formulas`);
    for (const text of this.formulaTexts) this.text_.writeLine(text, true);
  }

  private openOther(name: string, attributes: XmlAttributes): void {
    if (/^(odd|even|first)(Header|Footer)$|^formula[12]?$/.test(name)) {
      this.collecting = 'aside';
      this.aside = '';
      return;
    }
    const shown = textOfAttributes(name, attributes);
    if (shown !== '')
      this.keep(name === 'dataValidation' ? `prompt of ${(attributes['sqref'] ?? '').slice(0, 20)}` : name, shown);
  }

  private keep(label: string, text: string): void {
    if (this.asides.length < maxAsides) this.asides.push({ label, text });
  }

  private endCell(): void {
    if (this.formula.includes('"') && this.formulaTexts.size < maxFormulaTexts) {
      for (const text of quoted(this.formula)) if (text !== this.value) this.formulaTexts.add(text);
    }
    const { text, hidden } = this.displayed();
    if (text === '') return;
    const unseen =
      hidden ||
      this.rowHidden ||
      (this.facts.styles.invisible[this.style] ?? false) ||
      this.hiddenColumns.has(this.column);
    this.cells.cell(this.row, this.column, text, unseen);
  }

  private displayed(): { text: string; hidden: boolean } {
    if (this.type === 's') return { text: this.facts.strings.get(Number(this.value)), hidden: false };
    if (this.type === 'inlineStr' || (this.value === '' && this.inline !== ''))
      return { text: unescapeCharacters(this.inline), hidden: false };
    if (this.type === 'b') return { text: this.value === '1' ? 'TRUE' : 'FALSE', hidden: false };
    if (this.type !== 'n') return { text: unescapeCharacters(this.value), hidden: false };
    const number = Number(this.value);
    if (this.value.trim() === '' || !Number.isFinite(number)) return { text: this.value, hidden: false };
    return this.facts.numbers.show(number, this.facts.styles.formats[this.style] ?? 0);
  }

  private hideColumns(from: number, to: number): void {
    for (let column = from; column <= Math.min(to, lastColumn); column += 1) this.hiddenColumns.add(column);
  }
}

/** The texts in quotation marks in a formula, with `""` as one mark. */
function quoted(formula: string): string[] {
  const texts = formula.match(/"(?:[^"]|"")*"/g) ?? [];
  return texts.map((text) => text.slice(1, -1).replaceAll('""', '"').trim()).filter((text) => text.length > 1);
}

/** Without the codes for left, centre, right, fonts and page numbers (ECMA-376 part 1, 18.3.1.46). */
function withoutCodes(text: string): string {
  return text
    .replace(/&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+/g, '')
    .replace(/&[LCR]/g, ' ')
    .replace(/&[PNDTGFAZBIUSXYEOH]/g, '')
    .replaceAll('&&', '&')
    .trim();
}

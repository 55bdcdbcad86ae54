/** Formats the number of a cell as a spreadsheet program shows it: dates, codes with leading zeros, phone numbers. */
import { SSF } from '@e965/xlsx';

/** Longer number formats are invalid and only cost time. */
const maxFormatLength = 255;
const cacheSize = 5000;

/** The type that the library leaves as any. */
const library = SSF as {
  format(format: string, value: number, options: { date1904: boolean }): string;
  is_date(format: string): boolean;
  get_table(): Readonly<Record<number, string>>;
};
/** A copy, because the library adds the formats of every workbook to its own table. */
const builtInFormats: Readonly<Record<number, string>> = {
  ...library.get_table(),
  14: 'm/d/yyyy',
  22: 'm/d/yyyy h:mm',
};

export interface DisplayedNumber {
  readonly text: string;
  /** The format shows nothing of the number, which is visible when the cell is selected. */
  readonly hidden: boolean;
}

export class NumberDisplay {
  private readonly date1904: boolean;
  private readonly cache = new Map<string, DisplayedNumber>();

  constructor(date1904: boolean) {
    this.date1904 = date1904;
  }

  /** @param format the code, or the number of a built-in format (ECMA-376 part 1, 18.8.30) */
  show(value: number, format: string | number): DisplayedNumber {
    const code = typeof format === 'string' ? format : (builtInFormats[format] ?? '');
    if (code === '' || code === '@' || code.length > maxFormatLength || /^general$/i.test(code)) {
      return { text: plain(value), hidden: false };
    }
    const key = `${code}|${value}`;
    const known = this.cache.get(key);
    if (known) return known;
    const shown = this.format(value, code);
    if (this.cache.size >= cacheSize) this.cache.clear();
    this.cache.set(key, shown);
    return shown;
  }

  private format(value: number, code: string): DisplayedNumber {
    let text: string;
    try {
      text = library.format(code, value, { date1904: this.date1904 }).trim();
    } catch {
      return { text: plain(value), hidden: false }; // a format that the library does not know shows as the number
    }
    if (/\d/.test(text) || (text !== '' && library.is_date(code))) return { text, hidden: false };
    return { text: `${text} ${plain(value)}`.trim(), hidden: true };
  }
}

/** Without the exponent that a narrow column shows, so that ids and phone numbers stay readable. */
function plain(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return value.toString();
  return Number(value.toPrecision(15)).toString();
}

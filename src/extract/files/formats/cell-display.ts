/** What a number in a cell looks like to whoever opens the sheet: dates, codes with leading zeros, phone numbers by format. */
import { SSF } from '@e965/xlsx';

/** Number formats are short in the file formats' own limits; longer ones only cost time. */
const maxFormatLength = 255;
const cacheSize = 5000;

/** The library types it as any. */
const library = SSF as {
  format(format: string, value: number, options: { date1904: boolean }): string;
  is_date(format: string): boolean;
  get_table(): Readonly<Record<number, string>>;
};
/** A copy, since the library's own table takes on the formats of every workbook that it reads. */
const builtInFormats: Readonly<Record<number, string>> = {
  ...library.get_table(),
  14: 'm/d/yyyy',
  22: 'm/d/yyyy h:mm',
};

export interface DisplayedNumber {
  readonly text: string;
  /** The format shows nothing of the number: it can be seen by selecting the cell. */
  readonly hidden: boolean;
}

export class NumberDisplay {
  private readonly date1904: boolean;
  private readonly cache = new Map<string, DisplayedNumber>();

  constructor(date1904: boolean) {
    this.date1904 = date1904;
  }

  /** @param format the code, or the number of a built-in one (ECMA-376 part 1, 18.8.30) */
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

/** Without the exponent that a narrow column shows: an id or a phone number stays one. */
function plain(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return value.toString();
  return Number(value.toPrecision(15)).toString();
}

/** Reads the lines of a text as records, whatever each stretch of them is: tables, forms, cards, inserts, data in JSON or XML. */
import type { Span, TextPlace } from '../../../detector.ts';
import type { FieldRecord, RecordField } from './record.ts';
import { cardAt } from './cards.ts';
import type { Delimiter } from './cells.ts';
import { fieldOf, recordOf, trimmed } from './field.ts';
import { FormReader } from './forms.ts';
import { readJson } from './json.ts';
import { ldapLabelOf, type Label } from './labels.ts';
import { isInsert, readInsert, sylkRows } from './statements.ts';
import { directionOf, gridAt, labelsOf, mostRows, readColumns, readRows, type Grid } from './tables.ts';
import { recordsOfTree } from './tree.ts';
import { readXml } from './xml.ts';

const formShapes: Readonly<Record<string, FieldRecord['shape']>> = { yaml: 'yaml', ldif: 'ldif' };

/** Reads a part's lines from top to bottom. */
export class LineReader {
  readonly records: FieldRecord[] = [];
  private readonly text: string;
  private readonly lines: readonly Span[];
  private readonly form: FormReader;
  private readonly starts: ReadonlySet<number>;
  private readonly ldif: boolean;
  private readonly attributes: RecordField[] = [];
  /** Up to here what looks like JSON or XML was found to be none. */
  private noDataBefore = 0;
  private table = 0;
  /** Heading of the last table, which a table below it may go on with. */
  private last:
    | { heading: readonly (Label | undefined)[]; delimiter: Delimiter; line: number; table: number; cut: boolean }
    | undefined;

  constructor(text: string, lines: readonly Span[], places: readonly TextPlace[], format: string) {
    this.text = text;
    this.lines = lines;
    this.ldif = format === 'ldif';
    this.starts = new Set(places.map(({ start }) => start));
    this.form = new FormReader(text, formShapes[format] ?? 'form', 0, (record) =>
      this.records.push({ ...record, table: this.table }),
    );
  }

  read(): FieldRecord[] {
    for (let at = 0; at < this.lines.length;) at = this.step(at);
    this.endForm();
    return this.records.sort((one, other) => one.start - other.start);
  }

  private step(at: number): number {
    const line = this.lines[at]!;
    if (this.starts.has(line.start)) {
      this.endForm();
      this.last = undefined;
    }
    const { start, end } = trimmed(this.text, line.start, line.end);
    if (start >= end) {
      if (this.ldif) this.endForm();
      else this.form.blankLine();
      return at + 1;
    }
    return this.structured(at, start) ?? this.tabular(at) ?? this.single(at);
  }

  private single(at: number): number {
    const line = this.lines[at]!;
    if (this.ldif) this.ldifLine(line);
    else this.form.line(line);
    return at + 1;
  }

  private ldifLine(line: Span): void {
    const colon = this.text.indexOf(':', line.start);
    if (colon < 0 || colon >= line.end) return;
    const label = ldapLabelOf(this.text.slice(line.start, colon));
    const field = fieldOf(this.text, this.text[colon + 1] === ':' ? colon + 2 : colon + 1, line.end, label);
    if (field && label.kind !== 'none') this.attributes.push(field);
  }

  private endForm(): void {
    const record = recordOf('ldif', this.table, this.attributes.splice(0));
    if (record) this.records.push(record);
    this.form.close();
    this.table += 1;
  }

  /** Data of a format that says itself where it begins. */
  private structured(at: number, start: number): number | undefined {
    const char = this.text[start]!;
    const line = this.lines[at]!;
    if (char === '{' || char === '[') return this.json(at, start);
    if (char === '<' && /^<(?:\?xml|[A-Za-z][\w:.-]{0,60}[\s/>])/.test(this.text.slice(start, start + 70)))
      return this.xml(at, start);
    if (char === 'B' || char === 'b' || char === '>') {
      const card = cardAt(this.text, this.lines, at, this.table);
      if (card) {
        this.endForm();
        if (card.record) this.records.push({ ...card.record, table: this.table });
        return card.to;
      }
    }
    if ((char === 'I' || char === 'i') && isInsert(this.text, line)) {
      const { records, end } = readInsert(this.text, line, this.table);
      this.records.push(...records);
      return this.behind(at, end);
    }
    if (char === 'C' || char === 'I') return this.sylk(at);
    return undefined;
  }

  private json(at: number, start: number): number | undefined {
    if (start < this.noDataBefore) return undefined;
    const read = readJson(this.text, start);
    if (!read || 'failedAt' in read) {
      this.noDataBefore = read?.failedAt ?? start;
      return undefined;
    }
    this.endForm();
    for (const record of recordsOfTree(this.text, read.root, 'json', this.table)) this.records.push(record);
    return this.behind(at, read.end);
  }

  private xml(at: number, start: number): number | undefined {
    if (start < this.noDataBefore) return undefined;
    const read = readXml(this.text, start);
    if (!read) {
      this.noDataBefore = this.text.length;
      return undefined;
    }
    this.endForm();
    const records = recordsOfTree(this.text, read.root, 'xml', this.table);
    const rows = read.rows.filter((row) => row.length > 0);
    const saysItself = records.some(({ fields }) => fields.filter(({ kind }) => kind !== 'none').length > 1);
    if (!saysItself && rows.some((row) => row.length > 1)) this.grid({ delimiter: 'tab', rows, from: at, to: at });
    else for (const record of records) this.records.push(record);
    return this.behind(at, read.end);
  }

  private sylk(at: number): number | undefined {
    const read = sylkRows(this.text, this.lines, at);
    if (!read) return undefined;
    this.endForm();
    this.grid({ delimiter: 'semicolon', rows: read.rows, from: at, to: read.to });
    return read.to;
  }

  private tabular(at: number): number | undefined {
    const grid = gridAt(this.text, this.lines, at, this.untilPlace(at), this.goesOn(at)?.delimiter);
    if (!grid) return undefined;
    this.grid(grid);
    return grid.to;
  }

  private grid(grid: Grid): void {
    const direction = this.goesOn(grid.from) ? 'rows' : directionOf(this.text, grid);
    if (direction === 'pairs') {
      for (const row of grid.rows) this.form.cells(row, labelsOf(this.text, row));
      return;
    }
    this.endForm();
    if (direction === 'columns') {
      for (const record of readColumns(this.text, grid, this.table)) this.records.push(record);
      return;
    }
    const goesOn = this.last && this.last.delimiter === grid.delimiter && grid.from - this.last.line <= 3;
    const table = goesOn ? this.last!.table : this.table;
    const { records, heading } = readRows(this.text, grid, table, goesOn ? this.last!.heading : []);
    for (const record of records) this.records.push(record);
    this.last = { heading, delimiter: grid.delimiter, line: grid.to, table, cut: grid.rows.length >= mostRows };
  }

  /** The table of which this line is the next piece. */
  private goesOn(at: number): { delimiter: Delimiter } | undefined {
    return this.last?.cut && this.last.line === at ? this.last : undefined;
  }

  /** A table ends with its sheet. */
  private untilPlace(at: number): number {
    if (this.starts.size < 2) return this.lines.length;
    let until = at + 1;
    while (until < this.lines.length && !this.starts.has(this.lines[until]!.start)) until += 1;
    return until;
  }

  private behind(at: number, end: number): number {
    let next = at + 1;
    while (next < this.lines.length && this.lines[next]!.start < end) next += 1;
    return next;
  }
}

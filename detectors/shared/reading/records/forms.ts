/** Reads labels and values that follow each other as forms. */
import type { Span } from '../../../detector.ts';
import type { FieldOwner, FieldRecord, RecordField } from './record.ts';
import { fieldOf, recordOf } from './field.ts';
import type { Label } from './labels.ts';
import { piecesOf, type Piece } from './pieces.ts';

/** A longer line is prose or the answer to a question. */
const longestValue = 160;
const longestPlain = 60;
const mostPlainWords = 8;
/** A form goes on over that many empty lines, and over one line of prose. */
const mostBlank = 2;
const mostProse = 1;

const identity = new Set(['given-name', 'family-name', 'full-name', 'student-number']);

interface Entry {
  readonly field: RecordField;
  readonly label: Label | undefined;
  readonly marked: boolean;
}

/** Takes lines one after the other and gives the records that they make. */
export class FormReader {
  private readonly text: string;
  private readonly shape: FieldRecord['shape'];
  private readonly emit: (record: FieldRecord) => void;
  private entries: Entry[] = [];
  private pending: { label: Label; marked: boolean } | undefined;
  private owner: FieldOwner | undefined;
  private blank = 0;
  private prose = 0;
  private table: number;

  constructor(text: string, shape: FieldRecord['shape'], firstTable: number, emit: (record: FieldRecord) => void) {
    this.text = text;
    this.shape = shape;
    this.table = firstTable;
    this.emit = emit;
  }

  get tables(): number {
    return this.table;
  }

  blankLine(): void {
    this.blank += 1;
    if (this.blank > mostBlank) this.close();
  }

  line(line: Span): void {
    this.take(piecesOf(this.text, line));
  }

  /** Labels and values of a table whose cells stand side by side. */
  cells(cells: readonly Span[], labels: readonly (Label | undefined)[]): void {
    const pieces: Piece[] = [];
    for (const [index, cell] of cells.entries()) {
      const label = labels[index];
      const last = pieces.at(-1);
      const marked = this.text.charCodeAt(cell.end - 1) === 58;
      const isLabel =
        index === 0
          ? marked || label !== undefined
          : label !== undefined && (marked || (label.certain && last !== undefined && last.end > last.start));
      if (isLabel)
        pieces.push({
          label: label ?? { kind: 'none', words: '', certain: false },
          start: cell.end,
          end: cell.end,
          marked: true,
        });
      else if (last?.label)
        pieces[pieces.length - 1] = { ...last, start: last.end > last.start ? last.start : cell.start, end: cell.end };
      else pieces.push({ start: cell.start, end: cell.end, marked: false });
    }
    this.take(pieces);
  }

  /** Ends the form that is being read. */
  close(): void {
    this.flush();
    this.table += 1;
    this.pending = undefined;
    this.owner = undefined;
    this.blank = 0;
    this.prose = 0;
  }

  private take(pieces: readonly Piece[]): void {
    for (const [index, piece] of pieces.entries()) {
      if (piece.label) this.labelled(piece, piece.label, index === pieces.length - 1);
      else this.plain(piece);
    }
    if (pieces.length > 0) this.blank = 0;
  }

  private labelled(piece: Piece, label: Label, isLast: boolean): void {
    if (this.pending) this.heading(this.pending.label);
    this.pending = undefined;
    if (piece.end <= piece.start) {
      if (isLast) this.pending = { label, marked: piece.marked };
      return;
    }
    const isProse = piece.end - piece.start > longestValue || isSentence(this.text, piece);
    if (isProse && !label.certain) return this.proseLine();
    this.add(piece, label, piece.marked);
  }

  /** `Parent / First name / Denise`: a label that another one follows is a heading. */
  private heading(label: Label): void {
    if (
      label.of &&
      (label.kind === 'full-name' || label.kind === 'family-member' || label.kind === 'staff' || label.kind === 'none')
    )
      this.owner = label.of;
  }

  private plain(piece: Piece): void {
    const length = piece.end - piece.start;
    if (this.pending && length <= longestValue) {
      this.add(piece, this.pending.label, this.pending.marked);
      this.pending = undefined;
      return;
    }
    this.pending = undefined;
    if (this.entries.length === 0) return;
    if (this.blank === 0 && length <= longestPlain && !isSentence(this.text, piece)) this.add(piece, undefined, false);
    else this.proseLine();
  }

  private proseLine(): void {
    this.prose += 1;
    if (this.prose > mostProse) this.close();
  }

  private add(span: Span, label: Label | undefined, marked: boolean): void {
    const field = fieldOf(this.text, span.start, span.end, label, this.ownerFor(label));
    if (!field) return;
    if (label && this.beginsAnother(field)) this.flush();
    if (label) this.prose = 0;
    this.entries.push({ field, label, marked });
  }

  private ownerFor(label: Label | undefined): FieldOwner | undefined {
    if (label?.of) this.owner = undefined;
    return this.owner;
  }

  /** A new record begins where the label of a name or number comes again. */
  private beginsAnother(field: RecordField): boolean {
    if (!identity.has(field.kind) || field.of === 'family' || field.of === 'staff') return false;
    return this.entries.some(
      ({ field: known }) => known.kind === field.kind && known.label === field.label && known.of === field.of,
    );
  }

  private flush(): void {
    const { entries } = this;
    this.entries = [];
    if (!isForm(entries)) return;
    const last = entries.findLastIndex(({ label }) => label !== undefined);
    // Lines behind the last label belong to the form where they are as short as its values.
    const kept = entries.slice(0, Math.min(entries.length, last + 4));
    const record = recordOf(
      this.shape,
      this.table,
      kept.map(({ field }) => field),
    );
    if (record) this.emit(record);
  }
}

/** Two labels, one of which says what it is about; without colons two that do, or one and its list. */
function isForm(entries: readonly Entry[]): boolean {
  const labelled = entries.filter(({ label }) => label !== undefined);
  const saying = labelled.filter(({ label }) => label?.kind !== 'none');
  const marked = labelled.filter((entry) => entry.marked).length;
  if (saying.length === 0) return false;
  if (labelled.length >= 2 && (marked >= 2 || saying.length >= 2)) return true;
  // `Student`, then a name, a street and a number, a line each.
  return labelled.length === 1 && entries.length >= 3 && entries[0] === labelled[0];
}

function isSentence(text: string, span: Span): boolean {
  const written = text.slice(span.start, span.end);
  if (/[!?]$/.test(written) || (/[\p{Ll}]\.$/u.test(written) && written.length > 12)) return true;
  let words = 1;
  for (const char of written) if (char === ' ') words += 1;
  return words > mostPlainWords;
}

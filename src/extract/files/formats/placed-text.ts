/** Collects the text of one file or sheet with its places and with the stretches that are seen only after unhiding. */
import type { Span, TextPlace } from '../../../../detectors/detector.ts';
import type { ReadBudget, ReadText } from '../file-reader.ts';

/** Text is put on the budget in steps of this many units, because a call for each word takes longer than the word. */
const spendingStep = 32 * 1024;

export class PlacedText {
  private readonly budget: ReadBudget;
  private readonly pieces: string[] = [];
  private readonly spans: { start: number; end: number }[] = [];
  private readonly labels: TextPlace[] = [];
  private total = 0;
  private unspent = 0;
  private lastCharacter = '\n';

  constructor(budget: ReadBudget) {
    this.budget = budget;
  }

  /** UTF-16 units up to now. */
  get length(): number {
    return this.total;
  }

  get atLineStart(): boolean {
    return this.lastCharacter === '\n';
  }

  /** @param hidden whether it is seen only after unhiding */
  write(text: string, hidden = false): void {
    if (text === '') return;
    this.unspent += text.length;
    if (this.unspent >= spendingStep) this.spend();
    const start = this.total;
    this.pieces.push(text);
    this.total += text.length;
    this.lastCharacter = text.at(-1)!;
    if (hidden) this.hide(start);
  }

  /** The next text begins a line. */
  line(): void {
    if (!this.atLineStart) this.write('\n');
  }

  /** Writes a separate line. Line ends inside stay; white space at its ends is removed. */
  writeLine(text: string, hidden = false): void {
    const trimmed = text.trim();
    if (trimmed === '') return;
    this.line();
    this.write(trimmed, hidden);
    this.write('\n');
  }

  /** Begins a place. A place without text is dropped. */
  place(label: string, rows?: { readonly firstRow: number; readonly firstColumn: number }): void {
    this.line();
    if (this.labels.at(-1)?.start === this.total) this.labels.pop();
    const last = this.labels.at(-1);
    if (!rows && last?.label === label && last.firstRow === undefined) return;
    this.labels.push({ start: this.total, label, ...rows });
  }

  /** Marks the text from `start` on as hidden. */
  hide(start: number): void {
    if (start >= this.total) return;
    while ((this.spans.at(-1)?.start ?? -1) >= start) this.spans.pop();
    const last = this.spans.at(-1);
    if (last && last.end >= start) last.end = this.total;
    else this.spans.push({ start, end: this.total });
  }

  /** The text from `start` on. */
  since(start: number): string {
    let index = this.pieces.length;
    let length = 0;
    while (index > 0 && length < this.total - start) length += this.pieces[--index]!.length;
    return this.pieces
      .slice(index)
      .join('')
      .slice(length - (this.total - start));
  }

  /** Removes the text from `start` on. */
  backTo(start: number): void {
    while (this.total > start) {
      const piece = this.pieces.pop()!;
      this.total -= piece.length;
      if (this.total < start) {
        this.pieces.push(piece.slice(0, start - this.total));
        this.total = start;
      }
    }
    this.lastCharacter = this.pieces.at(-1)?.at(-1) ?? '\n';
    while ((this.labels.at(-1)?.start ?? -1) > start) this.labels.pop();
    while ((this.spans.at(-1)?.start ?? -1) >= start) this.spans.pop();
    const last = this.spans.at(-1);
    if (last && last.end > start) last.end = start;
  }

  /** Appends another text with its places and hidden stretches. */
  append(other: ReadText): void {
    if (other.text === '') return;
    this.line();
    const offset = this.total;
    this.write(other.text);
    for (const place of other.places) this.labels.push({ ...place, start: place.start + offset });
    for (const span of other.hidden) this.spans.push({ start: span.start + offset, end: span.end + offset });
  }

  /** Spends the bytes of the text. */
  spend(): void {
    const bytes = this.unspent;
    this.unspent = 0;
    this.budget.spendBytes(bytes);
    this.budget.checkTime();
  }

  finish(): ReadText {
    const hidden: readonly Span[] = this.spans;
    const places = this.labels.filter((place) => place.start < this.total);
    return { text: this.pieces.join(''), places, hidden };
  }
}

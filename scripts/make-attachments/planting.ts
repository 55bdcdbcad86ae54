/** Sentences planted in files: the text that a reader must find, and the place that it must report. */

export interface Planting {
  /** Unique among all files; it is part of the sentence. */
  readonly key: string;
  /** Label of the place that the reader must report. */
  readonly place: string;
  /** It is visible only after unhiding it. */
  readonly hidden?: boolean;
  /** The cell of a sheet, for example `C7`. */
  readonly cell?: string;
}

export interface MadeFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly plantings: readonly Planting[];
  /** Names of the embedded files that the reader returns. */
  readonly inside?: readonly string[];
  /** The parts that the reader must report as unread. */
  readonly unread?: readonly string[];
}

/** The sentence of a key. */
export function sentence(key: string): string {
  return `The kestrel of ${key} nests in the old mill.`;
}

/** Collects plantings while a file is written. */
export class Planter {
  readonly plantings: Planting[] = [];
  private readonly prefix: string;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** The sentence to write at a place. */
  at(key: string, place: string, more: { readonly hidden?: boolean; readonly cell?: string } = {}): string {
    const full = `${this.prefix}-${key}`;
    this.plantings.push({ key: full, place, ...more });
    return sentence(full);
  }
}

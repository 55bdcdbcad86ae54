/** Keeps what is needed to read a message a second time, if something in it was odd: the message and its decoded parts. */

/** A message, or one in a file, that clients may read in different ways. */
export interface OddMessage {
  readonly raw: Buffer;
  /** Name of the file. */
  readonly filename?: string;
  /** Contents of all leaf parts that the first reading met in it, transfer encoding undone. */
  readonly leaves: readonly Buffer[];
}

export class OddMessages {
  readonly found: OddMessage[] = [];
  private anomalous = false;
  private leaves: Buffer[] = [];

  /** Walks one message, and keeps it if it is odd. */
  watch<Result>(raw: Buffer, filename: string | undefined, walk: () => Result): Result {
    this.anomalous = false;
    const result = walk();
    if (this.anomalous) this.found.push({ raw, leaves: this.leaves, ...(filename !== undefined && { filename }) });
    this.leaves = [];
    return result;
  }

  anomaly(): void {
    this.anomalous = true;
  }

  leaf(bytes: Buffer): void {
    this.leaves.push(bytes);
  }
}

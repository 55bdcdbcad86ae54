/** What a text format of data holds. */

/** A table of a text. */
export interface DataTable {
  /** Name in the text; empty where it has none. */
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

export interface DataText {
  readonly tables: readonly DataTable[];
  /** The text around the tables: comments, statements, other fields. */
  readonly rest: string;
}

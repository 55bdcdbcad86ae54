/** Words by which people find messages: folded alike where messages are stored and where they are searched. */

/** What a scan gives for the search, beside envelope and subject. Folded, without repeats; stored as keyed hashes and encrypted. */
export interface SearchWords {
  /** Of the message's own text. */
  readonly body: readonly string[];
  /** Of the names of attachments. */
  readonly file: readonly string[];
  /** Numbers of the students found, in lower case. */
  readonly student: readonly string[];
}

/** Folded words of a text in order: lower case, without accents; letters and digits only. */
export function foldWords(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

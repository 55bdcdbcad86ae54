/** The functions of libmime that are used here: the package has no types. */
declare module 'libmime' {
  interface StructuredHeader {
    readonly value: string | false;
    readonly params: Record<string, string | undefined>;
  }
  const libmime: {
    /** Decodes RFC 2047 encoded words within a field's value. */
    decodeWords(text: string): string;
    /** Splits `value; name=parameter`, RFC 2231 continuations joined and decoded. */
    parseHeaderValue(text: string): StructuredHeader;
    /** Resolves the aliases that mail uses; an unknown name comes back in upper case. */
    normalizeCharset(charset: string): string;
  };
  export default libmime;
}

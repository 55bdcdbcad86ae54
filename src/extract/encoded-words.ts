/** Decodes the encoded words of header fields (RFC 2047). */
import libmime from 'libmime';

/** Words that cannot be decoded stay as they are: mail clients show them so, too. */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text;
  try {
    return libmime.decodeWords(text);
  } catch {
    return text; // a broken encoded word
  }
}

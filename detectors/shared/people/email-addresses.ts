/** Finds e-mail addresses in a text. */

export interface AddressSpan {
  readonly start: number;
  readonly end: number;
  /** In lower case. */
  readonly address: string;
}

// Both sides are bounded as in RFC 5321 4.5.3.1, and the local part begins at a border, so the work is linear.
const pattern =
  /(?<![\w.%+'-])[\p{L}\d_%+'-](?:[\p{L}\d._%+'-]{0,63})@[\p{L}\d](?:[\p{L}\d-]{0,62}\.){1,8}\p{L}{2,24}(?![\p{L}\d])/gu;

/** Addresses in order, without a `mailto:` and without the full stop of a sentence. */
export function findEmailAddresses(text: string): AddressSpan[] {
  if (!text.includes('@')) return [];
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    address: match[0].toLowerCase(),
  }));
}

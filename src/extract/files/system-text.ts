/** Reads the small files that systems put into archives unasked (AppleDouble, .DS_Store): the words in them. */

/** Longer ones hold something else. */
export const maxSystemBytes = 262_144;

/** Runs of four and more letters, in 8-bit and 16-bit characters, a line each. */
export function systemText(bytes: Buffer): string {
  const narrow = bytes.toString('latin1').match(/[\x20-\x7e]{4,}/g) ?? [];
  const wide = bytes.toString('latin1').match(/(?:\0[\x20-\x7e]){4,}/g) ?? [];
  return [...narrow, ...wide.map((run) => run.replaceAll('\0', ''))].join('\n');
}

/** Reads the words in small files that operating systems add to archives (AppleDouble, .DS_Store). */

/** Longer files have other content. */
export const maxSystemBytes = 262_144;

/** Runs of four or more letters, in 8-bit and 16-bit characters, one a line. */
export function systemText(bytes: Buffer): string {
  const narrow = bytes.toString('latin1').match(/[\x20-\x7e]{4,}/g) ?? [];
  const wide = bytes.toString('latin1').match(/(?:\0[\x20-\x7e]){4,}/g) ?? [];
  return [...narrow, ...wide.map((run) => run.replaceAll('\0', ''))].join('\n');
}

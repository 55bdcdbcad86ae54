/** Recognises web pages that are declared as plain text. */

/** Whether a file of this name opens in a browser, which interprets its tags. */
export function isPageName(name: string | undefined): boolean {
  return /\.(?:x?html?|shtml|hta|svg)$/i.test(name ?? '');
}

/** Whether the text begins with the tags of a page, which no plain text does. */
export function beginsAsPage(bytes: Buffer): boolean {
  return /^\s*<(?:!doctype\s+html|html|head|body)\b/i.test(bytes.toString('latin1', 0, 200));
}

/** The reader of RTF, and of the HTML that Outlook wraps into RTF. */
import { htmlToText } from '../../../html-text.ts';
import type { ReadFile } from '../../file-reader.ts';
import { collect, type Collected } from '../collected.ts';
import type { PlacedText } from '../placed-text.ts';
import { RtfText } from './rtf-text.ts';
import { readTokens } from './rtf-tokens.ts';

/** Reads the format rtf. */
export const readRtf: ReadFile = (file, budget) =>
  collect(file, budget, async (into) => {
    writeRtf(file.bytes, into.text(), into);
  });

/** Writes the text of an RTF document; its pictures and objects become files inside. */
export function writeRtf(rtf: Buffer, text: PlacedText, into: Collected): void {
  const handler = new RtfText(text, into);
  try {
    readTokens(rtf, handler, () => into.budget.checkTime());
  } finally {
    handler.end();
    if (handler.html.length > 0) {
      const { text: words, hidden } = htmlToText(handler.html.join(''));
      text.append({ text: words, hidden, places: [] });
    }
  }
}

/** Renders a message as its recipient's mail client does, made harmless: a whole document for a frame without any rights. */
import { readShownMail } from '../extract/second-reading/shown-mail.ts';
import { coverData } from './cover-data.ts';
import { defangHtml } from './defang-html.ts';

export interface RenderedMail {
  /** A whole document. */
  readonly html: string;
  /** What was removed from it, in plain words. */
  readonly removed: readonly string[];
}

/** Part of the document for browsers that show it outside of the console's own frame. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/**
 * The HTML of the message, or its plain text where it has no HTML, as mailparser reads them. Does not throw for any content.
 *
 * @param timeoutMs wall-clock time of mailparser
 * @param withheld whether data written as text is covered
 */
export async function renderMessage(raw: Buffer, timeoutMs: number, withheld = false): Promise<RenderedMail> {
  const shown = await readShownMail(raw, { files: false, timeoutMs });
  if (shown === undefined) return { html: documentOf('<p>This message could not be rendered.</p>'), removed: [] };
  const { html, text } = withheld ? { html: coverData(shown.html), text: coverData(shown.text) } : shown;
  if (html.trim() === '' && text.trim() === '')
    return { html: documentOf('<p>This message has no text of its own.</p>'), removed: [] };
  const defanged = defangHtml(html.trim() === '' ? `<pre>${escapeText(text)}</pre>` : html);
  return { html: documentOf(defanged.html), removed: defanged.removed };
}

function documentOf(body: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><title>Message</title></head><body>${body}</body></html>`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
}

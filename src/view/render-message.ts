/** A mail as its reader would see it, made harmless: a whole document for a frame that may do nothing. */
import { decodeText } from '../extract/charset.ts';
import { walkMessage, createWalk, type ExtractLimits, type TreeVisitor } from '../extract/mime-tree.ts';
import { decodeBody } from '../extract/transfer-encoding.ts';
import { defangHtml } from './defang-html.ts';

export interface RenderedMail {
  readonly html: string;
  readonly removed: readonly string[];
}

/** The policy goes with the document, for browsers that show it outside of the console's own. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/** The first HTML text of the mail itself, otherwise its first plain text. Does not throw for any content. */
export function renderMessage(raw: Buffer, limits: ExtractLimits): RenderedMail {
  const texts: { html: boolean; text: string }[] = [];
  const visitor: TreeVisitor = {
    leaf({ path, encrypted }, { contentType, disposition, filename, encoding, params }, body) {
      const isText = contentType === 'text/html' || contentType === 'text/plain';
      if (!isText || path.length > 0 || encrypted || disposition === 'attachment' || filename !== undefined) return;
      const html = contentType === 'text/html';
      if (texts.some((known) => known.html === html)) return;
      const { bytes } = decodeBody(body, encoding, limits.maxTextBytes);
      texts.push({ html, text: decodeText(bytes, params['charset']).text });
    },
    message: () => undefined,
    stray: () => undefined,
    skipped: () => undefined,
  };
  walkMessage(createWalk(limits, visitor), raw);
  const chosen = texts.find(({ html }) => html) ?? texts[0];
  if (chosen === undefined) return { html: documentOf('<p>This mail has no text of its own.</p>'), removed: [] };
  const { html, removed } = defangHtml(chosen.html ? chosen.text : `<pre>${escapeText(chosen.text)}</pre>`);
  return { html: documentOf(html), removed };
}

function documentOf(body: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><title>Message</title></head><body>${body}</body></html>`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
}

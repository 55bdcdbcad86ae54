/** Reads text of an HTML mail that is in no text node: comments for one client, links that carry words. */
import { decodeText } from './charset.ts';

/** Longer than any text that is worth a link. */
const maxDataLength = 1_048_576;

/** The HTML within a conditional comment, which Outlook shows: `<!--[if mso]>…<![endif]-->`; undefined for other comments. */
export function conditionalContent(comment: string): string | undefined {
  const open = /^\s*\[if [^\]>]{1,200}\]>/i.exec(comment);
  if (!open) return undefined;
  // Within it another comment cannot stand, so that reading it as HTML ends after one level.
  return comment
    .slice(open[0].length)
    .replace(/<!\[endif\]\s*$/i, '')
    .replaceAll('<!--', '');
}

/** Text that a `data:` link would open (RFC 2397); undefined for other links and other types. */
export function dataText(href: string): string | undefined {
  const head = /^\s*data:(?:text\/[a-z0-9.+-]{1,40})?((?:;[a-z0-9=."_-]{1,80})*),/i.exec(href.slice(0, 1000));
  if (!head) return undefined;
  const data = href.slice(head[0].length, maxDataLength);
  const isBase64 = /;base64$/i.test(head[1] ?? '');
  const bytes = Buffer.from(unescaped(data), isBase64 ? 'base64' : 'utf8');
  const { text, binary } = decodeText(bytes, /;charset=([^;,]+)/i.exec(head[1] ?? '')?.[1]);
  return binary || text.trim() === '' ? undefined : text;
}

/** A link's target with its percent-encoding undone: a `mailto:` carries the words of a mail to be written. */
export function readableTarget(href: string): string {
  return href.includes('%') ? unescaped(href) : href;
}

function unescaped(text: string): string {
  // Each run by itself: one that is no UTF-8 does not hide the others.
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run; // not UTF-8: as it stands
    }
  });
}

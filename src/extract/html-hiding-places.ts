/** Reads text of an HTML message that is in no text node: comments for one client, words in links and attributes. */
import { decodeText } from './charset.ts';
import { scriptTexts } from './script-texts.ts';
import { styleTexts } from './style-texts.ts';

/** Longer than any text in a link. */
const maxDataLength = 1_048_576;

/** The HTML within a conditional comment, which Outlook shows: `<!--[if mso]>…<![endif]-->`; undefined for other comments. */
export function conditionalContent(comment: string): string | undefined {
  const open = /^\s*\[if [^\]>]{1,200}\]>/i.exec(comment);
  if (!open) return undefined;
  // Comments do not nest, so reading it as HTML ends after one level.
  return comment
    .slice(open[0].length)
    .replace(/<!\[endif\]\s*$/i, '')
    .replaceAll('<!--', '');
}

/** The text that a `data:` address opens (RFC 2397); undefined for other addresses and other types. */
export function dataText(href: string): { readonly text: string; readonly isHtml: boolean } | undefined {
  const head =
    /^\s*data:(text\/[a-z0-9.+-]{1,40}|image\/svg\+xml|application\/(?:xhtml\+)?xml)?((?:;[a-z0-9=."_-]{1,80})*),/i.exec(
      href.slice(0, 1000),
    );
  if (!head) return undefined;
  const data = href.slice(head[0].length, maxDataLength);
  const isBase64 = /;base64$/i.test(head[2] ?? '');
  const bytes = Buffer.from(unescaped(data), isBase64 ? 'base64' : 'utf8');
  const { text, binary } = decodeText(bytes, /;charset=([^;,]+)/i.exec(head[2] ?? '')?.[1]);
  if (binary || text.trim() === '') return undefined;
  return { text, isHtml: /html|xml/i.test(head[1] ?? '') };
}

/** Attributes with words: tooltips, descriptions for screen readers, texts in empty fields, words for search engines. */
const wordy = [
  'title',
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'aria-roledescription',
  'summary',
  'download',
];
const addresses = ['href', 'src', 'data', 'action', 'formaction', 'background', 'poster', 'srcset', 'xlink:href'];

export interface CarriedWords {
  readonly texts: readonly string[];
  /** `data:` addresses, and pages within attributes. */
  readonly pages: readonly string[];
}

/** Words in the attributes of an element, which are not written at its place. */
export function wordsOfAttributes(
  tag: string,
  attributes: ReadonlyMap<string, string>,
  shownByStyle: ReadonlySet<string> | undefined,
): CarriedWords {
  const texts: string[] = [];
  const pages: string[] = [];
  if (attributes.size === 0) return { texts, pages };
  const keep = (value: string | undefined) => {
    if (value !== undefined && value.trim() !== '') texts.push(value);
  };
  for (const name of wordy) keep(attributes.get(name));
  if (tag === 'option' || tag === 'optgroup' || tag === 'track') keep(attributes.get('label'));
  if (tag !== 'img') keep(attributes.get('alt'));
  if (tag !== 'input' || attributes.has('value')) keep(attributes.get('placeholder'));
  if (
    tag === 'meta' &&
    !/^(?:generator|viewport|progid|robots|originator|format-detection)$/i.test(attributes.get('name') ?? 'viewport')
  )
    keep(attributes.get('content'));
  for (const [name, value] of attributes) {
    if (shownByStyle?.has(name)) keep(value);
    else if (name.startsWith('on')) for (const words of scriptTexts(value)) keep(words);
  }
  for (const name of addresses) {
    const target = attributes.get(name)?.trimStart();
    if (target === undefined) continue;
    if (/^data:/i.test(target)) pages.push(target);
    else if (/^(?:java|vb)script:/i.test(target)) for (const words of scriptTexts(readableTarget(target))) keep(words);
    else if (tag === 'form' && target.includes('%')) keep(readableTarget(target));
  }
  const style = attributes.get('style');
  if (style !== undefined && /["']|data:/.test(style)) {
    const { shown, targets } = styleTexts(style);
    for (const words of shown) keep(words);
    pages.push(...targets);
  }
  return { texts, pages };
}

/** The target of a link without percent-encoding: a `mailto:` target has the words of a message. */
export function readableTarget(href: string): string {
  return href.includes('%') ? unescaped(href) : href;
}

function unescaped(text: string): string {
  // Each run by itself, so that one that is no UTF-8 does not hide the others.
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run; // not UTF-8: as it stands
    }
  });
}

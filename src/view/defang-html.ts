/** Makes hostile HTML of a message harmless: the result runs, fetches and sends nothing, and its size is bounded. */
import { Parser } from 'htmlparser2';
import { safeStyle } from './safe-style.ts';

export interface Defanged {
  /** Body content only. */
  readonly html: string;
  /** What was removed, in plain words with counts. */
  readonly removed: readonly string[];
}

/** Characters of HTML that a reviewer's browser lays out. */
const maxLength = 2_000_000;
/** Browsers are slow on deeper nesting, so deeper elements are shown flat. */
const maxDepth = 200;

const kept = new Set(
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'.split(
    ' ',
  ),
);
const voids = new Set(['br', 'col', 'hr', 'wbr']);
/** Elements that are removed with their content. */
const dropped: Readonly<Record<string, string>> = {
  script: 'script',
  style: 'style sheet',
  template: 'template',
  iframe: 'embedded page',
  object: 'embedded object',
  embed: 'embedded object',
  applet: 'embedded object',
  svg: 'drawing',
  math: 'formula',
  audio: 'audio',
  video: 'video',
  noscript: 'alternative for scripts',
  title: '',
  select: 'form field',
  textarea: 'form field',
};
/** Elements that are removed; their content stays. */
const counted: Readonly<Record<string, string>> = {
  form: 'form',
  input: 'form field',
  button: 'form field',
  meta: 'instruction to the browser',
  link: 'linked file',
  base: 'base address',
  frame: 'embedded page',
};
const attributes = new Set(
  'align alt bgcolor border cellpadding cellspacing color colspan dir face height lang nowrap rowspan size span start title type valign width'.split(
    ' ',
  ),
);

/** @param html of any origin and length; CPU time is linear in it */
export function defangHtml(html: string): Defanged {
  const removed = new Map<string, number>();
  const out: string[] = [];
  const open: string[] = [];
  let length = 0;
  let dropping = 0;
  let full = false;
  const note = (what: string): void => {
    if (what !== '') removed.set(what, (removed.get(what) ?? 0) + 1);
  };
  const write = (text: string): void => {
    if (full) return;
    if (length + text.length > maxLength) {
      full = true;
      note('end of a very long message');
      return;
    }
    length += text.length;
    out.push(text);
  };

  const parser = new Parser(
    {
      onopentag(name, given) {
        if (dropping > 0) {
          if (name in dropped) dropping += 1;
          return;
        }
        if (Object.hasOwn(dropped, name)) {
          note(dropped[name]!);
          dropping = 1;
          return;
        }
        if (Object.hasOwn(counted, name)) note(counted[name]!);
        if (name === 'img' || name === 'image') {
          note(/^\s*(https?:)?\/\//i.test(given['src'] ?? '') ? 'picture from the Internet' : 'picture');
          write(`<span>[picture${given['alt'] ? `: ${escapeText(given['alt'].slice(0, 200))}` : ''}]</span>`);
        }
        if (!kept.has(name) || full || open.length >= maxDepth) return;
        write(`<${name}${attributesOf(name, given, note)}>`);
        if (!voids.has(name)) open.push(name);
      },
      ontext(text) {
        if (dropping === 0) write(escapeText(text));
      },
      onclosetag(name) {
        if (dropping > 0) {
          if (Object.hasOwn(dropped, name)) dropping -= 1;
          return;
        }
        if (open.at(-1) !== name) return;
        open.pop();
        length += name.length + 3;
        out.push(`</${name}>`);
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true, recognizeSelfClosing: false },
  );
  parser.write(html);
  parser.end();
  return {
    html:
      out.join('') +
      open
        .reverse()
        .map((name) => `</${name}>`)
        .join(''),
    removed: [...removed].map(([what, n]) => (n === 1 ? what : `${what} (${n})`)),
  };
}

function attributesOf(name: string, given: Readonly<Record<string, string>>, note: (what: string) => void): string {
  const parts: string[] = [];
  for (const [attribute, value] of Object.entries(given)) {
    if (attributes.has(attribute)) parts.push(` ${attribute}="${escapeText(value.slice(0, 500))}"`);
    else if (attribute === 'style') {
      const style = safeStyle(value);
      if (style !== '') parts.push(` style="${escapeText(style)}"`);
    } else if (attribute.startsWith('on')) note('script in an element');
    else if (attribute === 'background') note('picture from the Internet');
    else if (attribute === 'href' && name === 'a') {
      // The address is worth knowing, but the link must not work.
      note('link made inactive');
      if (given['title'] === undefined) parts.push(` title="${escapeText(value.trim().slice(0, 500))}"`);
    }
  }
  return parts.join('');
}

function escapeText(text: string): string {
  return text.replace(/[&<>"'\0]/g, (char) => (char === '\0' ? '' : `&#${char.charCodeAt(0)};`));
}

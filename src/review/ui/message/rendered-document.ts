/** Turns a mail's HTML into an inert document: no scripts, no forms, no links, and no requests to any address. */
import DOMPurify from 'dompurify';

export interface FrameDocument {
  /** For `srcdoc` of a frame with an empty `sandbox`. */
  readonly html: string;
  readonly wasCut: boolean;
}

/** In UTF-16 units. Longer HTML is cut; the text tab has all of it. */
const limit = 400_000;

const forbiddenTags =
  'form input button textarea select option link meta base iframe frame object embed audio video source track svg math portal dialog template';

const styleAside = 'data-hallpass-style';

/**
 * The content security policy of the page also applies in the frame and forbids inline styles. The mail's styles are
 * therefore parsed here, stripped of everything that could fetch, and put into one style element with the page's nonce.
 * @param nonce nonce of the page's style policy; empty if the page has none
 */
export function frameDocument(html: string, nonce: string): FrameDocument {
  const fragment = DOMPurify.sanitize(withStylesAside(html.slice(0, limit)), {
    RETURN_DOM_FRAGMENT: true,
    FORCE_BODY: true,
    ADD_TAGS: ['style'],
    ADD_ATTR: [styleAside],
    ADD_URI_SAFE_ATTR: [styleAside],
    FORBID_TAGS: forbiddenTags.split(' '),
    FORBID_ATTR: ['srcset', 'action', 'formaction', 'ping', 'background', 'poster', 'id', 'name'],
    ALLOW_DATA_ATTR: false,
  });
  const body = document.implementation.createHTMLDocument().body;
  body.append(fragment);
  const rules: string[] = [];
  for (const element of body.querySelectorAll('style')) {
    rules.push(safeSheet(element.textContent));
    element.remove();
  }
  const names = new Map<string, string>();
  for (const element of body.querySelectorAll(`[${styleAside}], [style]`)) {
    const text = element.getAttribute(styleAside) ?? element.getAttribute('style') ?? '';
    const declarations = safeDeclarations(text);
    element.removeAttribute(styleAside);
    element.removeAttribute('style');
    if (declarations === '') continue;
    const name = names.get(declarations) ?? `hp${names.size}`;
    names.set(declarations, name);
    element.classList.add(name);
  }
  // The repeated class gives the rule priority over the mail's style sheet, as an attribute would have.
  for (const [declarations, name] of names) rules.push(`.${name}.${name}.${name}{${declarations}}`);
  for (const image of body.querySelectorAll('img')) disarmImage(image);
  for (const link of body.querySelectorAll('a, area')) {
    const target = link.getAttribute('href');
    link.removeAttribute('href');
    link.removeAttribute('target');
    if (target === null) continue;
    link.setAttribute('title', target);
    link.classList.add('hp-link');
  }
  return { html: page(body.innerHTML, rules.join('\n'), nonce), wasCut: html.length > limit };
}

/** Renames style attributes before parsing: the browser reports each one that the policy forbids, which takes seconds in a long mail. */
function withStylesAside(html: string): string {
  return html.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle(?=\s*=)/gi, ` ${styleAside}`));
}

function page(content: string, sheet: string, nonce: string): string {
  const styles = nonce === '' ? "'unsafe-inline'" : `'nonce-${nonce}'`;
  const policy = `default-src 'none'; style-src ${styles}; img-src data:; form-action 'none'; base-uri 'none'`;
  return [
    '<!doctype html><html><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<style nonce="${nonce}">body{margin:16px;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}`,
    'img{max-width:100%;height:auto}table{max-width:100%}.hp-link{color:#1f5fa8;text-decoration:underline}',
    `.hp-picture{border:1px dashed #6b7889;padding:2px 6px;color:#566272}\n${sheet}</style>`,
    `</head><body>${content}</body></html>`,
  ].join('');
}

/** Keeps pictures that are part of the mail. Loading others would tell their server that the mail is being read. */
function disarmImage(image: HTMLImageElement): void {
  if (/^data:image\/(?:png|gif|jpe?g|webp);/i.test(image.getAttribute('src') ?? '')) return;
  const words = image.ownerDocument.createElement('span');
  words.className = 'hp-picture';
  words.textContent = image.alt === '' ? 'picture' : `picture: ${image.alt}`;
  image.replaceWith(words);
}

function safeSheet(text: string): string {
  const sheet = new CSSStyleSheet();
  try {
    sheet.replaceSync(text);
  } catch {
    // A style sheet that the browser cannot parse has no effect in a mail client either.
    return '';
  }
  return safeRules(sheet.cssRules);
}

function safeRules(rules: CSSRuleList): string {
  return [...rules]
    .map((rule) => {
      if (rule instanceof CSSStyleRule) {
        const declarations = safeDeclarations(rule.style.cssText);
        return declarations === '' || !isSafe(rule.selectorText) ? '' : `${rule.selectorText}{${declarations}}`;
      }
      if (rule instanceof CSSMediaRule && isSafe(rule.conditionText)) {
        return `@media ${rule.conditionText}{${safeRules(rule.cssRules)}}`;
      }
      return '';
    })
    .join('\n');
}

/** The declarations as the browser parsed and serialised them, without those that name an address. */
function safeDeclarations(text: string): string {
  const { style } = document.createElement('i');
  style.cssText = text;
  return Array.from(style, (name) => [name, style.getPropertyValue(name), style.getPropertyPriority(name)] as const)
    .filter(([name, value]) => !name.startsWith('--') && isSafe(value))
    .map(([name, value, priority]) => `${name}:${value}${priority === '' ? '' : ' !important'}`)
    .join(';');
}

/** Rejects functions that fetch, and characters that could end the style element. */
function isSafe(css: string): boolean {
  return !/url\(|image\(|image-set\(|src\(|cross-fade\(|element\(|paint\(|[<{}]/i.test(css);
}

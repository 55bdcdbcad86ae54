/** The layout of all pages that the gateway serves without the console: one inline style sheet, no scripts, no external resources. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export type PageLanguage = 'en' | 'es';

const css = readFileSync(new URL('page.css', import.meta.url), 'utf8');
const cssHash = createHash('sha256').update(css).digest('base64');

/** Headers of the pages: nothing may be loaded, run, framed or cached, and forms go to the page's own origin. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${cssHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export interface Page {
  readonly language: PageLanguage;
  readonly title: string;
  /** HTML of the line above the card. */
  readonly top: string;
  /** HTML of the card. */
  readonly body: string;
  /** HTML below the card. */
  readonly foot?: string;
}

export function renderPage({ language, title, top, body, foot }: Page): string {
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<style>${css}</style>
</head>
<body>
<div class="frame">
<header class="top">${top}</header>
<main class="card">
${body}
</main>
${foot === undefined ? '' : `<footer class="foot">${foot}</footer>`}
</div>
</body>
</html>
`;
}

/** Escapes text for use in elements and in quoted attributes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

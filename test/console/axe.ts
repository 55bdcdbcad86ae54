/** A page held against the rules for accessible pages, in light and in dark. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { until } from '../harness/wait.ts';

/** What alone depends on the colours. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Everything in light, then what colours change in dark. @returns a line for each violation */
export async function violationsOf(page: Page, ...without: string[]): Promise<string[]> {
  await dressed(page, 'light');
  await page.evaluate(`window.axe ?? (() => { ${axe.source} })()`);
  const light = await violationsOn(page, { rules: Object.fromEntries(without.map((id) => [id, { enabled: false }])) });
  await dressed(page, 'dark');
  const dark = await violationsOn(page, { runOnly: colourRules });
  return [...light, ...dark.map((found) => ({ ...found, id: `${found.id} (dark)` }))].map(({ id, nodes }) => {
    const places = nodes.slice(0, 3).map(({ html }) => html.slice(0, 160));
    return `${new URL(page.url()).pathname}: ${id}: ${places.join(' | ')}`;
  });
}

/** Checks the page only, because frames are sandboxed. Passed rules are not reported, which would take most of the time. */
async function violationsOn(page: Page, options: axe.RunOptions): Promise<axe.Result[]> {
  const all: axe.RunOptions = { ...options, iframes: false, resultTypes: ['violations'] };
  return page.evaluate<axe.Result[]>(`axe.run(document, ${JSON.stringify(all)}).then(({ violations }) => violations)`);
}

/** In that scheme, which the console takes over when it hears of it, with all that it was still loading, and at rest. */
async function dressed(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  const isDressed = `[undefined, '${colorScheme}'].includes(document.documentElement.dataset.mantineColorScheme) &&
    document.querySelector('[role=status][aria-label^=Loading]') === null &&
    document.getAnimations().every(({ playState }) => playState !== 'running')`;
  await until(() => page.evaluate<boolean>(isDressed));
}

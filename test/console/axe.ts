/** A page held against the rules for accessible pages, in light and in dark. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { until } from '../harness/wait.ts';

/** What alone depends on the colours. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Everything in light, then what colours change in dark. @returns a line for each violation */
export async function violationsOf(page: Page, ...without: string[]): Promise<string[]> {
  await dressed(page, 'light');
  const light = await axeOn(page).disableRules(without).analyze();
  await dressed(page, 'dark');
  const dark = await axeOn(page).withRules(colourRules).analyze();
  return [...light.violations, ...dark.violations.map((found) => ({ ...found, id: `${found.id} (dark)` }))].map(
    ({ id, nodes }) => {
      const places = nodes.slice(0, 3).map(({ html }) => html.slice(0, 160));
      return `${new URL(page.url()).pathname}: ${id}: ${places.join(' | ')}`;
    },
  );
}

/** Checks the page only, because frames are sandboxed. Passed rules are not reported, which would take most of the time. */
function axeOn(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
}

/** In that scheme, which the console takes over when it hears of it, and with all that it was still loading. */
async function dressed(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  const isDressed = `[undefined, '${colorScheme}'].includes(document.documentElement.dataset.mantineColorScheme) &&
    document.querySelector('[role=status][aria-label^=Loading]') === null`;
  await until(() => page.evaluate<boolean>(isDressed));
}

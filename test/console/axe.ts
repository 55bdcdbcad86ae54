/** A page held against the rules for accessible pages, in light and in dark. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What alone depends on the colours. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Everything in light, then what colours change in dark. @returns a line for each violation */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await new AxeBuilder({ page }).setLegacyMode(true).withRules(colourRules).analyze();
  return [...light.violations, ...dark.violations.map((found) => ({ ...found, id: `${found.id} (dark)` }))].map(
    ({ id, nodes }) => {
      const places = nodes.slice(0, 3).map(({ html }) => html.slice(0, 160));
      return `${new URL(page.url()).pathname}: ${id}: ${places.join(' | ')}`;
    },
  );
}

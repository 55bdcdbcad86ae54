/** How long the console's first view takes in a real browser: from the navigation to the first row of the list, and what moves. */
import { launchChromium } from '../test/console/chromium.ts';

export interface FirstView {
  /** Milliseconds from the navigation until the frame in which the first row is shown. */
  readonly firstRowMs: number;
  /** Milliseconds until the largest thing that the view shows was painted, two seconds after the first row at most. */
  readonly largestPaintMs: number;
  /** Cumulative layout shift, summed until two seconds after the first row. */
  readonly shift: number;
}

/** Runs in the page before anything else of it. */
const observer = `
  window.firstView = { shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.firstView.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    window.firstView.largestPaintMs = list.getEntries().at(-1).startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  const look = () => {
    if (document.querySelector('li a[id^="row-"]') === null) return requestAnimationFrame(look);
    requestAnimationFrame(() => { window.firstView.firstRowMs = performance.now(); });
  };
  requestAnimationFrame(look);
`;

/**
 * @param cookie as the browser sends it: of somebody who is signed in
 * @returns the first visit of a browser that was never here, and the same page opened again
 */
export async function firstViews(http: string, cookie: string): Promise<{ cold: FirstView[]; warm: FirstView[] }> {
  const browser = await launchChromium();
  const [cold, warm]: [FirstView[], FirstView[]] = [[], []];
  try {
    for (let visit = 0; visit < 5; visit += 1) {
      const context = await browser.newContext({ baseURL: http, viewport: { width: 1440, height: 900 } });
      await context.addCookies(
        cookie.split('; ').map((pair) => {
          const at = pair.indexOf('=');
          return { name: pair.slice(0, at), value: pair.slice(at + 1), url: http };
        }),
      );
      await context.addInitScript({ content: observer });
      for (const views of [cold, warm]) {
        const page = await context.newPage();
        await page.goto('/');
        await page.locator('li a[id^="row-"]').first().waitFor();
        await page.waitForTimeout(2000);
        views.push(await page.evaluate<FirstView>('window.firstView'));
        await page.close();
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return { cold, warm };
}

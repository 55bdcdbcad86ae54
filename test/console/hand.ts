/** A hand at the console: what an act costs it in clicks, keys and texts, and how long the browser takes. */
import type { Locator, Page } from 'playwright-core';

/** A text counts as one, however long it is. */
export interface Spent {
  readonly clicks: number;
  readonly keys: number;
  readonly texts: number;
}

export interface Hand {
  click(target: Locator, modifiers?: readonly 'Shift'[]): Promise<void>;
  press(...keys: readonly string[]): Promise<void>;
  write(text: string): Promise<void>;
}

export interface Ledger {
  /** Does an act on a page that is ready, until its result is seen. @returns what it cost */
  act(name: string, page: Page, work: (hand: Hand) => Promise<void>): Promise<Spent>;
  /** Acts in their order, with the median of their seconds, as a table in Markdown. */
  table(): string;
}

export function openLedger(): Ledger {
  const acts = new Map<string, { readonly spent: Spent; readonly seconds: number[] }>();
  return {
    async act(name, page, work) {
      const spent = { clicks: 0, keys: 0, texts: 0 };
      const startedMs = performance.now();
      await work(handOf(page, spent));
      const seconds = (performance.now() - startedMs) / 1000;
      const known = acts.get(name);
      known?.seconds.push(seconds);
      if (!known) acts.set(name, { spent, seconds: [seconds] });
      return spent;
    },
    table() {
      const rows = [...acts].map(
        ([name, { spent, seconds }]) =>
          `| ${name} | ${spent.clicks} | ${spent.keys} | ${spent.texts} | ${medianOf(seconds).toFixed(2)} | ${seconds.length} |`,
      );
      return [
        '| act | clicks | keys | texts | seconds (median) | times |',
        '| --- | ---: | ---: | ---: | ---: | ---: |',
        ...rows,
      ].join('\n');
    },
  };
}

function handOf(page: Page, spent: { clicks: number; keys: number; texts: number }): Hand {
  return {
    async click(target, modifiers) {
      spent.clicks += 1;
      await target.click(modifiers ? { modifiers: [...modifiers] } : {});
    },
    async press(...keys) {
      for (const key of keys) {
        spent.keys += 1;
        await page.keyboard.press(key);
      }
    },
    async write(text) {
      spent.texts += 1;
      await page.keyboard.type(text);
    },
  };
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

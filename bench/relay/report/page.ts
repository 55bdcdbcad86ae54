/** docs/performance.md: the parts between its markers are written by the benchmarks, everything else by people. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Section = 'relay' | 'growth';

export const sections: readonly Section[] = ['relay', 'growth'];
export const performancePage = join(import.meta.dirname, '../../../docs/performance.md');

const markers = (section: Section): { begin: string; end: string } => ({
  begin: `<!-- ${section}: begin -->`,
  end: `<!-- ${section}: end -->`,
});

/** @throws Error where the page does not have both markers, once each and in order */
export function sectionOf(page: string, section: Section): string {
  const { from, to } = bounds(page, section);
  return page.slice(from, to).trim();
}

/** @throws Error where the page does not have both markers, once each and in order */
export function withSection(page: string, section: Section, content: string): string {
  const { from, to } = bounds(page, section);
  return `${page.slice(0, from)}\n\n${content.trim()}\n\n${page.slice(to)}`;
}

/** Writes the section into the file. */
export function writeSection(file: string, section: Section, content: string): void {
  writeFileSync(file, withSection(readFileSync(file, 'utf8'), section, content));
}

function bounds(page: string, section: Section): { from: number; to: number } {
  const { begin, end } = markers(section);
  const [first, to] = [page.indexOf(begin), page.indexOf(end)];
  const isOnce = page.lastIndexOf(begin) === first && page.lastIndexOf(end) === to;
  if (first < 0 || to < first || !isOnce)
    throw new Error(`the page needs ${begin} and ${end}, once each and in this order`);
  return { from: first + begin.length, to };
}

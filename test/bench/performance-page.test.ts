/** docs/performance.md and the benchmarks agree: markers, the list of relays, columns; and the writers keep the prose. */
import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleCalls } from '../../bench/growth/growth-calls.ts';
import { meanBetween, readStages } from '../../bench/growth/stage-seconds.ts';
import { measuredCalls } from '../../bench/console-calls.ts';
import type { Measured } from '../../bench/relay/measure.ts';
import { parseOptions } from '../../bench/relay/options.ts';
import { peers } from '../../bench/relay/peers/peers.ts';
import { performancePage, sectionOf, sections, withSection, writeSection } from '../../bench/relay/report/page.ts';
import { renderReport } from '../../bench/relay/report/relay-report.ts';

const page = readFileSync(performancePage, 'utf8');
const clean = { refused: 0, unknown: 0, lost: 0, doubled: 0, altered: 0, stray: 0 };

function round(delivered: number, more: Partial<Measured> = {}, faults = clean): Measured {
  const load = {
    ...{ messages: 10, bytes: 1000, acceptedPerS: 2 * delivered, deliveredPerS: delivered, lostMails: [] },
    ...{ acceptMs: { p50: 5, p99: 9 }, endToEndMs: { p50: 20, p99: 90 }, faults },
  };
  return { idleMb: 100, closed: load, cost: { cpuS: 0.5, memoryMb: 300 }, ...more };
}

function reportOf(rounds: readonly Measured[], plan: { rate?: number; burst?: number; outage?: number } = {}): string {
  return renderReport({
    plan: { mailFolder: '', messages: 10, sessions: 2, warmUp: 0, rate: 0, burst: 0, outage: 0, ...plan },
    ...{ rounds: 3, date: '2026-03-04', machine: 'A machine.', command: 'npm run bench:relay' },
    mails: { count: 200, seed: 1 },
    results: [{ title: 'Some relay', versions: 'Some 1.0', rounds, failed: 0 }],
    leftOut: [{ title: 'Haraka', reason: 'no modules' }],
  });
}

it.each(sections)('the page has the markers of %s, and says what was measured or that nothing was', (section) => {
  expect(sectionOf(page, section)).toMatch(
    /^(\*Not measured yet\.\*|Measured on \d{4}-\d\d-\d\d with `npm run bench:)/,
  );
});

it('the page lists the relays of the script, in its order and with its words', () => {
  const rows = [...page.matchAll(/^\| `([a-z][a-z-]*)` +\| (.+?) +\| (.+?) +\|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual(peers.map(({ id, title, about }) => [id, title, about]));
});

it('the page explains the columns of the table', () => {
  const table = reportOf([round(1, { burstMs: 5, drainS: 1 })], { rate: 20, burst: 1000, outage: 30 });
  const columns = [...table.matchAll(/^\| relay \| (.*) \|$/gm)].flatMap(([, cells]) => cells!.split(' | '));
  expect(columns.length).toBeGreaterThan(8);
  const names = columns.map((column) => column.replace(/,.*| of \d.*| at \d.*| behind .*/, ''));
  expect(names.filter((name) => !page.includes(name))).toEqual([]);
});

it('the section is replaced, and nothing else of the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-page-'));
  const file = join(folder, 'page.md');
  try {
    writeFileSync(file, page);
    writeSection(file, 'relay', 'Measured.\n\n| a | b |\n| --- | ---: |\n| long cell | 1 |');
    writeSection(file, 'relay', 'Measured again.');
    const written = readFileSync(file, 'utf8');
    expect(sectionOf(written, 'relay')).toBe('Measured again.');
    expect(withSection(written, 'relay', sectionOf(page, 'relay'))).toBe(page);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('a page without its markers is not written', () => {
  expect(() => withSection(page.replace('<!-- relay: end -->', ''), 'relay', 'x')).toThrow('relay: end');
  expect(() => withSection(`${page}<!-- growth: begin -->`, 'growth', 'x')).toThrow('once each');
});

describe('the table of the comparison', () => {
  it('shows medians, the range, and what is left out', () => {
    const table = reportOf([round(10), round(50), round(30)]);
    expect(table).toContain('| Some relay | 60 | 30 | 10 – 50 | 5 / 9 | 50.0 | 100 / 300 | 0 |');
    expect(table).toContain('Left out: Haraka (no modules).');
  });

  it('names each kind of fault with its number', () => {
    const table = reportOf([round(10), round(10, {}, { ...clean, lost: 2, altered: 1 })]);
    expect(table).toContain('| 2 lost, 1 altered |');
  });

  it('shows a dash for what did not arrive', () => {
    const table = reportOf([round(10, { burstMs: undefined, drainS: 1.25 })], { burst: 100, outage: 3 });
    expect(table).toContain('| Some relay | – | 1.3 |');
  });

  it('says that a relay failed in every round', () => {
    expect(reportOf([])).toMatch(/\| Some relay( \| failed){7} \|/);
  });
});

describe('the command line', () => {
  it('takes every relay by default, and those that are named', () => {
    expect(parseOptions([]).peers).toEqual(peers);
    expect(parseOptions(['--peers', 'postfix,hallpass']).peers.map(({ id }) => id)).toEqual(['postfix', 'hallpass']);
    expect(parseOptions(['--no-page']).page).toBeUndefined();
    expect(parseOptions([]).page).toBe(performancePage);
  });

  it.each([
    [['--peers', 'sendmail'], 'there is no sendmail'],
    [['--rounds', '0'], '--rounds must be'],
    [['--burst', 'many'], '--burst must be'],
  ])('refuses %j', (args, words) => {
    expect(() => parseOptions(args)).toThrow(words);
  });
});

describe('the growth benchmark', () => {
  it('asks for calls that the console has', () => {
    const page = { rows: [{ id: 'x' }], next: 'x' };
    const known = measuredCalls(page, { count: 1, rounds: 1 }).map(({ name }) => name);
    expect(consoleCalls.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('reads the mean of a stage between two readings of the metrics', () => {
    const metrics = (sum: number, count: number): string =>
      `# HELP x\nhallpass_stage_seconds_bucket{le="1",stage="scan"} ${count}\nhallpass_stage_seconds_sum{stage="scan"} ${sum}\nhallpass_stage_seconds_count{stage="scan"} ${count}\n`;
    expect(meanBetween(readStages(metrics(1, 10)), readStages(metrics(3, 30)))).toEqual(new Map([['scan', 100]]));
    expect(meanBetween(readStages(metrics(1, 10)), readStages(metrics(1, 10)))).toEqual(new Map());
  });
});

/**
 * The contract of every policy pack in policies/: it loads, its cases hold, each of its rules is tried, each clause is cited.
 * And docs/policy-coverage.md says of every clause of two policies what enforces it, or why nothing does.
 */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectorIds } from '../../detectors/registry.ts';
import { knownCodes } from '../../detectors/words.ts';
import { policyNames } from '../../src/config/policy-files.ts';
import { globMatches } from '../../src/message/address-pattern.ts';
import { checkPack } from '../../src/decide/check-pack.ts';
import { loadPack } from '../../src/decide/load-pack.ts';

test('the default pack and monitor mode quote no policy of another district', () => {
  for (const name of ['default', 'monitor']) {
    const { policies, clauses, rules } = loadPack(name);
    expect([policies, clauses, rules.flatMap((rule) => rule.clauses)]).toEqual([{}, {}, []]);
  }
});

test('there are packs', () => {
  expect(policyNames()).toEqual(expect.arrayContaining(['default', 'monitor']));
});

describe.each(policyNames())('policies/%s.yaml', (name) => {
  const pack = loadPack(name);
  const report = checkPack(name);

  test('is named as its file', () => {
    expect(pack.name).toBe(name);
  });

  test.each(report.cases.map((one) => [one.name, one] as const))('%s', (_, { expected, got }) => {
    expect(got).toEqual(expected);
  });

  test('has a Spanish title for each of its rules', () => {
    expect(pack.rules.filter(({ titleEs }) => titleEs === undefined).map(({ id }) => id)).toEqual([]);
  });

  test('tries each of its own rules and exceptions', () => {
    expect(report.cases.length).toBeGreaterThan(0);
    expect(report.untried).toEqual([]);
  });

  test('cites each of its clauses; one about a written policy has a clause for each rule on content', () => {
    const cited = new Set(pack.rules.flatMap(({ clauses }) => clauses));
    expect(Object.keys(pack.clauses).filter((id) => !cited.has(id))).toEqual([]);
    if (Object.keys(pack.policies).length === 0) return;
    expect(pack.rules.filter(({ when, clauses }) => when.codes && clauses.length === 0).map(({ id }) => id)).toEqual(
      [],
    );
  });

  test('asks for codes that a detector has, and tries such codes only', () => {
    const asked = pack.rules.flatMap(({ when }) => [...(when.codes ?? []), ...(when.notCodes ?? [])]);
    expect(asked.filter((glob) => !knownCodes.some((code) => globMatches(glob, code)))).toEqual([]);
    expect(
      pack.cases
        .flatMap(({ input }) => input.findings.map(({ code }) => code))
        .filter((code) => !knownCodes.includes(code)),
    ).toEqual([]);
  });

  test('holds a message that could not be scanned, unless it only records', () => {
    const rule = pack.rules.find(({ when }) => when.failures?.includes('*'));
    expect(rule?.action).toBe('quarantine');
    expect(rule?.monitor).toBe(false);
  });
});

interface Row {
  readonly clause: string;
  readonly id: string;
  readonly rules: readonly string[];
  readonly answer: string;
}

/** What the page says below the heading of a policy. */
function sectionOn(pack: string): string {
  const page = readFileSync(join(import.meta.dirname, '../../docs/policy-coverage.md'), 'utf8');
  return page.split(/^## /m).find((text) => text.includes(`policies/${pack}.yaml`)) ?? '';
}

/** Its table: clause, id, what it says, rules, how or why not. */
function coverage(pack: string): Row[] {
  const rows = sectionOn(pack)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  return rows.map((line) => {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [clause = '', id = '', , rules = '', answer = ''] = cells;
    expect([line, cells.length]).toEqual([line, 5]);
    return { clause, id, rules: rules === '–' ? [] : rules.split(', '), answer };
  });
}

describe.each(['milwaukee-6.34', 'kenosha-4226'])('docs/policy-coverage.md on %s', (name) => {
  const pack = loadPack(name);
  const rows = coverage(name);

  test('has a row for each clause, once', () => {
    expect(rows.length).toBeGreaterThan(30);
    expect(new Set(rows.map(({ clause }) => clause)).size).toBe(rows.length);
    const ids = rows.map(({ id }) => id).filter((id) => id !== '–');
    expect(ids.sort()).toEqual(Object.keys(pack.clauses).sort());
  });

  test('leaves no row without an answer', () => {
    expect(rows.filter(({ clause, answer }) => clause === '' || answer.length < 8)).toEqual([]);
    expect(rows.filter(({ id, rules }) => (id === '–') !== (rules.length === 0))).toEqual([]);
  });

  test('names for each clause the rules that cite it', () => {
    for (const { id, rules } of rows.filter((row) => row.id !== '–')) {
      const citing = pack.rules.filter(({ clauses }) => clauses.includes(id)).map((rule) => rule.id);
      expect([id, [...rules].sort()]).toEqual([id, citing.sort()]);
    }
  });

  test('names each rule that cites a clause', () => {
    const named = new Set(rows.flatMap(({ rules }) => rules));
    const silent = pack.rules.filter(({ id }) => !named.has(id)).map(({ id }) => id);
    expect(silent).toEqual(['unscannable']);
    expect(sectionOn(name)).toContain('The rule unscannable cites no clause');
  });

  test('gives the numbers as the pack does', () => {
    for (const { clause, id } of rows.filter((row) => row.id !== '–')) {
      const { number } = pack.clauses[id]!;
      const heading = clause.split(':')[0]!;
      expect([id, number.endsWith(heading)]).toEqual([id, true]);
    }
  });

  test('names codes that exist', () => {
    const named = rows.flatMap(({ answer }) =>
      [...answer.matchAll(/`([a-z-]+\.[a-z*-]+)`/g)].map((match) => match[1]!),
    );
    const findings = named.filter((code) => detectorIds.some((id) => code.startsWith(`${id}.`)));
    expect(findings.length).toBeGreaterThan(10);
    expect(findings.filter((glob) => !knownCodes.some((code) => globMatches(glob, code)))).toEqual([]);
  });
});

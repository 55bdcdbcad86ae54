/** The contract of every policy pack in policies/: it loads, its cases hold, each of its rules is tried, each clause is cited. */
import { describe, expect, test } from '@jest/globals';
import { policyNames } from '../../src/config/policy-files.ts';
import { checkPack } from '../../src/decide/check-pack.ts';
import { loadPack } from '../../src/decide/load-pack.ts';

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

  test('tries each of its own rules and exceptions', () => {
    expect(report.cases.length).toBeGreaterThan(0);
    expect(report.untried).toEqual([]);
  });

  test('cites each of its clauses, and clauses for each rule on content', () => {
    const cited = new Set(pack.rules.flatMap(({ clauses }) => clauses));
    expect(Object.keys(pack.clauses).filter((id) => !cited.has(id))).toEqual([]);
    expect(pack.rules.filter(({ when, clauses }) => when.codes && clauses.length === 0).map(({ id }) => id)).toEqual(
      [],
    );
  });

  test('holds a message that could not be scanned, unless it only records', () => {
    const rule = pack.rules.find(({ when }) => when.failures?.includes('*'));
    expect(rule?.action).toBe('quarantine');
    expect(rule?.monitor).toBe(false);
  });
});

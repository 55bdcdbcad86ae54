import { expect, test } from '@jest/globals';
import { countedRules, type MatchedRule } from './verdict.ts';

const rule = (id: string, more: Partial<MatchedRule> = {}): MatchedRule => ({
  id,
  title: id,
  action: 'warn',
  clauses: [],
  tell: [],
  monitor: false,
  findings: [],
  recipients: [],
  students: [],
  ...more,
});
const rules = [rule('counts'), rule('records', { monitor: true }), rule('excepted', { exception: 'e' })];
const ids = (counted: readonly MatchedRule[]): string[] => counted.map(({ id }) => id);

test('rules that only record and rules that an exception switches off do not count', () => {
  expect(ids(countedRules({ rules }))).toEqual(['counts']);
});

test('rules that only record count where they are taken as if they acted', () => {
  expect(ids(countedRules({ rules }, true))).toEqual(['counts', 'records']);
});

test('without a verdict no rule counts', () => {
  expect([countedRules(null), countedRules(undefined)]).toEqual([[], []]);
});

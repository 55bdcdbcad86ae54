import { expect, test } from '@jest/globals';
import { inputOf } from './check-pack.ts';
import { decide } from './decide.ts';
import { loadPack } from './load-pack.ts';
import { countedRules, pilotVerdict, type MatchedRule, type Verdict } from './verdict.ts';

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
const ids = (counted: readonly MatchedRule[]): string[] => counted.map(({ id }) => id);

const verdict = (action: Verdict['action'], rules: readonly MatchedRule[]): Verdict => ({
  action,
  monitored: 'quarantine',
  codes: [],
  rules,
  clauses: [],
  students: 0,
  pack: { name: 'p', hash: 'h' },
  releasers: 1,
});
const hold = rule('hold', { action: 'quarantine', monitor: true, students: ['s1', 's2'], findings: [0] });
const ask = rule('ask', { monitor: true, findings: [1], students: ['s2'] });
const alone = rule('alone', { action: 'quarantine', monitor: true, ownMonitor: true });

test.each([
  ['the rules of a pack in monitor mode count', [hold, ask], 'quarantine', ['hold', 'ask'], 2],
  ['but not those that are in monitor mode themselves', [alone, ask], 'warn', ['ask'], 1],
  [
    'a single rule on trial counts if it is about findings',
    [{ ...ask, ownMonitor: true as const }],
    'warn',
    ['ask'],
    1,
  ],
])('without monitor mode %s', (_, matched, action, counted, students) => {
  const pilot = pilotVerdict(verdict('deliver', matched))!;
  expect({ action: pilot.action, students: pilot.students }).toEqual({ action, students });
  expect(ids(countedRules(pilot))).toEqual(counted);
});

test.each([
  ['of a message that another rule stops', verdict('warn', [rule('stops'), hold])],
  ['of a rule on trial without findings', verdict('deliver', [alone])],
  ['of a rule that only records', verdict('deliver', [rule('records', { action: 'deliver', monitor: true })])],
  ['of a rule that an exception switches off', verdict('deliver', [{ ...hold, exception: 'e' }])],
  ['of a message that was not assessed', null],
])('nothing would have happened because %s', (_, one) => {
  expect(pilotVerdict(one)).toBeUndefined();
});

test.each(loadPack('default').cases.map((one) => [one.name, one] as const))(
  'the pack in monitor mode shows what the acting pack does: %s',
  (_, one) => {
    const input = inputOf(one);
    const [acting, recorded] = [decide(input, loadPack('default')), decide(input, loadPack('monitor'))];
    expect(recorded.action).toBe('deliver');
    const pilot = pilotVerdict(recorded);
    if (acting.action === 'deliver') {
      // Rules that are in monitor mode in both are on trial.
      expect(countedRules(pilot).every(({ ownMonitor }) => ownMonitor === true)).toBe(true);
      return;
    }
    expect(pilot).toMatchObject({ action: acting.action, students: acting.students });
    expect(ids(countedRules(pilot))).toEqual(ids(countedRules(acting)));
  },
);

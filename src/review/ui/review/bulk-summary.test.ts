/** What the console says before a bulk action, and which button is the default. */
import { describe, expect, it } from '@jest/globals';
import { mainForm, summaryOf } from './bulk-summary.ts';

type Row = Parameters<typeof summaryOf>[0][number];

const row = (codes: string[], more: Partial<Row> = {}): Row => ({
  codes,
  students: 1,
  escalated: false,
  approvals: { given: 0, needed: 1 },
  recipients: { count: 2, first: 'a@museum.example', outside: 2, unentitled: 0 },
  ...more,
});
const to = (count: number, unentitled: number) => ({
  recipients: { count, unentitled, outside: count, first: 'a@museum.example' },
});
const one = row(['student-pii.phone'], to(2, 1));
const nobody = row(['student-pii.phone'], to(1, 1));
const several = row(['student-pii.phone'], { ...to(2, 1), students: 3 });
const threat = row(['threat.harm']);
const mass = row(['student-pii.phone'], { approvals: { given: 0, needed: 2 } });

describe('the summary', () => {
  it.each([
    [
      [one, nobody],
      'release',
      '2 messages go to all recipients, 2 of which have recipients who are not entitled to the data.',
    ],
    // What is refused does not count among those that go.
    [
      [several, threat],
      'release',
      '2 messages are sensitive (threats, harassment, records or several students) and are refused unless you have revealed them.',
    ],
    [
      [one, mass],
      'release',
      '1 message goes to all recipients, 1 of which has recipients who are not entitled to the data. 1 message gets your approval, if you have revealed it.',
    ],
    [
      [one, several, nobody],
      'release-entitled',
      '2 messages go to the recipients who are entitled to the data, and to nobody else. 1 message stays held: no recipient is entitled to all of the data.',
    ],
    [
      [threat],
      'false-alarm',
      '1 message is sensitive (threats, harassment, records or several students) and is refused unless you have revealed it. All findings are marked as false alarms.',
    ],
  ] as const)('%#', (rows, form, words) => {
    expect(summaryOf(rows, form)).toBe(words);
  });
});

it('has no default where a release weighs heavily, and escalates what threatens', () => {
  expect(mainForm([one])).toBe('release');
  expect(mainForm([one, several])).toBeUndefined();
  expect(mainForm([one, mass])).toBeUndefined();
  expect(mainForm([one, threat])).toBe('escalate');
  expect(mainForm([{ ...threat, escalated: true }])).toBeUndefined();
});

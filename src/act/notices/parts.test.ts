import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { configSchema } from '../../config/schema.ts';
import { causeOf } from './causes.ts';
import { headersOnly } from './headers-only.ts';
import { mayNotify, reportable } from './may-notify.ts';
import { noticeSettings } from './notice.ts';
import { oneLine, someLines } from './one-line.ts';
import { timeLeft } from './time-left.ts';

describe('headersOnly', () => {
  test.each([
    ['a message', 'A: 1\r\nB: 2\r\n\r\nbody', 'A: 1\r\nB: 2\r\n'],
    ['a message without a body', 'A: 1\r\n', 'A: 1\r\n'],
    ['a message without a header', '\r\nbody', ''],
    ['nothing', '', ''],
  ])('of %s', (_, raw, expected) => {
    expect(headersOnly(Buffer.from(raw)).toString()).toBe(expected);
  });

  it('cuts a long section at a field, never inside one', () => {
    const arbitraryField = fc.tuple(fc.integer({ min: 1, max: 30_000 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(arbitraryField, { minLength: 1, maxLength: 12 }), (sizes) => {
        const fields = sizes.map(
          ([size, folded]) => `X: ${'y'.repeat(size)}${folded ? `\r\n\t${'z'.repeat(size)}` : ''}\r\n`,
        );
        const kept = headersOnly(Buffer.from(`${fields.join('')}\r\nbody`)).toString();
        expect(kept.length).toBeLessThanOrEqual(65_536);
        let whole = '';
        for (const field of fields) {
          if (whole.length + field.length > 65_536) break;
          whole += field;
        }
        expect(kept).toBe(whole);
      }),
    );
  });
});

describe('who may be notified', () => {
  test.each([
    ['a@school.example', true],
    ['a@SCHOOL.example', true],
    ['', false],
    ['a@elsewhere.example', false],
    ['a@sub.school.example', false],
  ])('%j: %s', (sender, expected) => {
    expect(mayNotify(sender, ['school.example'])).toBe(expected);
  });

  it('follows NOTIFY', () => {
    const plain = { address: 'plain@x.example' };
    const never = { address: 'never@x.example', notify: ['NEVER'] as const };
    const success = { address: 'success@x.example', notify: ['SUCCESS'] as const };
    const all = [plain, never, success];
    expect(reportable(all, 'FAILURE')).toEqual([plain]);
    expect(reportable(all, 'DELAY')).toEqual([plain]);
    expect(reportable(all, 'SUCCESS')).toEqual([success]);
  });
});

describe('untrusted text', () => {
  it('becomes one bounded line without control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 100 }), (text, max) => {
        const line = oneLine(text, max);
        expect(line.length).toBeLessThanOrEqual(max);
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(line.isWellFormed()).toBe(true);
        for (const one of someLines(text, 1000)) expect(one).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it('is cut between words where one is near', () => {
    expect(oneLine('Permission slips for the trip to the zoo', 30)).toBe('Permission slips for the trip…');
    expect(oneLine('x'.repeat(40), 10)).toBe(`${'x'.repeat(9)}…`);
  });
});

describe('the time left', () => {
  const at = new Date('2026-03-03T21:15:00Z');
  test.each([
    [72, 'en', 'in 3 days'],
    [36, 'en', 'in 36 hours'],
    [1, 'en', 'in 60 minutes'],
    [0, 'en', 'in 1 minute'],
    [336, 'es', 'dentro de 14 días'],
  ] as const)('%s hours (%s): %s', (hours, language, expected) => {
    expect(timeLeft(at, new Date(at.getTime() + hours * 3_600_000), language)).toBe(expected);
  });
});

describe('the cause of a failure', () => {
  test.each([
    [['5.1.1', '5.1.10'], 'address'],
    [['5.2.2'], 'mailbox'],
    [['5.4.7'], 'time'],
    [['4.2.2'], 'time'],
    [['5.3.4'], 'system'],
    [['5.7.1'], 'policy'],
    [['5.1.1', '5.2.2'], 'other'],
    [[], 'other'],
  ])('%j: %s', (statuses, cause) => {
    expect(causeOf(statuses.map((status) => ({ address: 'a@x.example', status })))).toBe(cause);
  });
});

describe('settings from the configuration', () => {
  it('have a sender address in the first domain unless one is given', () => {
    const config = configSchema.parse({ district: { domains: ['*.school.example'] } });
    expect(noticeSettings(config).from).toBe('hallpass@school.example');
    const given = configSchema.parse({ notices: { from: 'mail@school.example' } });
    expect(noticeSettings(given).from).toBe('mail@school.example');
  });
});

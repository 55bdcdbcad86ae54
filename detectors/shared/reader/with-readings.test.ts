/** What a detector found by itself and what the reader says come together: more evidence never lowers a score. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { ExtractedMessage, Finding, SentenceReading } from '../../detector.ts';
import { combinedOdds, shippedReaderCombinations } from './combination.ts';
import { withReadings } from './with-readings.ts';

const text = 'The word is here. Lunch is at noon.';
const first = { start: 0, end: 17 };
const second = { start: 18, end: 35 };
const combination = { labels: ['secret'], rules: 0.5, model: 0, reader: 1, bias: 0, doubt: 1 };
const code = { code: 'test.secret', masked: 'a secret', voice: 'own', threshold: 0.5 } as const;

function message(odds: readonly number[] | undefined, quoted = false): ExtractedMessage {
  const part = { contentType: 'text/plain', hidden: [], quoted: quoted ? [{ start: 0, end: text.length }] : [] };
  const readings = odds?.map((secret, at): SentenceReading => {
    return { part: '1', ...[first, second][at]!, odds: { secret, other: 9 } };
  });
  return {
    sender: '',
    to: [],
    cc: [],
    replyTo: [],
    subject: '',
    recipients: [],
    parts: [{ ...part, id: '1', kind: 'body', text }],
    unread: [],
    ...(readings && { readings }),
  };
}

function finding(score: number, span = { start: 4, end: 8 }): Finding {
  return { code: 'test.rule', part: '1', ...span, score, because: [{ rule: 'rule' }], masked: 'a word' };
}

function found(of: ExtractedMessage, ...by: Finding[]): [code: string, start: number, score: number][] {
  const all = withReadings(of, of.parts, by, code, combination);
  return all.map(({ code: name, start, score }) => [name, start, Math.round(score * 100) / 100]);
}

describe('withReadings', () => {
  it('changes nothing where no reader ran', () => {
    const findings = [finding(0.9), finding(0.2)];
    expect(withReadings(message(undefined), message(undefined).parts, findings, code, combination)).toEqual([
      findings[0],
    ]);
    expect(withReadings(message([9]), message([9]).parts, findings, { ...code, code: 'no.code' })).toEqual([
      findings[0],
    ]);
  });

  it('finds a sentence in which nothing was found, and gives the meaning and how sure it is as the reason', () => {
    const of = message([5, -5]);
    expect(withReadings(of, of.parts, [], code, combination)).toEqual([
      {
        code: 'test.secret',
        part: '1',
        ...first,
        score: expect.closeTo(0.953, 3),
        because: [{ rule: 'test.secret/meaning', context: 'secret, 99 % sure' }],
        masked: 'a secret',
      },
    ]);
  });

  it('raises a doubtful finding, and wants a finding to be surer where the reader sees nothing', () => {
    expect(found(message([3]), finding(0.4))).toEqual([['test.rule', 4, 0.94]]);
    expect(found(message([-5]), finding(0.6))).toEqual([]);
    expect(found(message([-5]), finding(0.9))).toEqual([['test.rule', 4, 0.77]]);
  });

  it("leaves others' words alone where only the sender's count", () => {
    expect(found(message([6], true))).toEqual([]);
    const of = message([6], true);
    expect(withReadings(of, of.parts, [], { ...code, voice: 'any' }, combination)).toHaveLength(1);
  });

  it('says nothing of the sentence in its reasons', () => {
    const of = message([6, 6]);
    const said = JSON.stringify(withReadings(of, of.parts, [], code, combination).map(({ because }) => because));
    expect(said).not.toMatch(/word|Lunch|noon/);
  });
});

test.each(Object.entries(shippedReaderCombinations()))('%s: more evidence never lowers the score', (_, shipped) => {
  const odds = fc.double({ min: -12, max: 12, noNaN: true });
  const more = fc.double({ min: 0, max: 12, noNaN: true });
  const evidence = fc.record({ rules: odds, model: odds, reader: odds, alone: odds });
  fc.assert(
    fc.property(evidence, fc.constantFrom('rules', 'model', 'reader', 'alone'), more, (base, key, by) => {
      const raised = { ...base, [key]: base[key] + by };
      expect(combinedOdds(shipped, raised)).toBeGreaterThanOrEqual(combinedOdds(shipped, base) - 1e-9);
    }),
  );
});

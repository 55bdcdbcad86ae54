/** What a detector found by itself and what the reader says come together: more evidence never lowers a score. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { ExtractedMessage, Finding, SentenceReading } from '../../detector.ts';
import { combinedOdds, shippedReaderCombinations, type CodeOdds } from './combination.ts';
import { withReadings } from './with-readings.ts';

const text = 'The word is here. Lunch is at noon.';
const first = { start: 0, end: 17 };
const second = { start: 18, end: 35 };
const alone = { next: 0, words: 0, chance: 0 };
const combination = { labels: ['secret'], rules: 0.5, model: 0, reader: 1, ...alone, bias: 0, doubt: 1 };
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

describe('the sentences around', () => {
  const doubtful = { ...combination, next: 0.5, words: 0, chance: 0.5 };
  const scoresOf = (texts: readonly (readonly [text: string, secret: number])[]): number[] => {
    const whole = texts.map(([sentence]) => sentence).join('');
    const starts = texts.map((_, at) => texts.slice(0, at).reduce((sum, [sentence]) => sum + sentence.length, 0));
    const readings = texts.map(([sentence, secret], at): SentenceReading => {
      return { part: '1', start: starts[at]!, end: starts[at]! + sentence.length, odds: { secret } };
    });
    const of = { ...message(undefined), readings };
    const parts = [{ ...of.parts[0]!, text: whole }];
    return withReadings({ ...of, parts }, parts, [], { ...code, threshold: 0 }, doubtful).map(({ score }) => score);
  };
  const lunch = (count: number) => Array.from({ length: count }, (_, at) => [`Lunch ${at} is at noon.`, -6] as const);

  it('add what the next likely one says, which is not the same one again', () => {
    const [once] = scoresOf([['The word is here.', 1], ...lunch(1)]);
    const [again] = scoresOf([['The word is here.', 1], ['The word is  here.', 1], ...lunch(1)]);
    const [other] = scoresOf([['The word is here.', 1], ['It is a secret.', 1], ...lunch(0)]);
    expect(again).toBeCloseTo(once!, 9);
    expect(other).toBeGreaterThan(once!);
  });

  it('raise no harmless one, however sure the reader is of another', () => {
    const [, harmless] = scoresOf([['The word is here.', 1], ...lunch(3)]);
    expect(harmless).toBeCloseTo(scoresOf([['The word is here.', 7], ...lunch(3)])[1]!, 9);
  });

  it('take a little where they are many, and no more where they are very many', () => {
    const [one, ten, hundred] = [0, 9, 99].map((count) => scoresOf([['The word is here.', 1], ...lunch(count)])[0]!);
    expect(ten).toBeLessThan(one!);
    expect(hundred).toBe(ten);
  });
});

test.each(Object.entries(shippedReaderCombinations()))('%s: more evidence never lowers the score', (_, shipped) => {
  const odds = fc.double({ min: -12, max: 12, noNaN: true });
  const more = fc.double({ min: 0, max: 12, noNaN: true });
  const sentences = fc.integer({ min: 1, max: 40 });
  const reading = fc.record({ odds, next: odds, words: fc.integer({ min: 1, max: 40 }), sentences });
  const evidence = fc.record({ rules: odds, model: odds, alone: odds, reading });
  const score = (base: CodeOdds): number => combinedOdds(shipped, base);
  fc.assert(
    fc.property(evidence, fc.constantFrom('rules', 'model', 'alone'), more, (base, key, by) => {
      expect(score({ ...base, [key]: base[key] + by })).toBeGreaterThanOrEqual(score(base) - 1e-9);
    }),
  );
  fc.assert(
    fc.property(evidence, fc.constantFrom('odds', 'next', 'words'), more, (base, key, by) => {
      const raised = { ...base, reading: { ...base.reading, [key]: base.reading[key] + by } };
      expect(score(raised)).toBeGreaterThanOrEqual(score(base) - 1e-9);
    }),
  );
});

/** Words are weighed as the rules say: anchors, signals, negation, whose words they are, and what is weighed together. */
import { describe, expect, it } from '@jest/globals';
import type { ExtractedMessage } from '../../detector.ts';
import { cueRulesSchema } from './cue-rules.ts';
import { conducts, type ConductModels } from './conduct-models.ts';
import { buildCueScorer } from './cue-scorer.ts';
import { featureTable } from './feature-table.ts';
import { foldPart } from '../text/fold.ts';
import { featureBuffer, featuresOf, wordsOf } from './text-features.ts';

const scorer = buildCueScorer(
  cueRulesSchema.parse({
    codes: {
      'test.offer': { bias: -3.5, scope: 'message', masked: 'an offer' },
      'test.insult': { bias: -3, scope: 'sentence', masked: 'an insult' },
    },
    cues: [
      { id: 'offer', source: 's', weights: { 'test.offer': 3 }, anchor: true, negatable: true, phrases: ['for sale'] },
      { id: 'price', source: 's', weights: { 'test.offer': 1 }, phrases: ['$'] },
      { id: 'school', source: 's', weights: { 'test.offer': -5 }, voice: 'any', phrases: ['book fair'] },
      { id: 'list', source: 's', weights: { 'test.offer': 1 }, signal: 'list' },
      { id: 'idiot', source: 's', weights: { 'test.insult': 2 }, anchor: true, phrases: ['idiot', 'chink'] },
      { id: 'you', source: 's', weights: { 'test.insult': 2 }, phrases: ['you'] },
      { id: 'lesson', source: 's', weights: { 'test.insult': -4 }, context: true, phrases: ['lesson'] },
    ],
  }),
);

function messageOf(text: string, quoted: { start: number; end: number }[] = []): ExtractedMessage {
  const part = { id: '1', kind: 'body' as const, contentType: 'text/plain', text, quoted, hidden: [] };
  return { sender: '', to: [], cc: [], replyTo: [], subject: 'Re: bus', recipients: [], parts: [part], unread: [] };
}

function score(text: string, signals: string[] = [], quoted: { start: number; end: number }[] = []) {
  return scorer
    .score(messageOf(text, quoted), 0.5, signals)
    .map((finding) => [finding.code, text.slice(finding.start, finding.end)]);
}

describe('buildCueScorer', () => {
  it('adds what speaks for a finding and subtracts what speaks against it', () => {
    expect(score('Sofa for sale, $40')).toEqual([['test.offer', 'for sale']]);
    expect(score('Sofa for sale, $40, at the book fair')).toEqual([]);
    expect(score('$40 each, $50 for two')).toEqual([]);
  });

  it('lets little speak against it that stands apart', () => {
    const apart = 'Sofa for sale, $40. Call me. Ask for Ann. It is blue. Thanks. The book fair is on Monday.';
    expect(score(apart)).toEqual([['test.offer', 'for sale']]);
  });

  it('takes a fact of the detector into account', () => {
    expect(score('Sofa for sale')).toEqual([]);
    expect(score('Sofa for sale', ['list'])).toEqual([['test.offer', 'for sale']]);
  });

  it('drops negated and quoted words', () => {
    expect(score('This is not for sale, $40')).toEqual([]);
    expect(score('> for sale, $40', [], [{ start: 0, end: 15 }])).toEqual([]);
  });

  it('takes the odds of an ordinary use from a word', () => {
    expect(score('You are a chink, you know')).toEqual([['test.insult', 'chink']]);
    expect(score('You know there is a chink in the wall')).toEqual([]);
    expect(score('You idiot, there is a chink in the wall')).toEqual([['test.insult', 'idiot']]);
  });

  it('weighs a sentence by itself, with what counts everywhere', () => {
    expect(score('You idiot. Thank you.')).toEqual([['test.insult', 'idiot']]);
    expect(score('An idiot wrote it. Thank you.')).toEqual([]);
    expect(score('You idiot. That was our lesson.')).toEqual([]);
  });
});

describe('with a model', () => {
  /** A model of one feature for each word: `clown` speaks for harassment, nothing else says anything. */
  function modelOf(word: string, weight: number): ConductModels {
    const buffer = featureBuffer();
    const words = wordsOf([...foldPart(messageOf(word).parts[0]!)][0]!);
    featuresOf(words, 0, 1, buffer);
    const table = featureTable(buffer.hashes.slice(0, 1));
    const weights = new Float32Array(conducts.length);
    weights[conducts.indexOf('harassment')] = weight;
    return {
      table,
      weights,
      biases: conducts.map(() => -3),
      combinations: { 'test.insult': { rules: 1, model: 1, bias: 4 } },
    };
  }
  const rules = cueRulesSchema.parse({
    codes: {
      'test.insult': { bias: -3, scope: 'sentence', masked: 'an insult', model: { conduct: 'harassment' } },
    },
    cues: [
      { id: 'idiot', source: 's', weights: { 'test.insult': 2 }, anchor: true, phrases: ['idiot'] },
      { id: 'circus', source: 's', weights: { 'test.insult': -4 }, context: true, phrases: ['circus'] },
    ],
  });
  const withModel = buildCueScorer(rules, modelOf('clown', 30));
  const found = (text: string, quoted: { start: number; end: number }[] = []) =>
    withModel.score(messageOf(text, quoted), 0.5).map(({ start, end, because }) => {
      return [text.slice(start, end), because.map(({ rule }) => rule)];
    });

  it('finds a sentence that only the model speaks for, and says so', () => {
    expect(found('The bus is late. That clown drove off. See you.')).toEqual([
      ['That clown drove off', ['test.insult/model']],
    ]);
    expect(found('The bus is late. That driver drove off.')).toEqual([]);
  });

  it('lets the rules speak against it', () => {
    expect(found('That clown drove off. It was our circus day.')).toEqual([]);
  });

  it('does not hear what others said', () => {
    const text = 'That clown drove off.';
    expect(found(text, [{ start: 0, end: text.length }])).toEqual([]);
  });

  it('gives rules and model apart, for training to add up', () => {
    const odds = (text: string) => withModel.odds(messageOf(text))['test.insult']![0]!;
    expect(odds('The idiot drove off.').model).toBeLessThan(odds('That clown drove off.').model);
    expect(odds('The idiot drove off.').rules).toBeGreaterThan(odds('That clown drove off.').rules);
  });
});

describe('with a reader', () => {
  const combination = { rules: 0.5, model: 0, reader: 1, next: 0.2, words: 0.3, chance: 0.5, bias: 0, doubt: 1.5 };
  const read = buildCueScorer(
    cueRulesSchema.parse({
      codes: {
        'test.insult': { bias: -3, scope: 'sentence', masked: 'an insult' },
        'test.offer': { bias: -3, scope: 'message', masked: 'an offer' },
      },
      cues: [
        { id: 'idiot', source: 's', weights: { 'test.insult': 4 }, anchor: true, phrases: ['idiot'] },
        { id: 'sale', source: 's', weights: { 'test.offer': 4 }, anchor: true, phrases: ['for sale'] },
        { id: 'fair', source: 's', weights: { 'test.offer': -3 }, phrases: ['book fair'] },
        { id: 'approved', source: 's', weights: { 'test.offer': -20 }, context: true, phrases: ['scouts'] },
      ],
    }),
    undefined,
    {
      'test.insult': { ...combination, labels: ['insult', 'sarcasm'] },
      'test.offer': { ...combination, labels: ['offer'] },
    },
  );

  /** A reader that knows a few sentences by their words. */
  function messageRead(text: string, quoted: { start: number; end: number }[] = []): ExtractedMessage {
    const readings = [...text.matchAll(/\S[^.]*\./g)].map((sentence) => ({
      part: '1',
      start: sentence.index,
      end: sentence.index + sentence[0].length,
      odds: {
        insult: -5,
        sarcasm: sentence[0].startsWith('Must be nice') ? 5 : -5,
        offer: sentence[0].startsWith('My boat') ? 5 : -5,
      },
    }));
    return { ...messageOf(text, quoted), readings };
  }
  const found = (text: string, quoted?: { start: number; end: number }[]) =>
    read.score(messageRead(text, quoted), 0.5).map(({ code, start, end }) => [code, text.slice(start, end)]);

  it('finds what no rule has, however many harmless sentences stand around', () => {
    const harmless = 'The bus is late. '.repeat(200);
    expect(found(`${harmless}Must be nice to be you. ${harmless}`)).toEqual([
      ['test.insult', 'Must be nice to be you.'],
    ]);
    expect(found(`${harmless}My boat is yours. ${harmless}`)).toEqual([['test.offer', 'My boat is yours.']]);
  });

  it('is not talked out of it by what stands apart or beside', () => {
    expect(found('My boat is yours. The book fair is on Monday.')).toEqual([['test.offer', 'My boat is yours.']]);
  });

  it('gives way to what the district has approved', () => {
    expect(found('My boat is yours. Ask the scouts.')).toEqual([]);
  });

  it('keeps a sure finding of the rules that the reader does not see, and drops a doubtful one', () => {
    expect(found('That idiot, an idiot.')).toEqual([['test.insult', 'idiot']]);
    expect(found('That idiot.')).toEqual([]);
    expect(read.score(messageOf('That idiot.'), 0.5)).toHaveLength(1);
  });

  it("does not hold others' words against the sender", () => {
    const text = 'Must be nice to be you.';
    expect(found(text, [{ start: 0, end: text.length }])).toEqual([]);
  });

  it('says which meaning it is and how sure the reader is', () => {
    const [finding] = read.score(messageRead('Must be nice to be you.'), 0.5);
    expect(finding!.because).toEqual([{ rule: 'test.insult/meaning', context: 'sarcasm, 99 % sure' }]);
  });
});

/** Words are weighed as the rules say: anchors, signals, negation, whose words they are, and what is weighed together. */
import { describe, expect, it } from '@jest/globals';
import type { ExtractedMessage } from '../detector.ts';
import { cueRulesSchema } from './cue-rules.ts';
import { buildCueScorer } from './cue-scorer.ts';

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
      { id: 'idiot', source: 's', weights: { 'test.insult': 2 }, anchor: true, phrases: ['idiot'] },
      { id: 'you', source: 's', weights: { 'test.insult': 2 }, phrases: ['you'] },
      { id: 'lesson', source: 's', weights: { 'test.insult': -4 }, context: true, phrases: ['lesson'] },
    ],
  }),
);

function score(text: string, signals: string[] = [], quoted: { start: number; end: number }[] = []) {
  const part = { id: '1', kind: 'body' as const, contentType: 'text/plain', text, quoted, hidden: [] };
  const parts = [part];
  const message: ExtractedMessage = {
    sender: '',
    to: [],
    cc: [],
    replyTo: [],
    subject: '',
    recipients: [],
    parts,
    unread: [],
  };
  return scorer.score(message, 0.5, signals).map((finding) => [finding.code, text.slice(finding.start, finding.end)]);
}

describe('buildCueScorer', () => {
  it('adds what speaks for a finding and subtracts what speaks against it', () => {
    expect(score('Sofa for sale, $40')).toEqual([['test.offer', 'for sale']]);
    expect(score('Sofa for sale, $40, at the book fair')).toEqual([]);
    expect(score('$40 each, $50 for two')).toEqual([]);
  });

  it('takes a fact of the detector into account', () => {
    expect(score('Sofa for sale')).toEqual([]);
    expect(score('Sofa for sale', ['list'])).toEqual([['test.offer', 'for sale']]);
  });

  it('drops negated and quoted words', () => {
    expect(score('This is not for sale, $40')).toEqual([]);
    expect(score('> for sale, $40', [], [{ start: 0, end: 15 }])).toEqual([]);
  });

  it('weighs a sentence by itself, with what counts everywhere', () => {
    expect(score('You idiot. Thank you.')).toEqual([['test.insult', 'idiot']]);
    expect(score('An idiot wrote it. Thank you.')).toEqual([]);
    expect(score('You idiot. That was our lesson.')).toEqual([]);
  });
});

/** Whose words they are: the sender's, a quoted mail's, or somebody's whom the sender reports. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { ExtractedPart } from '../../detector.ts';
import { quotationsOf } from '../text/quotations.ts';
import { sentencesOf } from '../text/sentences.ts';
import { voiceOf } from './voice.ts';

const part = (text: string, quoted: ExtractedPart['quoted'] = []): ExtractedPart => {
  return { id: '1', kind: 'body', contentType: 'text/plain', text, quoted, hidden: [] };
};
const spanOf = (text: string, word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length });

describe('voiceOf', () => {
  it.each([
    ['The student yelled "idiot" at the aide.', 'idiot'],
    ['He said that she is an idiot.', 'idiot'],
    ['"You idiot," she said, and left.', 'idiot'],
    ['A boy called him an idiot on the bus.', 'idiot'],
    ['Someone wrote idiot on the desk.', 'idiot'],
    ['He called me an idiot.', 'idiot'],
    ['Please stop using the word idiot in class.', 'idiot'],
    ['El alumno le dijo idiota.', 'idiota'],
    ['Incident report: the student was in the hall. Her note: “idiot”', 'idiot'],
  ])('reported: %s', (text, word) => {
    expect(voiceOf(part(text)).isReported(spanOf(text, word))).toBe(true);
  });

  it.each([
    ['You are an idiot.', 'idiot'],
    ['I told him he is an idiot.', 'idiot'],
    ['I said you are an idiot.', 'idiot'],
    ['He said hello. You are an idiot.', 'idiot'],
    ['Your "idiot" plan failed.', 'idiot'],
    ["It's Dana's fault, idiot, and it's yours.", 'idiot'],
    ['Call me, you idiot.', 'idiot'],
    ['This means I am an idiot to you.', 'idiot'],
    ['Which means this is an idiot plan.', 'idiot'],
    ['Your wife told me where you live so I say: idiot.', 'idiot'],
    ['Your wife told me everything and I call you an idiot.', 'idiot'],
  ])("the sender's own: %s", (text, word) => {
    expect(voiceOf(part(text)).isOwn(spanOf(text, word))).toBe(true);
  });

  it.each([
    ['Retard means slow in music.', 'slow'],
    ['He said that I am an idiot and that I know it.', 'idiot'],
    ['The phrase "you are an idiot" is out of place.', 'idiot'],
  ])('still reported or named: %s', (text, word) => {
    expect(voiceOf(part(text)).isReported(spanOf(text, word))).toBe(true);
  });

  it.each([
    ['Do not worry, I will hurt him.', 'hurt', false],
    ['I will not stop, you idiot.', 'idiot', false],
    ['He is not lazy, slow or an idiot.', 'idiot', true],
  ])('a negation ends with its clause: %s', (text, word, negated) => {
    expect(voiceOf(part(text)).isNegated(spanOf(text, word))).toBe(negated);
  });

  it('leaves quoted mail to its writer', () => {
    const text = 'See below.\n> you idiot\nThanks';
    const voice = voiceOf(part(text, [{ start: 11, end: 22 }]));
    expect(voice.isOwn(spanOf(text, 'idiot'))).toBe(false);
    expect(voice.isOwn(spanOf(text, 'Thanks'))).toBe(true);
  });

  it('knows a negation shortly before, in the same sentence only', () => {
    const text = 'You are not an idiot. I do not mind. Idiot.';
    const voice = voiceOf(part(text));
    expect(voice.isNegated(spanOf(text, 'idiot'))).toBe(true);
    expect(voice.isNegated(spanOf(text, 'Idiot'))).toBe(false);
  });
});

describe('quotationsOf and sentencesOf', () => {
  it('tells quotation marks from apostrophes and inches', () => {
    const text = "It's 5' 6\" tall, she's 'quoted' and “so” is «this»";
    expect(quotationsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(['quoted', 'so', 'this']);
  });

  it('takes a mark that is never closed for none', () => {
    expect(quotationsOf(`say "this\n\n${'and that '.repeat(200)}`)).toEqual([]);
  });

  test('quotations are sorted and apart; sentences cover the text', () => {
    const token = fc.constantFrom('"', '“', '”', "'", '«', '»', ' ', 'a', '.', '\n', '!', '- ');
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        let reach = 0;
        for (const { start, end } of quotationsOf(text)) {
          expect(start).toBeGreaterThanOrEqual(reach);
          expect(end).toBeLessThanOrEqual(text.length);
          reach = end;
        }
        const sentences = sentencesOf(text);
        for (let at = 0; at < text.length; at += 1) {
          const { start, end } = sentences.around(at);
          expect(start).toBeLessThanOrEqual(at);
          expect(end).toBeGreaterThan(at);
        }
      }),
    );
  });
});

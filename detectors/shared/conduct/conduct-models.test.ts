/** The models that come with the product are the ones whose provenance stands beside them, and weigh words as detection needs it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import type { ExtractedPart } from '../../detector.ts';
import { conducts, conductScoresOf, shippedModels, type Conduct } from './conduct-models.ts';

const folder = new URL('./models/', import.meta.url);
const { provenance } = JSON.parse(readFileSync(new URL('models.json', folder), 'utf8')) as {
  provenance: { sha256: Record<string, string>; sets: { name: string; licence: string }[] };
};

function part(text: string, quoted: ExtractedPart['quoted'] = []): ExtractedPart {
  return { id: '1', kind: 'body', contentType: 'text/plain', text, quoted, hidden: [] };
}

function highest(text: string, conduct: Conduct): number {
  return conductScoresOf(part(text)).windows(conduct, 2, -Infinity, 'own')[0]?.odds ?? -Infinity;
}

test('every file of weights has the hash that its provenance states, and no other lies there', () => {
  const files = readdirSync(folder).filter((name) => /\.(?:i8|u32)$/.test(name));
  const hashes = files.map((name) => [
    name,
    createHash('sha256')
      .update(readFileSync(new URL(name, folder)))
      .digest('hex'),
  ]);
  expect(Object.fromEntries(hashes)).toEqual(provenance.sha256);
});

test('every set that was trained on has a licence beside its name', () => {
  expect(provenance.sets.length).toBeGreaterThan(0);
  expect(provenance.sets.filter(({ licence }) => !/MIT|CC0|CC-BY|Apache|public/.test(licence))).toEqual([]);
});

describe('the shipped models', () => {
  it.each<[Conduct, string, string]>([
    ['harassment', 'Nobody wants you on this team, you useless clown.', 'Nobody wants to meet on a Friday afternoon.'],
    ['threat', 'I will put you in the hospital if you report me.', 'I will put the report in your mailbox.'],
    ['sexual', 'I keep dreaming of your body in my bed.', 'I keep dreaming of a quiet copier.'],
    ['sale', 'Selling my snowblower, asking 200 or best offer.', 'The snowblower in the shed needs a new belt.'],
    ['political', 'Vote for Dana Reyes and donate to her campaign.', 'Dana Reyes will lead the reading committee.'],
  ])('weigh %s higher than mail about work that shares its words', (conduct, guilty, innocent) => {
    expect(highest(guilty, conduct)).toBeGreaterThan(highest(innocent, conduct) + 2);
  });

  it('weigh a sentence the same whichever group of people it names', () => {
    for (const conduct of conducts) {
      const odds = ['Muslim', 'Jewish', 'gay', 'deaf'].map((group) =>
        highest(`My neighbor is ${group} and teaches music here.`, conduct),
      );
      expect(Math.max(...odds) - Math.min(...odds)).toBeLessThan(0.01);
    }
  });

  it('give the sender nothing for words that were quoted', () => {
    const text = 'You are a useless clown and nobody wants you.';
    const quoted = part(text, [{ start: 0, end: text.length }]);
    const own = conductScoresOf(part(text)).sentence('harassment', 0, 'own');
    expect(conductScoresOf(quoted).sentence('harassment', 0, 'own')).toBeLessThan(own - 1);
  });

  it('give windows that do not overlap, the highest first, inside the text', () => {
    const text = 'You idiot. See you at lunch. You are a worthless liar. The bus is late.';
    const windows = conductScoresOf(part(text)).windows('harassment', 2, -Infinity, 'own');
    expect(windows.length).toBeGreaterThan(1);
    for (const [index, { start, end, odds }] of windows.entries()) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(text.length);
      for (const other of windows.slice(index + 1)) {
        expect(other.odds).toBeLessThanOrEqual(odds);
        expect(other.end <= start || other.start >= end).toBe(true);
      }
    }
  });

  it('say the same whatever is read first', () => {
    const models = shippedModels();
    const text = 'Selling two tickets, thirty each.';
    expect(conductScoresOf(part(text), { ...models }).sentence('sale', 0, 'own')).toBe(
      conductScoresOf(part(text), models).sentence('sale', 0, 'own'),
    );
  });
});

/** The parts of the metamorphic contract itself: changes keep the words and say where they are, and what is lost is seen. */
import { describe, expect, it } from '@jest/globals';
import type { ExtractedMessage, Finding } from '../../../detectors/detector.ts';
import { textOfPart } from '../../harness/detector-fixtures.ts';
import { baselineOf, outcomesOf, type Outcome } from './compare.ts';
import type { MetamorphicCase } from './cases.ts';
import { belowFloors } from './floors.ts';
import { asRead, changeNames, messageChanges, type ChangeName } from './message-changes.ts';
import { alignedOffsets } from './read-again.ts';

const text = [
  'Marta, the new rider stands at the corner of Mill Pond Road & Elm (not at the gate) from <Monday> on.',
  '',
  'Stop\tTime\tDriver',
  'Mill Pond\t7:10\tGordy',
  'Elm\t7:25\tGordy',
  '',
  '> Which stop comes first?',
  'Mill Pond.  Then Elm.',
].join('\n');

function messageOf(body: string, subject = 'Bus 41'): ExtractedMessage {
  const part = { contentType: 'text/plain', quoted: [], hidden: [] };
  return {
    sender: 'bus@maple.example',
    from: { name: 'Bus Garage', address: 'bus@maple.example' },
    to: [{ name: '', address: 'drivers@maple.example' }],
    ...{ cc: [], replyTo: [], recipients: [], unread: [], subject },
    parts: [
      { ...part, id: 'subject', kind: 'subject', text: subject },
      { ...part, id: '1', kind: 'body', text: body },
    ],
  };
}

describe.each(changeNames.map((name) => [name]))('%s', (name) => {
  it('keeps the words of the message and says where they are', async () => {
    const message = await asRead(messageOf(text));
    const changed = (await messageChanges[name](message, '1'))!;
    const body = textOfPart(message, '1')!;
    for (const { index, 0: word } of body.matchAll(/[\p{L}\p{N}]+/gu)) {
      const place = changed.place('1', { start: index, end: index + word.length })!;
      const found = textOfPart(changed.message, place.part)!.slice(place.span.start, place.span.end);
      expect(found.toLowerCase()).toBe(word.toLowerCase());
    }
    const isChanged = JSON.stringify(changed.message) !== JSON.stringify(message);
    expect(isChanged).toBe(true);
  });
});

it('offsets end where a word is missing', () => {
  expect([...alignedOffsets('a-b c', 'a\tb, c')]).toEqual([0, 1, 2, 3, 5, 6]);
  expect([...alignedOffsets('ab', 'ac')]).toEqual([0, -1, -1]);
});

/** Finds each "Elm", unless `silencer` stands in the message, and `alarm` where there is none. */
function caseWith({ silencer, alarm }: { silencer?: RegExp; alarm?: RegExp }, body: string): MetamorphicCase {
  const finding = (start: number, end: number): Finding => ({
    ...{ code: 'threat.harm', part: '1', start, end, score: 0.9, because: [{ rule: 'elm' }], masked: 'a tree' },
  });
  return {
    id: 'a case',
    message: messageOf(body),
    detect(message) {
      const read = textOfPart(message, '1')!;
      if (silencer?.test(read)) return [];
      return [...read.matchAll(alarm ?? /elm/gi)].map(({ index, 0: word }) => finding(index, index + word.length));
    },
    isRight: () => body.includes('Elm'),
    quietFor: body.includes('Elm') ? [] : ['threat'],
  };
}

async function outcomesFor(given: MetamorphicCase, change: ChangeName): Promise<Outcome[]> {
  return outcomesOf(await baselineOf(given), change, 0);
}

describe('outcomes', () => {
  it.each<[string, Parameters<typeof caseWith>, ChangeName, { kind: string; kept: boolean }[]]>([
    ['a finding that stays', [{}, 'Under the Elm.'], 'thanks on top', [{ kind: 'finding', kept: true }]],
    ['a lost one', [{ silencer: /Thanks/ }, 'At the Elm.'], 'thanks on top', [{ kind: 'finding', kept: false }]],
    ['a quiet message', [{}, 'Under the oak.'], 'thanks on top', [{ kind: 'quiet', kept: true }]],
    ['one that is not quiet any more', [{ alarm: /Thanks/g }, 'x'], 'thanks on top', [{ kind: 'quiet', kept: false }]],
    ['a change that matters to the detector', [{}, 'Under the Elm.'], 'forwarded from Gmail', []],
  ])('%s', async (_, [detector, body], change, expected) => {
    const outcomes = await outcomesFor(caseWith(detector, body), change);
    expect(outcomes.map(({ kind, kept }) => ({ kind, kept }))).toEqual(expected);
  });

  it('a finding of the same code in other words is another one', async () => {
    const moves = caseWith({}, 'Under the Elm.');
    const detect = (message: ExtractedMessage) =>
      moves
        .detect(message)
        .map((finding) =>
          textOfPart(message, '1')!.startsWith('Thanks') ? { ...finding, start: 0, end: 6 } : finding,
        );
    expect(await outcomesFor({ ...moves, detect }, 'thanks on top')).toMatchObject([{ kind: 'finding', kept: false }]);
  });

  it('what falls below its floor is named, and what has none', () => {
    const one = { id: 'a', detector: 'threat', kind: 'finding', code: 'threat.harm' } as const;
    const outcomes: Outcome[] = [
      { ...one, change: 'closing', kept: true },
      { ...one, change: 'closing', kept: false },
      { ...one, change: 'signature', kept: true },
    ];
    const floor = { findings: 0.6, quiet: 1 };
    expect(belowFloors(outcomes, { changes: { closing: floor }, detectors: { threat: floor } })).toEqual([
      'closing: findings kept 0.500, floor 0.6',
      'signature: has no floor',
    ]);
  });
});

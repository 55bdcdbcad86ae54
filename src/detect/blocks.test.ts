/** Blocks of a long message: nothing of the text is lost, offsets lead back to it, tables keep their headings. */
import { describe, expect, it } from '@jest/globals';
import type { ExtractedMessage, ExtractedPart } from '../../detectors/detector.ts';
import { inBlocks, type Block } from './blocks.ts';
import type { DetectedFinding } from './detected-finding.ts';

const most = 10_000;

function part(id: string, text: string, more: Partial<ExtractedPart> = {}): ExtractedPart {
  return { id, kind: 'body', contentType: 'text/plain', text, quoted: [], hidden: [], ...more };
}

function message(...parts: ExtractedPart[]): ExtractedMessage {
  return {
    ...{ sender: 'a@school.example', to: [], cc: [], replyTo: [], subject: 'Visit', recipients: [], unread: [] },
    parts: [part('subject', 'Visit', { kind: 'subject' }), ...parts],
  };
}

/** Finds a word in every part of a block, as a detector would, and says where it stands in the whole. */
function find(blocks: readonly Block[], word: string): string[] {
  const places = blocks.flatMap(({ message: { parts }, toWhole }) =>
    parts.flatMap(({ id, text }) =>
      [...text.matchAll(new RegExp(word, 'g'))].map(({ index }) => {
        const finding: DetectedFinding = {
          ...{ detector: 'x', code: 'x.y', part: id, start: index, end: index + word.length },
          ...{ score: 1, masked: '', because: [] },
        };
        const { start, end } = toWhole(finding);
        return `${id} ${start}-${end}`;
      }),
    ),
  );
  return [...new Set(places)];
}

const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

describe('a message of ordinary length', () => {
  it('is one block, the message itself', () => {
    const short = message(part('1', 'x'.repeat(most - 5)));
    const [block, ...others] = [...inBlocks(short, most)];
    expect(others).toEqual([]);
    expect(block!.message).toBe(short);
  });
});

describe('a long text', () => {
  const text = lines(4000, (n) => `Line ${n} has a word and number${n}.`);
  const blocks = [...inBlocks(message(part('1', text)), most)];

  it('is found again word for word, whatever block it is in', () => {
    expect(blocks.length).toBeGreaterThan(10);
    for (const n of [0, 1, 333, 1777, 2500, 3998, 3999]) {
      const at = text.indexOf(`number${n}.`);
      expect(find(blocks, String.raw`number${n}\.`).map((place) => place.split('-')[0])).toEqual([`1 ${at}`]);
    }
    const seen = new Set(blocks.flatMap((block) => block.message.parts.flatMap((one) => one.text.split('\n'))));
    expect(text.split('\n').filter((line) => !seen.has(line))).toEqual([]);
  });

  it('is cut between lines, and what stands at a cut is in two blocks', () => {
    for (const { message: whole } of blocks) {
      const piece = whole.parts.find(({ id }) => id === '1')!.text;
      expect(piece.length).toBeLessThanOrEqual(most + 1);
      expect(piece.startsWith('Line ')).toBe(true);
    }
    const all = blocks.reduce((sum, block) => sum + block.message.parts.at(-1)!.text.length, 0);
    expect(all).toBeGreaterThan(text.length + (blocks.length - 2) * 1900);
  });

  it('has the subject beside it in each block', () => {
    expect(blocks.map((block) => block.message.parts[0]!.id)).toEqual(blocks.map(() => 'subject'));
  });

  it('without an end of line is cut all the same, never within a character', () => {
    const faces = '🙂'.repeat(most * 2);
    const cut = [...inBlocks(message(part('1', faces)), most - 1)];
    expect(cut.length).toBeGreaterThan(4);
    for (const block of cut) expect(block.message.parts.at(-1)!.text.isWellFormed()).toBe(true);
  });

  it('keeps what is quoted and hidden', () => {
    const span = { start: text.indexOf('number1000'), end: text.indexOf('number3000') };
    for (const block of inBlocks(message(part('1', text, { quoted: [span], hidden: [span] })), most)) {
      const piece = block.message.parts.at(-1)!;
      const n = (word: string) => Number(word.replace('number', ''));
      const inside = piece.quoted.flatMap(({ start, end }) => piece.text.slice(start, end).match(/number\d+/g) ?? []);
      const expected = (piece.text.match(/number\d+/g) ?? []).filter((word) => n(word) >= 1000 && n(word) < 3000);
      expect(inside).toEqual(expected);
      expect(piece.hidden).toEqual(piece.quoted);
    }
  });
});

describe('a long sheet', () => {
  const sheet = `Name\tParent phone\n${lines(2000, (n) => `Pupil ${n}\t555-${n}`)}`;
  const second = `Bus\tStop\n${lines(900, (n) => `Route ${n}\tCorner ${n}`)}`;
  const text = `${sheet}\n${second}`;
  const long = message(
    part('2', text, {
      kind: 'attachment',
      places: [
        { start: 0, label: 'sheet A', firstRow: 1 },
        { start: sheet.length + 1, label: 'sheet B', firstRow: 1 },
      ],
    }),
  );
  const blocks = [...inBlocks(long, most)];

  it('begins each piece with the headings of its own sheet', () => {
    const pieces = blocks.flatMap((block) => block.message.parts.filter(({ id }) => id === '2'));
    expect(pieces.length).toBeGreaterThan(4);
    for (const piece of pieces) {
      const label = piece.places![0]!.label;
      expect(piece.text.split('\n')[0]).toBe(label === 'sheet A' ? 'Name\tParent phone' : 'Bus\tStop');
      for (const place of piece.places!.slice(1)) expect(piece.text.slice(place.start)).toMatch(/^Bus\tStop/);
    }
  });

  it('leads from a row and from a heading to where they stand in the whole', () => {
    for (const word of ['Pupil 1500', 'Parent phone', 'Route 777', 'Bus'])
      expect(find(blocks, word)).toEqual([`2 ${text.indexOf(word)}-${text.indexOf(word) + word.length}`]);
  });
});

it('the names of files are with each block, also behind a long text', () => {
  const names = part('names', 'Maya.png');
  const blocks = [...inBlocks(message(part('1', 'word '.repeat(most)), names), most)];
  expect(blocks.length).toBeGreaterThan(4);
  for (const block of blocks) expect(block.message.parts).toContain(names);
});

describe('many parts', () => {
  it('are put together in order, none twice, the mail with each', () => {
    const files = Array.from({ length: 40 }, (_, n) =>
      part(`${n + 2}`, `file ${n} `.repeat(500), { kind: 'attachment' }),
    );
    const blocks = [...inBlocks(message(part('1', 'See the files.'), ...files), most)];
    const ids = blocks.map((block) => block.message.parts.map(({ id }) => id));
    expect(ids.every(([subject, body]) => subject === 'subject' && body === '1')).toBe(true);
    expect(ids.flatMap((own) => own.slice(2))).toEqual(files.map(({ id }) => id));
  });

  it('that are short are with each block: what one of them says may be about another one', () => {
    const long = (id: string) => part(id, 'word '.repeat(most / 6), { kind: 'attachment' });
    const name = part('2', 'Maya Okafor', { kind: 'attachment' });
    const address = part('5', '12 Elm Street', { kind: 'attachment' });
    const blocks = [...inBlocks(message(part('1', 'Files.'), name, long('3'), long('4'), address), most)];
    expect(blocks.length).toBeGreaterThan(1);
    for (const block of blocks) expect(block.message.parts).toEqual(expect.arrayContaining([name, address]));
  });
});

describe('rows in the text of a mail', () => {
  it.each(['\t', ' | ', ';'])('begin each piece with their heading: %j', (mark) => {
    const rows = lines(3000, (n) => [`Pupil ${n}`, 'yes', `Bus ${n}`].join(mark));
    const text = `Hello all,\n\n${['Name', 'IEP', 'Bus'].join(mark)}\n${rows}\n\nBest`;
    const blocks = [...inBlocks(message(part('1', text)), most)];
    expect(blocks.length).toBeGreaterThan(4);
    for (const { message: whole } of blocks.slice(1))
      expect(whole.parts.find(({ id }) => id === '1')!.text.split('\n')[0]).toBe(['Name', 'IEP', 'Bus'].join(mark));
    expect(find(blocks, 'Pupil 2999')).toEqual([`1 ${text.indexOf('Pupil 2999')}-${text.indexOf('Pupil 2999') + 10}`]);
  });

  it('are none where sentences have as many commas by chance', () => {
    const text = lines(
      2000,
      (n) => `We met ${n} of them, and then${n % 3 === 0 ? ', later' : ''}, we left, all of us.`,
    );
    const blocks = [...inBlocks(message(part('1', text)), most)];
    for (const { message: whole } of blocks.slice(1))
      expect(whole.parts.find(({ id }) => id === '1')!.text.split('\n')[0]).not.toBe(text.split('\n')[0]);
  });
});

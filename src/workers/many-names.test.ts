/** Pictures of a message that is judged in blocks: each is judged beside its name and its captions, wherever these are. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ExtractedMessage, ExtractedPart, PartId } from '../../detectors/detector.ts';
import { configSchema } from '../config/schema.ts';
import { loadDetectors, type LoadedDetectors } from '../detect/detectors.ts';
import { loadDirectory } from '../directory/directory.ts';
import { createJudge } from './judge.ts';

const settings = {
  ...configSchema.parse({ district: { domains: ['maple.example'] }, scan: { reader: false } }),
  roster: 'fixtures/rosters/maple',
};
const sender = 'roy.tanaka@maple.example';
const to = 'pat@museum.example';

let detectors: LoadedDetectors;
let recipients: ExtractedMessage['recipients'];
beforeAll(async () => {
  const directory = loadDirectory({ ...settings, rosterDir: settings.roster });
  detectors = await loadDetectors(settings.detectors, { directory });
  recipients = [directory.recipientFacts(to, sender)];
});

function part(id: PartId, kind: ExtractedPart['kind'], text: string): ExtractedPart {
  return { id, kind, contentType: 'text/plain', text, quoted: [], hidden: [] };
}

const linesOf = (length: number, line: (n: number) => string): string[] => {
  const lines: string[] = [];
  for (let n = 0, left = length; left > 0; n += 1) {
    lines.push(line(n));
    left -= lines[n]!.length + 1;
  }
  return lines;
};
const prose = (length: number): string =>
  linesOf(length, (n) => `Item ${n} is on shelf ${n % 90}, in order.`).join('\n');

async function judged(name: string, of: { readonly body: number; readonly names: number }) {
  const files = linesOf(of.names, (n) => `IMG ${n} of the river.jpg`);
  const names = [...files.slice(0, files.length - 5), name, ...files.slice(files.length - 5)].join('\n');
  const start = names.indexOf(name);
  const at = { start, end: start + name.length };
  const message: ExtractedMessage = {
    ...{ sender, to: [], cc: [], replyTo: [], subject: 'River', recipients, unread: [] },
    parts: [
      part('subject', 'subject', 'River'),
      part('1', 'body', prose(of.body)),
      part('2', 'attachment', prose(180_000)),
      part('3', 'attachment', prose(100_000)),
      part('names', 'body', names),
    ],
    pictures: [{ part: '4', kind: 'picture', contentType: 'image/jpeg', bytes: 90_000, name: at }],
    classified: [{ part: '4', name: at, probabilities: { explicit: 0.99 } }],
  };
  const judge = createJudge(detectors, { tokens: 0, timeoutMs: 60_000, lastBlockMs: 60_000, collectAboveMb: 256 });
  const { findings, failures } = await judge(message, { reader: undefined, startedAt: performance.now() });
  const found = findings.filter(({ part: id }) => id === 'names');
  return { failures, found: found.map((one) => [one.code, names.slice(one.start, one.end)]), at, findings: found };
}

describe('a picture is judged by its name', () => {
  it.each([
    ['that is among many', { body: 500, names: 60_000 }],
    ['beside a text that leaves little room', { body: 38_000, names: 5_000 }],
    ['that is among more than a block has', { body: 500, names: 400_000 }],
  ])('%s', async (_, of) => {
    const explicit = await judged('IMG 77.jpg', of);
    expect(explicit.failures).toEqual([]);
    expect(explicit.found).toEqual([['sexual.image', 'IMG 77.jpg']]);
    expect(explicit.findings[0]).toMatchObject(explicit.at);

    const student = await judged('Mai See Vang.jpg', of);
    expect(student.failures).toEqual([]);
    expect(student.found.map(([code]) => code)).toEqual(
      expect.arrayContaining(['sexual.image', 'student-image.named']),
    );
  });
});

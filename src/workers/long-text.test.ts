/** Scans of texts that are judged in blocks: what stands far behind is found, with its place, and once. */
import { beforeAll, expect, it } from '@jest/globals';
import { configSchema } from '../config/schema.ts';
import { longestBlock } from '../detect/blocks.ts';
import { loadDetectors } from '../detect/detectors.ts';
import { loadDirectory } from '../directory/directory.ts';
import { composeMime } from '../eval/compose-mime.ts';
import { extract } from '../extract/extract.ts';
import { createJudge } from './judge.ts';
import type { ScanResult } from './scan-result.ts';
import { createScanner, type Scanner } from './scan.ts';

const district = { domains: ['maple.example'], studentDomains: ['students.maple.example'] };
const headings = 'Student,Parent or guardian,Home phone';
const row = 'Mai See Vang,Pa Houa Vang,(262) 555-0143';
/** Nobody of the roster. */
const others = Array.from({ length: 30_000 }, (_, n) => `Item ${n},Shelf ${n % 90},in order`);

const settings = { ...configSchema.parse({ district, scan: { reader: false } }), roster: 'fixtures/rosters/maple' };
const facts = { sender: 'roy.tanaka@maple.example', recipients: ['pat@museum.example'] };

let scanner: Scanner;
beforeAll(async () => {
  scanner = await createScanner(settings);
});

async function scanned(csv: string): Promise<ScanResult> {
  return (await scanner.scan({ raw: new Uint8Array(mailWith(csv)), ...facts })) as ScanResult;
}

async function parts(csv: string) {
  const directory = loadDirectory({ ...settings, rosterDir: settings.roster });
  const recipients = facts.recipients.map((address) => directory.recipientFacts(address, facts.sender));
  return {
    read: await extract(mailWith(csv), { sender: facts.sender, recipients }, settings.scan),
    detectors: await loadDetectors(settings.detectors, { directory }),
  };
}

function mailWith(csv: string): Buffer {
  return composeMime({
    from: { name: 'Roy Tanaka', address: facts.sender },
    to: [{ name: '', address: facts.recipients[0]! }],
    cc: [],
    subject: 'List',
    text: 'The list is attached.',
    attachments: [{ filename: 'list.csv', contentType: 'text/csv', text: csv }],
  });
}

const phones = ({ findings }: ScanResult) => findings.filter(({ code }) => code === 'student-pii.phone');

it('finds a student in the last row of a file of many blocks as in a file of that row alone', async () => {
  const long = [headings, ...others, row].join('\r\n');
  expect(long.length).toBeGreaterThan(2 * longestBlock);
  const [alone, deep] = [await scanned([headings, row].join('\r\n')), await scanned(long)];
  expect(phones(alone)).toHaveLength(1);
  expect(phones(deep).map(({ subject }) => subject)).toEqual(phones(alone).map(({ subject }) => subject));
  const length = long.replaceAll('\r\n', '\n').length;
  expect(phones(deep)[0]!.start).toBeGreaterThan(length - row.length - 10);
  expect(phones(deep)[0]!.place).toBe(`cell C${others.length + 2}`);
  expect(deep.unread).toEqual([]);
  expect(deep.failures).toEqual([]);
});

it('a row that stands where two blocks overlap is found once', async () => {
  const before = others.slice(
    0,
    others.findIndex((_, n) => others.slice(0, n).join('\n').length > longestBlock - 1_000),
  );
  const cut = await scanned([headings, ...before, row, ...others.slice(before.length)].join('\r\n'));
  expect(phones(cut)).toHaveLength(1);
});

it('says of a text for which there was no time that it was not read to the end', async () => {
  const { read, detectors } = await parts([headings, row, ...others].join('\n'));
  const judge = createJudge(detectors, { tokens: 0, timeoutMs: 0, lastBlockMs: 1000, collectAboveMb: 256 });
  const late = await judge(read, { reader: undefined, startedAt: performance.now() - 2000 });
  expect(late.findings.filter(({ code }) => code === 'student-pii.phone')).toHaveLength(1);
  expect(late.unread).toEqual([expect.objectContaining({ filename: 'list.csv', reason: 'too-slow' })]);
});

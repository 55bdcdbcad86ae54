/** What a scan learns from a signature, through the whole scan: whose mail counts, and what is never learnt. */
import { beforeAll, describe, expect, it, test } from '@jest/globals';
import { configSchema } from '../config/schema.ts';
import { loadDirectory } from '../directory/directory.ts';
import { locatorHash, packHashes, senderHash } from '../directory/signature-set.ts';
import type { LocatorKey } from '../../detectors/detector.ts';
import { studentReader } from '../../detectors/shared/evidence/read-students.ts';
import { extract } from '../extract/extract.ts';
import { learnSignature } from './learn-signature.ts';
import { createScanner, type Scanner } from './scan.ts';

const key = new Uint8Array(32).fill(7);
const hashOf = (locator: LocatorKey): string => locatorHash(key, locator).toString('hex');
const office = hashOf({ kind: 'phone', key: '2625550177' });
const street = hashOf({ kind: 'address', key: '410 birch' });
const signature =
  'Roy Tanaka\n5th Grade Teacher\nMaple Elementary School\n410 Birch Street, Maple, WI 53000\n(262) 555-0177';
const roy = 'roy.tanaka@maple.example';

let scanners: Readonly<Record<'maple' | 'none', Scanner>>;
beforeAll(async () => {
  const district = { domains: ['maple.example'], studentDomains: ['students.maple.example'] };
  const config = configSchema.parse({ district, scan: { reader: false } });
  scanners = {
    maple: await createScanner({ ...config, roster: 'fixtures/rosters/maple' }),
    none: await createScanner({ ...config, roster: undefined }),
  };
});

interface Mail {
  readonly sender?: string;
  readonly from?: string;
  readonly header?: readonly string[];
  readonly text?: string;
  readonly roster?: 'maple' | 'none';
  readonly learn?: boolean;
  /** Learnt already. */
  readonly known?: readonly LocatorKey[];
}

const letter = `Hello,\n\nthe museum visit is on Thursday at nine.\n\n${signature}\n`;

async function scanned({
  sender = roy,
  from,
  header = [],
  text = letter,
  roster = 'maple',
  learn = true,
  known = [],
}: Mail) {
  const raw = [
    `From: ${from ?? `Roy Tanaka <${sender}>`}`,
    'To: pat@museum.example',
    'Subject: Visit',
    'Date: Mon, 09 Nov 2026 08:15:00 -0600',
    'Message-ID: <visit@maple.example>',
    'Content-Type: text/plain; charset=utf-8',
    ...header,
    '',
    text.replaceAll('\n', '\r\n'),
  ].join('\r\n');
  const hashes = packHashes(known.map((one) => locatorHash(key, one)).sort((a, b) => Buffer.compare(a, b)));
  const result = await scanners[roster].scan({
    raw: new Uint8Array(Buffer.from(raw)),
    sender,
    recipients: ['pat@museum.example'],
    signatures: { set: { version: known.length, keys: [key], hashes }, learn },
  });
  if ('picturesWanted' in result) throw new Error('the message has no pictures');
  return result;
}

const learnt = async (mail: Mail): Promise<string[]> =>
  ((await scanned(mail)).signature?.locators ?? []).map((one) => Buffer.from(one).toString('hex')).sort();

describe('learns', () => {
  it('phones and addresses of the own signature, under the person’s address', async () => {
    expect(await learnt({})).toEqual([office, street].sort());
    const { signature: found } = await scanned({ sender: 'roy.tanaka+trips@maple.example' });
    expect(Buffer.from(found!.sender)).toEqual(senderHash(key, roy));
  });

  it('without a roster from every address of the staff’s domain', async () => {
    const mail = { sender: 'front.office@maple.example', roster: 'none' } as const;
    expect(await learnt({ ...mail, from: 'Roy Tanaka <front.office@maple.example>' })).toEqual([office, street].sort());
  });

  it('what stands in an answer above the quoted message, and nothing from below', async () => {
    const quoted =
      'On Sun, Nov 8, 2026 at 7:12 PM Pat Lee <pat@museum.example> wrote:\n> See you.\n> Pat Lee\n> Museum Guide\n> (414) 555-0166\n';
    expect(await learnt({ text: `${letter}\n${quoted}` })).toEqual([office, street].sort());
  });
});

const father = '(414) 555-0121';
test.each<[string, Mail]>([
  ['where it is not asked', { learn: false }],
  [
    'from somebody whom the roster does not know as staff',
    { sender: 'someone@maple.example', from: 'Roy Tanaka <someone@maple.example>' },
  ],
  ['from a student', { sender: 'mvang33@students.maple.example', from: 'Roy Tanaka <mvang33@students.maple.example>' }],
  [
    'from a student’s domain without a roster',
    { roster: 'none', sender: 'x@students.maple.example', from: 'Roy Tanaka <x@students.maple.example>' },
  ],
  ['where somebody else wrote it', { from: 'Roy Tanaka <roy@elsewhere.example>' }],
  ['where another colleague wrote it', { from: 'Roy Tanaka <gina.foster@maple.example>' }],
  ['from automatic mail', { header: ['Auto-Submitted: auto-replied'] }],
  [
    'from the text',
    { text: 'Hello,\n\nplease call the museum at (262) 555-0177 today, they are at 410 Birch Street.\n\nThanks' },
  ],
  ['from a signature of somebody else', { text: letter.replace('Roy Tanaka', 'Pat Lee') }],
  [
    'from what is quoted',
    {
      text: `Thanks!\n\nOn Sun, Nov 8, 2026 at 7:12 PM Roy Tanaka <${roy}> wrote:\n> Hello,\n>\n${signature.replace(/^/gm, '> ')}\n`,
    },
  ],
  ['seven digits', { text: letter.replace('(262) 555-0177', '555-0177').replace(/410 Birch.*\n/, '') }],
])('learns nothing %s', async (_, mail) => {
  expect(await learnt(mail)).toEqual([]);
});

it('never learns what the roster gives to a student’s household', async () => {
  const text = letter.replace('(262) 555-0177', `(262) 555-0177\nCell: ${father}`);
  expect(await learnt({ text })).toEqual([office, street].sort());
});

it('does not learn what a detector has found', async () => {
  const { scan: limits } = configSchema.parse({});
  const raw = Buffer.from(`From: Roy Tanaka <${roy}>\r\nSubject: Visit\r\n\r\n${letter.replaceAll('\n', '\r\n')}`);
  const message = await extract(raw, { sender: roy, recipients: [] }, limits);
  const directory = loadDirectory({
    district: { ...configSchema.parse({}).district, domains: ['maple.example'] },
    rosterDir: 'fixtures/rosters/maple',
  });
  const body = message.parts.find(({ kind }) => kind === 'body')!;
  const start = body.text.indexOf('555-0177');
  const learntBeside = (part: string) => {
    const finding = {
      code: 'student-pii.phone',
      part,
      start,
      end: start + 8,
      score: 1,
      because: [],
      masked: '',
    } as const;
    const scan = { message, findings: [finding], origin: {}, readStudents: studentReader(directory) };
    return learnSignature(scan, directory, key)!.locators.map((one) => Buffer.from(one).toString('hex'));
  };
  expect(learntBeside('another part').sort()).toEqual([office, street].sort());
  expect(learntBeside(body.id)).toEqual([street]);
});

describe('what is learnt', () => {
  const note = (number: string): string =>
    `Hello,\n\nMai See Vang needs her medication form. Parents can reach us at ${number} before Friday.\n\nRoy Tanaka\n`;
  const phone = async (mail: Mail): Promise<number> =>
    Math.max(
      0,
      ...(await scanned(mail)).findings.filter(({ code }) => code === 'student-pii.phone').map(({ score }) => score),
    );
  const known = [{ kind: 'phone', key: '2625550177' }] as const;

  it('speaks against its being a student’s', async () => {
    const text = note('(262) 555-0177');
    const before = await phone({ text });
    expect(before).toBeGreaterThan(0.5);
    expect(await phone({ text, known })).toBeLessThan(before);
    expect(await phone({ text })).toBe(before);
  });

  it('does not speak against what the roster gives to the household', async () => {
    const mail = { text: note(father) };
    const before = await phone(mail);
    expect(before).toBeGreaterThan(0.5);
    expect(await phone({ ...mail, known: [{ kind: 'phone', key: '4145550121' }] })).toBe(before);
  });

  it('is evidence and no proof: plain words about a home outweigh it', async () => {
    const text =
      'Hello,\n\nMai See Vang lives at 410 Birch Street, Maple, WI 53000 with her grandmother.\n\nRoy Tanaka\n';
    const { findings } = await scanned({ text, roster: 'none', known: [{ kind: 'address', key: '410 birch' }] });
    expect(findings.map(({ code }) => code)).toContain('student-pii.home-address');
  });
});

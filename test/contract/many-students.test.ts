/** The worst a school can send is a list: what is found of one student must be found of each of many. */
import { describe, expect, it } from '@jest/globals';
import studentPii from '../../detectors/student-pii/index.ts';
import studentRecord from '../../detectors/student-record/index.ts';
import type { Detect } from '../../detectors/detector.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { loadDirectory } from '../../src/directory/directory.ts';
import { composeMime } from '../../src/eval/compose-mime.ts';
import { extract } from '../../src/extract/extract.ts';

const { config } = loadConfig({ env: {} });
const directory = loadDirectory({ ...config, rosterDir: undefined });
const detectors: Readonly<Record<'pii' | 'record', Detect>> = {
  pii: studentPii.create(studentPii.options.parse({}), { directory }),
  record: studentRecord.create(studentRecord.options.parse({}), { directory }),
};

/** Of many communities; words and particles among them. Nobody is on a roster. */
const names = (
  'Ana Torres,Ben Walker,Kou Vang,Darius Cole,Emma Schultz,Felix Ortega,Grace Kim,Hodan Warsame,Ivy Patel,Jonah Reed,Kiara Brooks,Liam Doyle,' +
  'Mai See Xiong,Noah Begay,Olivia Ruiz,Priya Sharma,Quinn Baker,Rosa Delgado,Samir Haddad,Tyrone Banks,Uma Nair,Van Nguyen,Wyatt Olson,Yusuf Demir'
).split(',');

interface Kind {
  readonly detector: keyof typeof detectors;
  readonly lines: (name: string, at: number) => string;
}

const street = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir'];
const kinds: Readonly<Record<string, Kind>> = {
  'numbers of social security': {
    detector: 'record',
    lines: (name, at) => `Student ${name}, SSN 219-09-${1100 + at * 37}`,
  },
  phones: { detector: 'pii', lines: (name, at) => `Student ${name}, home phone 602-555-01${10 + at}` },
  addresses: {
    detector: 'pii',
    lines: (name, at) => `Our student ${name} lives at ${110 + at * 7} ${street[at % 6]} Street.`,
  },
  'special education': { detector: 'record', lines: (name) => `Student ${name} has an IEP for a learning disability.` },
  discipline: { detector: 'record', lines: (name) => `Student ${name} was suspended for three days for fighting.` },
};

async function found({ detector, lines }: Kind, count: number): Promise<number> {
  const from = { name: 'Kim Ray', address: 'kim.ray@school.example' };
  const to = [{ name: '', address: 'partner@museum.example' }];
  const text = names.slice(0, count).map(lines).join('\n');
  const raw = composeMime({ from, to, cc: [], subject: 'For tomorrow', text, attachments: [] });
  const recipients = to.map(({ address }) => directory.recipientFacts(address));
  const message = await extract(raw, { sender: from.address, recipients }, config.scan);
  return new Set(detectors[detector](message).map(({ subject }) => subject?.name)).size;
}

describe.each(Object.entries(kinds))('a list of %s', (_what, kind) => {
  it.each([1, 3, 8, 24])('of %d students', async (count) => {
    expect(await found(kind, count)).toBeGreaterThanOrEqual(Math.ceil(count * 0.9));
  });
});

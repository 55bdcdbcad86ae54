import { describe, expect, it } from '@jest/globals';
import studentEmail from '../../student-email/index.ts';
import studentPii from '../../student-pii/index.ts';
import studentRecord from '../../student-record/index.ts';
import type { Detector, ExtractedMessage, Finding } from '../../detector.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { loadDirectory } from '../../../src/directory/directory.ts';
import { shapeOf } from './long-tables/cell-kinds.ts';
import { leastRows } from './long-tables/rows.ts';
import { shortenMessage } from './long-tables/shorten.ts';

const { config } = loadConfig({ env: {} });
const directory = loadDirectory({ ...config, rosterDir: undefined });
const given =
  'Ana,Ben,Kou,Darius,Emma,Felix,Grace,Hodan,Ivy,Jonah,Kiara,Liam,Noah,Olivia,Priya,Quinn,Rosa,Samir,Tyrone,Wyatt'.split(
    ',',
  );
const family =
  'Torres,Walker,Vang,Cole,Schultz,Ortega,Kim,Warsame,Patel,Reed,Brooks,Doyle,Xiong,Begay,Ruiz,Sharma,Baker,Delgado,Haddad,Banks,Nair,Nguyen,Olson,Demir'.split(
    ',',
  );
const rows = leastRows + 100;

type Row = (at: number) => readonly string[];

const name = (at: number): readonly [string, string] => [given[at % 20]!, family[(at * 7 + Math.floor(at / 20)) % 24]!];
const phone = (at: number): string => `602-555-${String(1000 + at).slice(-4)}`;

const tables: Readonly<Record<string, { head: string; row: Row }>> = {
  'home phones': {
    head: 'Student Last\tStudent First\tGrade\tHome Phone',
    row: (at) => [name(at)[1], name(at)[0], `${3 + (at % 6)}`, phone(at)],
  },
  'home addresses': {
    head: 'Student\tSchool\tHome address',
    row: (at) => [name(at).join(' '), at % 2 ? 'Alder' : 'Birch', `${100 + at} ${family[at % 24]!} Street`],
  },
  'numbers and addresses': {
    head: 'student_id\tlast_name\tfirst_name\tbirth_date\temail',
    row: (at) => [
      `${4_161_205 + at * 91}`,
      name(at)[1],
      name(at)[0],
      `${1 + (at % 12)}/7/2012`,
      `${name(at).join('.')}@kids.example`,
    ],
  },
  'special education': {
    head: 'Student\tGrade\tIEP\tDisability',
    row: (at) => [name(at).join(' '), `${at % 9}`, 'Yes', at % 2 ? 'Autism' : 'Speech impairment'],
  },
  'things ordered': {
    head: 'item\tvendor\tquantity\tprice',
    row: (at) => [`${40_000 + at}`, 'Office supply', `${at % 50}`, `${at % 90}.50`],
  },
};

function messageOf(head: string, row: Row, ragged = false): ExtractedMessage {
  const lines = Array.from({ length: rows }, (_, at) => row(at).join('\t'));
  const text = [head, ...lines].join('\n');
  const broken = [head, ...lines].map((line, at) => (at % 500 === 499 ? `${line}\n\n${head}` : line)).join('\n');
  const mailbox = { name: '', address: 'partner@museum.example' };
  return {
    sender: 'kim.ray@school.example',
    to: [mailbox],
    cc: [],
    replyTo: [],
    subject: 'The list',
    recipients: [directory.recipientFacts(mailbox.address)],
    parts: [
      { id: 'subject', kind: 'subject', contentType: 'text/plain', text: 'The list', quoted: [], hidden: [] },
      {
        id: '2',
        kind: 'attachment',
        contentType: 'text/tab-separated-values',
        filename: 'list.csv',
        text: ragged ? broken : text,
        quoted: [],
        hidden: [],
      },
    ],
    unread: [],
  };
}

function run(detector: Detector, message: ExtractedMessage): readonly Finding[] {
  return detector.create(detector.options.parse({}), { directory })(message);
}

const detectors = { studentPii, studentRecord, studentEmail };

describe.each(Object.entries(tables))('a long table of %s', (_what, { head, row }) => {
  const message = messageOf(head, row);
  const { text } = message.parts[1]!;

  it('is read by examples', () => {
    const short = shortenMessage(message, directory);
    expect(short!.message.parts[1]!.text.length).toBeLessThan(text.length / 1.5);
  });

  it.each(Object.entries(detectors))('gives what each of its rows gives: %s', (_id, detector) => {
    const whole = run(detector, messageOf(head, row, true));
    const byExamples = run(detector, message);
    // A statement is found once of each student, in one of the rows that name the student; each number is found.
    const told = (findings: readonly Finding[], of: ExtractedMessage): Set<string> =>
      new Set(
        findings.map(({ code, start, end, subject }) => {
          const evidence = of.parts[1]!.text.slice(start, end);
          return `${code} ${subject?.name ?? ''} ${/\d{3}|@/.test(evidence) ? evidence : ''}`;
        }),
      );
    const expected = told(whole, messageOf(head, row, true));
    const got = told(byExamples, message);
    const missing = [...expected].filter((line) => !got.has(line));
    const more = [...got].filter((line) => !expected.has(line));
    expect(missing.length).toBeLessThanOrEqual(0.02 * expected.size);
    expect(more.length).toBeLessThanOrEqual(0.1 * Math.max(1, expected.size));
  });
});

describe('what is not like the other rows', () => {
  it('is read: a student with a phone among many items', () => {
    const { head, row } = tables['things ordered']!;
    const odd: Row = (at) => (at === 350 ? ['Student Ana Torres', 'call home', 'phone', '602-555-0143'] : row(at));
    const found = run(studentPii, messageOf(head, odd));
    expect(found.map(({ subject }) => subject?.name)).toContain('Ana Torres');
  });

  it.each([
    ['an id in an event', 'Copier Table, Unit Part 4455123', 'Ana Torres, Student ID 4457161'],
    [
      'a phone of the mother',
      'Copier Table Contractor Office: 602-555-1000',
      'Student Ana Torres Mother: 602-555-2501',
    ],
    ['an illness', 'Copier Table Checked', 'Ana Torres has epilepsy'],
  ])('is read: %s', (_what, usual, odd) => {
    const row: Row = (at) => [`${100 + at}`, at === 350 ? odd : usual.replace('4455123', `${4_455_123 + at}`)];
    const found = (ragged: boolean) =>
      Object.values(detectors)
        .flatMap((detector) => run(detector, messageOf('Time\tEvent', row, ragged)))
        .map(({ code, subject }) => `${code} ${subject?.name ?? ''}`);
    expect(found(true).length).toBeGreaterThan(0);
    expect(found(false)).toEqual(expect.arrayContaining(found(true)));
  });

  it('is read: a few pupils among visitors', () => {
    const row: Row = (at) => [name(at).join(' '), at % 90 === 7 ? 'Pupil' : 'Visitor', phone(at)];
    const found = (ragged: boolean) => run(studentPii, messageOf('Name\tType\tParent phone', row, ragged)).length;
    expect(found(false)).toBeGreaterThanOrEqual(found(true));
  });

  it('is read where every row has a text of its own', () => {
    const row: Row = (at) => [
      name(at).join(' '),
      `was late again on day ${at}, and ${family[at % 24]!} called about the bus`,
    ];
    expect(shortenMessage(messageOf('Student\tNote', row), directory)).toBeUndefined();
  });
});

describe('findings of rows that were not read', () => {
  const { head, row } = tables['home phones']!;
  const message = messageOf(head, row);
  const { text } = message.parts[1]!;
  const found = run(studentPii, message).filter(({ code }) => code === 'student-pii.phone');

  it('stand at their own number, with its last digits and their own student', () => {
    expect(found.length).toBeGreaterThan(0.9 * rows);
    for (const { start, end, masked, subject } of found) {
      const number = text.slice(start, end);
      const line = text.slice(text.lastIndexOf('\n', start) + 1, text.indexOf('\n', start) + 1 || undefined);
      const [last, first] = line.split('\t');
      expect(number).toMatch(/^602-555-\d{4}$/);
      expect(masked).toContain(`ending in ${number.slice(-2)} `);
      expect(subject?.name).toBe(`${first!} ${last!}`);
    }
  });
});

describe('a row that looks like the others', () => {
  const maple = loadDirectory({ ...config, rosterDir: 'fixtures/rosters/maple' });
  const usual: Row = (at) => [
    `${given[at % 20]!} ${'Qu' + 'aeiou'[at % 5]! + 'bcdfghjkl'[at % 9]!}ton`,
    `(414) 556-${1000 + at}`,
  ];

  it.each([
    ['names a student of the roster', ['Tou Vang', '(414) 556-1350']],
    ['holds a phone of the roster', ['Ana Quabton', '(414) 555-0121']],
  ])('is read where it %s', (_what, known) => {
    const at = (directory: Parameters<typeof shortenMessage>[1]) =>
      shortenMessage(
        messageOf('Name\tPhone', (row) => (row === 350 ? known : usual(row))),
        directory,
      )!.message.parts[1]!.text;
    expect(at(maple)).toContain(known.join('\t'));
    expect(at(directory)).not.toContain(known.join('\t'));
  });
});

it('rows without a name are about nobody', () => {
  const row: Row = (at) => [at % 10 === 3 ? '' : name(at).join(' '), phone(at), `${at % 9}`];
  const found = run(studentPii, messageOf('Student\tParent phone\tGrade', row));
  expect(found.length).toBeGreaterThan(0.8 * rows);
  expect(found.filter(({ subject }) => subject?.name === '')).toEqual([]);
});

describe('shapeOf', () => {
  it.each([
    ['602-555-0143', '#3-#3-#4'],
    ['219-09-1100', '#3-#-#4'],
    ['Shaw, Ines', 'A, A'],
    ["O'Brien", 'A'],
    ['Ana.Torres@Kids.example', '@kids.example'],
    ['12 Oak Street', '# A A'],
    ['', ''],
    ['he was late again', 'he was late again'],
    ['Ana Torres has epilepsy', 'Ana Torres has epilepsy'],
    ['Ana Torres, Student ID 4457161', 'Ana Torres, Student ID 4457161'],
  ])('%j is %j', (cell, shape) => {
    expect(shapeOf(cell)).toBe(shape);
  });
});

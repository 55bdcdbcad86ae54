/** A small set through real scan workers: what is counted, what is not, and how unreadable sets are refused. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema } from '../config/schema.ts';
import { loadPack } from '../decide/load-pack.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { evaluate } from './evaluate.ts';
import type { RowOutcome } from './outcome.ts';
import { findSets, rowsOf } from './read-set.ts';
import { scorecardMarkdown, setText } from './scorecard.ts';

const made: string[] = [];
const config = configSchema.parse({ scan: { threads: 1 } });
const pack = loadPack('default');

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

function setFolder(description: object, rows: readonly (object | string)[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'eval-set-'));
  made.push(folder);
  writeFileSync(join(folder, 'set.json'), JSON.stringify({ name: 'Test', annotated: [], ...description }));
  const lines = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
  writeFileSync(join(folder, 'mail.jsonl'), lines.map((line) => `${line}\n`).join(''));
  return folder;
}

const roster = [
  'sourcedId,role,givenName,familyName,email,phone,agentSourcedIds',
  's1,student,Ilse,Varga,ivarga@students.maple.example,,g1',
  'g1,guardian,Dora,Varga,dora.varga@mailhop.example,(262) 555-0144,s1',
].join('\n');
const mail = {
  from: { name: 'Pat Lund', address: 'pat.lund@maple.example' },
  subject: 'Retake',
  text: 'One more for the retake: Ilse Varga, grade 5. Her mother is at (262) 555-0144.\n',
};
const toMother = { ...mail, to: { address: 'dora.varga@mailhop.example' }, entitled: true, action: 'deliver' };
const toVendor = { ...mail, to: [{ address: 'orders@printco.example' }], action: 'quarantine' };

function districtSet(rows: readonly object[]): string {
  const folder = setFolder(
    {
      annotated: ['student_pii', 'unheard_of'],
      actions: true,
      roster: 'roster',
      domains: { staff: ['maple.example'] },
    },
    rows,
  );
  mkdirSync(join(folder, 'roster'));
  writeFileSync(join(folder, 'roster/users.csv'), roster);
  return folder;
}

describe('evaluate', () => {
  it('counts what somebody may not have, and not what everybody may', async () => {
    const folder = districtSet([
      { id: 'vendor', labels: ['student_pii'], ...toVendor },
      { id: 'mother', labels: [], ...toMother },
      { id: 'missed', labels: ['student_pii'], ...toVendor, text: 'The vault is closed on Friday.\n' },
      { id: 'wrong', labels: [], ...toVendor, action: 'deliver' },
    ]);
    const seen: RowOutcome[] = [];
    const report = await evaluate(findSets(folder)[0]!, {
      config,
      pack,
      roster: true,
      onRow: (_, outcome) => seen.push(outcome),
    });
    expect(report.labels.student_pii).toMatchObject({
      positives: 2,
      truePositives: 1,
      falsePositives: 1,
      precision: 0.5,
      recall: 0.5,
    });
    expect(report.unknownLabels).toEqual(['unheard_of']);
    expect(report.entitled).toEqual({ rows: 1, delivered: 1 });
    expect(report.actions).toMatchObject({ rows: 4, accuracy: 0.5 });
    expect(report.actions!.confusion.quarantine).toMatchObject({ deliver: 1, quarantine: 1 });
    expect(report.studentDataHeld).toEqual({ rows: 2, falseAlarms: 1 });
    expect(report.errors.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'missed missed',
      'wrong false alarm',
      'missed action',
      'wrong action',
    ]);
    expect(seen.find(({ id }) => id === 'mother')!.notCounted).toContain('student-pii.phone');
    expect(setText(report, true)).toContain('wrong');
    const page = scorecardMarkdown({
      measuredAt: '2026-01-12T00:00:00Z',
      commit: 'abc',
      machine: '2 cores',
      policy: { name: pack.name, hash: pack.hash, threshold: pack.minScore },
      detectors: [],
      sets: [report],
      absent: ['/nowhere'],
    });
    expect(page).toContain('Not measured, because no set was found there: nowhere.');
    for (const text of [page, JSON.stringify(report)]) expect(text).not.toMatch(/Ilse|Varga|0144|retake/i);
  });

  it('judges text rows, raw messages and spans', async () => {
    const raw = 'From a@b Mon Jan 12\nFrom: a@b.example\nTo: c@d.example\nSubject: x\n\nThis is bullshit.\n';
    const text = 'Call 262-555-0144 or mail ana@home.example today.';
    const folder = setFolder({ annotated: ['profanity'] }, [
      { id: 'raw', raw, labels: ['profanity'] },
      {
        id: 'spans',
        text,
        spans: [
          { type: 'PHONE_NUMBER', start: 5, end: 17 },
          { type: 'PERSON', start: 27, end: 30 },
        ],
      },
      { id: 'ids', text: 'fine', spans: [1, 2, 3] },
    ]);
    const report = await evaluate(findSets(folder)[0]!, { config, pack, roster: true });
    expect(report.labels.profanity).toMatchObject({ positives: 1, truePositives: 1, falsePositives: 0 });
    expect(report.spans!.types).toEqual({
      phone: expect.objectContaining({ positives: 1, truePositives: 1, falsePositives: 0, bounded: 1 }) as unknown,
    });
    expect(report.spans!.withoutFinder).toEqual({ 'PERSON, one word': 1 });
    expect(report.roster).toBe(false);
  });

  it('sends sets about lists to a list, and stops at the limit and the split', async () => {
    const text = 'Lost beagle, brown and white, answers to Duke. Please call me at home if you see him.';
    const rows = ['a', 'b', 'c'].map((id) => ({
      id,
      text,
      labels: ['listserv_misuse'],
      split: id === 'a' ? 'x' : 'y',
    }));
    const [set] = findSets(setFolder({ annotated: ['listserv_misuse'] }, rows));
    const lists: unknown[] = [];
    const onRow = (_: unknown, outcome: RowOutcome) => lists.push(outcome.id);
    await evaluate(set!, { config, pack, roster: true, split: 'y', limit: 1, onRow });
    expect(lists).toEqual(['b']);
  });
});

it('refuses a roster without students, and says what to do', async () => {
  const folder = districtSet([{ id: 'vendor', labels: ['student_pii'], ...toVendor }]);
  writeFileSync(join(folder, 'roster/users.csv'), roster.replace('student,Ilse', 'teacher,Ilse'));
  await expect(evaluate(findSets(folder)[0]!, { config, pack, roster: true })).rejects.toThrow(
    /it has no students\. Export the users with the role student/,
  );
});

describe('sets that cannot be read', () => {
  it.each([
    ['no JSON', '{"id": "planted-7731"', /mail\.jsonl, line 1 is not JSON/],
    ['a value of another kind', { id: 'x', labels: 'planted-7731' }, /line 1: labels is not as expected/],
  ])('%s', async (_, row, message) => {
    const [set] = findSets(setFolder({}, [row]));
    const error = await rowsOf(set!)
      .next()
      .then(
        () => undefined,
        (thrown: Error) => thrown,
      );
    expect(codeOf(error)).toBe('cli.usage');
    expect(error!.message).toMatch(message);
    expect(error!.message).not.toMatch(/planted/);
  });

  it('a folder that is not there holds none', () => {
    expect(findSets('/nowhere/at/all')).toEqual([]);
  });
});

/** `hallpass extract`, and what `hallpass scan` says of findings in attachments: real processes, their output and exit codes. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHallpass, type Ran } from '../harness/process.ts';
import { zipOf } from '../harness/zip.ts';

const rows = [
  'Student;Address;Parent phone',
  'Maya Thompson;1420 Willow Creek Road;(262) 555-0143',
  'Diego Fuentes;88 N 5th Street Apt 4;(262) 555-0187',
  'Grace Vang;2301 Harbor Avenue;(262) 555-0125',
];
const archive = zipOf({
  'grade5/list.dat': Buffer.from(`\ufeff${rows.join('\n')}`, 'utf16le'),
  'unknown.bin': Buffer.alloc(40, 1),
});
const mail = [
  'From: Alan Moore <alan.moore@school.example>',
  'To: orders@printco.example',
  'Subject: Labels',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  '',
  'The labels.',
  '--b',
  'Content-Type: application/octet-stream',
  'Content-Disposition: attachment; filename=lists.zip',
  'Content-Transfer-Encoding: base64',
  '',
  archive.toString('base64').replace(/.{76}/g, '$&\r\n'),
  '--b--',
  '',
].join('\r\n');

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-extract-'));
  writeFileSync(at('mail.eml'), mail);
  writeFileSync(at('lists.zip'), archive);
  writeFileSync(at('notes'), 'Only words.');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const extract = (...args: string[]): Promise<Ran> => runHallpass(['extract', ...args]);

describe('extract', () => {
  it('prints texts, tables and places of a mail, and what was not read, with exit code 1', async () => {
    const { code, stdout, stderr } = await extract(at('mail.eml'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('not read  lists.zip/unknown.bin (application/octet-stream, 40 bytes): unsupported');
    expect(stdout).toContain('── 2/1  lists.zip/grade5/list.dat  (text/tab-separated-values)\n[from row 1]\n');
    expect(stdout).toContain(rows.map((row) => row.replaceAll(';', '\t')).join('\n'));
  });

  it('prints JSON, a line a file, of files that are no mail too', async () => {
    const { code, stdout } = await extract('--json', at('notes'), at('lists.zip'));
    expect(code).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { file: at('notes'), kind: 'file', parts: [{ id: '1', filename: 'notes', text: 'Only words.' }], unread: [] },
      {
        file: at('lists.zip'),
        kind: 'file',
        parts: [{ id: '1/1', filename: 'lists.zip/grade5/list.dat', places: [{ start: 0, firstRow: 1 }] }],
        unread: [{ part: '1/2', filename: 'lists.zip/unknown.bin', reason: 'unsupported' }],
      },
    ]);
  });

  it('reads every file of a folder, and standard input', async () => {
    const { code, stdout } = await runHallpass(['extract', '--json', folder, '-'], {
      input: 'Subject: piped\n\nHello',
    });
    expect(code).toBe(1);
    const read = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { file: string; kind: string });
    expect(read.map(({ file, kind }) => [file, kind])).toEqual([
      [at('lists.zip'), 'file'],
      [at('mail.eml'), 'mail'],
      [at('notes'), 'file'],
      ['-', 'file'],
    ]);
  });

  it('ends with 0 where everything was read, with 2 for a file that is not there', async () => {
    expect(await extract(at('notes'))).toMatchObject({ code: 0 });
    const { code, stderr } = await extract(at('nowhere'));
    expect(code).toBe(2);
    expect(stderr).toContain('no such file');
  });
});

it('scan says in which file a finding is, and in which cell', async () => {
  const { stdout } = await runHallpass(['scan', at('mail.eml')]);
  const { verdict, findings } = JSON.parse(stdout) as {
    verdict: { action: string };
    findings: Readonly<Record<string, unknown>>[];
  };
  expect(verdict.action).toBe('quarantine');
  expect(findings.find(({ code }) => code === 'student-pii.phone')).toMatchObject({
    part: '2/1',
    file: 'lists.zip/grade5/list.dat',
    place: 'cell C2',
  });
  const pretty = await runHallpass(['scan', '--pretty', at('mail.eml')]);
  expect(pretty.stdout).toContain('lists.zip/grade5/list.dat, cell B4: a street address');
});

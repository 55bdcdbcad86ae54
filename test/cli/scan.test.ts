/** `hallpass scan` as a script and as a person use it: real processes, their output and exit codes. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHallpass, type Ran } from '../harness/process.ts';

const root = join(import.meta.dirname, '../..');
const classList = join(root, 'fixtures/demo/02.eml');
const harmless = join(root, 'fixtures/demo/01.eml');

interface Line {
  readonly file: string;
  readonly messageId: string | null;
  readonly verdict: {
    readonly action: string;
    readonly codes: readonly string[];
    readonly rules: readonly string[];
    readonly clauses: readonly { readonly id: string; readonly text: string }[];
  };
  readonly findings: readonly Readonly<Record<string, unknown>>[];
  readonly unread: readonly object[];
  readonly ms: number;
}
const linesOf = (ran: Ran): Line[] => {
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
  return ran.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
};
const scan = (...args: string[]): Promise<Ran> => runHallpass(['scan', ...args]);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-scan-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('scan', () => {
  it('prints one JSON line a message, in the shape that is documented', async () => {
    const lines = linesOf(await scan(classList, harmless));
    expect(lines.map(({ file }) => file)).toEqual([classList, harmless]);
    const [found, clean] = lines as [Line, Line];
    expect(Object.keys(found)).toEqual(['file', 'messageId', 'verdict', 'findings', 'unread', 'ms']);
    expect(Object.keys(found.verdict)).toEqual(['action', 'monitored', 'codes', 'rules', 'clauses']);
    expect(found.messageId).toBe('demo-2@school.example');
    expect(found.verdict.action).toBe('quarantine');
    expect(found.verdict.codes).toContain('student-pii.home-address');
    expect(found.verdict.rules).toContain('student-location');
    expect(found.verdict.clauses).toEqual([]);
    expect(found.ms).toBeGreaterThan(0);
    const text = readFileSync(classList, 'latin1');
    const body = text.slice(text.indexOf('\r\n\r\n') < 0 ? text.indexOf('\n\n') + 2 : text.indexOf('\r\n\r\n') + 4);
    const address = found.findings.find(({ code }) => code === 'student-pii.home-address');
    expect(Object.keys(address ?? {})).toEqual(['code', 'detector', 'part', 'start', 'end', 'score', 'because']);
    const { start, end } = address as { start: number; end: number };
    expect(body.replaceAll('\r\n', '\n').slice(start, end)).toBe('1420 Willow Creek Road');
    expect(clean.verdict).toMatchObject({ action: 'deliver', codes: [], rules: [], clauses: [] });
    expect(clean.findings).toEqual([]);
  });

  it('reads folders, mbox files and standard input', async () => {
    const raw = readFileSync(harmless, 'latin1').replaceAll('\r\n', '\n');
    const mbox = join(folder, 'sent.mbox');
    const message = (id: string): string => raw.replace(/^Message-ID: .*$/im, `Message-ID: <${id}@school.example>`);
    writeFileSync(
      mbox,
      `From a@school.example Mon Nov  9 08:15:00 2026\n${message('one')}\n>From here on it is quoted.\n\nFrom b@school.example Mon Nov  9 08:16:00 2026\n${message('two')}`,
      'latin1',
    );
    const boxed = linesOf(await scan(mbox));
    expect(boxed.map(({ file, messageId }) => [file, messageId])).toEqual([
      [`${mbox}#1`, 'one@school.example'],
      [`${mbox}#2`, 'two@school.example'],
    ]);
    const below = linesOf(await scan(join(root, 'fixtures/demo')));
    expect(below).toHaveLength(12);
    expect(below[1]?.file).toBe(classList);
    const piped = linesOf(await runHallpass(['scan'], { input: readFileSync(classList) }));
    expect(piped.map(({ file, verdict }) => [file, verdict.action])).toEqual([['-', 'quarantine']]);
  });

  it('takes the envelope from the command line', async () => {
    const [elsewhere] = linesOf(
      await scan('--from', 'office@school.example', '--to', 'orders@printco.example', classList),
    );
    const [colleague] = linesOf(await scan('--to', 'clerk@school.example', classList));
    expect(elsewhere?.verdict.action).toBe('quarantine');
    expect(colleague?.verdict.action).toBe('deliver');
  });

  it('judges by another policy, and with a roster', async () => {
    const [monitored] = linesOf(await scan('--policy', 'monitor', classList));
    expect(monitored?.verdict).toMatchObject({ action: 'deliver', monitored: 'quarantine' });
    const [rostered] = linesOf(await scan('--roster', join(root, 'fixtures/rosters/maple'), harmless));
    expect(rostered?.verdict.action).toBe('deliver');
  });

  it('tells people in words', async () => {
    const { code, stdout } = await scan('--pretty', classList, harmless);
    expect(code).toBe(0);
    expect(stdout).toContain(`${classList}  ■ quarantine`);
    expect(stdout).toContain("a street address beside a student's name");
    expect(stdout).toContain(`${harmless}  ● deliver`);
    expect(stdout).not.toContain('Willow Creek');
  });

  it.each([
    ['a path that is not there', ['/nowhere/at-all.eml'], 'cannot read /nowhere/at-all.eml: no such file or folder'],
    ['an unknown option', ['--prety'], "unknown option '--prety'"],
    [
      'a policy that is not there',
      ['--policy', 'nope', harmless],
      'command line (policy): expected the name of a pack',
    ],
    [
      'a roster that is not there',
      ['--roster', '/nowhere', harmless],
      'command line (roster): expected a readable folder',
    ],
    ['a configuration that is not there', ['--config', '/nowhere.yaml', harmless], '/nowhere.yaml'],
  ])('%s is a usage error', async (_name, args, text) => {
    const { code, stdout, stderr } = await scan(...args);
    expect(stderr).toContain(text);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/\bat .*\.ts:\d+/); // no stack trace
  });

  it('a folder without messages is a usage error', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    const { code, stderr } = await scan(empty);
    expect(stderr).toContain(`no .eml or .mbox file below ${empty}`);
    expect(code).toBe(2);
  });
});

it('ends without a word where the reader of its output has seen enough', async () => {
  const child = spawn(join(root, 'bin/hallpass'), ['scan', ...Array.from({ length: 40 }, () => classList)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const signal = await new Promise((done) => child.once('close', (_, by) => done(by)));
  expect({ signal, stderr }).toEqual({ signal: 'SIGTERM', stderr: '' });
});

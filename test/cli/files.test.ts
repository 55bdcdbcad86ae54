/** Commands that need no gateway: check-config, check-policy, hash-password, and what a mistaken command line is told. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passwordMatches } from '../../src/passwords/password-hash.ts';
import { runHallpass } from '../harness/process.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('check-config', () => {
  it('lists every mistake at once, with line and path and never a value', async () => {
    const file = join(folder, 'mistaken.yaml');
    writeFileSync(
      file,
      'district:\n  domains: [school.example]\n  phone: "555-0142"\nhttp:\n  port: hunter2\nlogs: {}\n',
    );
    const { code, stdout, stderr } = await runHallpass(['check-config', file]);
    expect(stdout).toBe('');
    expect(stderr).toContain(`3 mistakes in ${file}`);
    expect(stderr).toContain('line 3  district.phone');
    expect(stderr).toContain('line 5  http.port: expected a number');
    expect(stderr).toContain('line 6  logs');
    expect(stderr).not.toMatch(/hunter2|555-0142/);
    expect(code).toBe(1);
  });

  it('lists mistakes of the environment beside them', async () => {
    const file = join(folder, 'mistaken-too.yaml');
    writeFileSync(file, 'log: { level: loud }\n');
    const { code, stderr } = await runHallpass(['check-config', file], {
      env: { HALLPASS_SMTP_PORT: 'twenty-five', HALLPASS_KEY: 'one', HALLPASS_KEY_FILE: '/two' },
    });
    expect(stderr).toContain('3 mistakes');
    expect(stderr).toContain('HALLPASS_SMTP_PORT: expected');
    expect(stderr).toContain('HALLPASS_KEY_FILE: expected only one of HALLPASS_KEY and HALLPASS_KEY_FILE');
    expect(stderr).toContain('log.level: expected one of');
    expect(code).toBe(1);
  });

  it('says of a valid file that it is', async () => {
    const example = join(root, 'config/hallpass.example.yaml');
    expect(await runHallpass(['check-config', example])).toEqual({
      code: 0,
      stdout: `${example} is valid.\n`,
      stderr: '',
    });
  });

  it('says where the policy has no such group', async () => {
    const file = join(folder, 'groups.yaml');
    writeFileSync(file, 'district: { groups: { nurse-office: [nurse@school.example], records-office: [] } }\n');
    expect(await runHallpass(['check-config', file])).toEqual({
      code: 0,
      stdout: `${file} is valid.\n`,
      stderr:
        'note: the policy has no group nurse-office, so its members have no effect; did you mean "nurses-office"?\n',
    });
  });

  it('names a file that is not there', async () => {
    const { code, stderr } = await runHallpass(['check-config', '/nowhere.yaml']);
    expect(stderr).toBe('hallpass: The configuration cannot be read: /nowhere.yaml (ENOENT)\n');
    expect(code).toBe(2);
  });
});

describe('check-config refuses what start refuses', () => {
  it.each([
    ['smtp: { networks: [0.0.0.0/0] }', 'smtp.networks[0]: expected a prefix of at least /8'],
    ['smtp: { networks: ["::/0"] }', 'smtp.networks[0]: expected a prefix of at least /16'],
    ['smtp: { networks: [209.85.128.0/17] }', 'smtp.networks[0]: expected no network of Google or Microsoft'],
    ['smtp: { networks: [40.107.1.0/24] }', 'smtp.networks[0]: expected no network of Google or Microsoft'],
    ['smtp: { networks: ["2a01:111:f403::/48"] }', 'smtp.networks[0]: expected no network of Google or Microsoft'],
    ['smtp: { tenants: [{ name: google, networks: [209.85.128.0/17] }] }', 'a network alone proves nothing'],
    [
      'smtp: { tenants: [{ name: m, networks: [40.92.0.0/15], certificateName: mail.protection.outlook.com }] }',
      'expected header as well',
    ],
    ['notices: { from: hallpass@elsewhere.example }', 'notices.from: expected an address in district.domains'],
    ['hostname: "no host"', 'hostname: expected a host name'],
    ['detectors: { disabled: [profanty] }', 'there is no detector with the id profanty'],
    ['detectors: { options: { profanity: { strictnes: 1 } } }', 'profanity: (options) unrecognized_keys strictnes'],
  ])('%s', async (text, expected) => {
    const file = join(folder, 'refused.yaml');
    writeFileSync(file, `${text}\n`);
    const { code, stdout, stderr } = await runHallpass(['check-config', file]);
    expect(stderr).toContain(expected);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});

describe('check-policy', () => {
  it('finds rules that can never match', async () => {
    const file = join(folder, 'never.yaml');
    writeFileSync(
      file,
      [
        'name: mine',
        'title: Mine',
        'version: 1',
        'rules:',
        '  - { id: swearing, title: Swearing, when: { codes: [profanty.*] }, action: warn }',
        '  - { id: phones, title: Phones, when: { codes: [student-pii.phone], notCodes: [student-pii.*] }, action: warn }',
        '  - { id: threats, title: Threats, when: { codes: [threat.*] }, action: quarantine }',
        '',
      ].join('\n'),
    );
    const { code, stdout } = await runHallpass(['check-policy', file]);
    expect(stdout).toContain('rule swearing: no detector reports profanty.*; did you mean "profanity.*"?');
    expect(stdout).toContain('rule phones: notCodes leaves out every code of codes');
    expect(stdout).not.toContain('rule threats');
    expect(code).toBe(1);
  });

  it('runs the cases of each pack that comes with the gateway', async () => {
    const names = readdirSync(join(root, 'policies'))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => name.slice(0, -'.yaml'.length));
    for (const name of names) {
      const { code, stdout } = await runHallpass(['check-policy', name]);
      expect(stdout).toMatch(/(\d+) of \1 cases as expected/);
      expect(code).toBe(0);
    }
  });

  it('shows a case that comes out otherwise', async () => {
    const file = join(folder, 'pack.yaml');
    writeFileSync(
      file,
      [
        'name: mine',
        'title: Mine',
        'version: 1',
        'rules:',
        '  - { id: swearing, title: Swearing, when: { codes: [profanity.*] }, action: warn }',
        'cases:',
        '  - { name: swearing is held, input: { findings: [{ code: profanity.plain }] }, expect: { action: quarantine } }',
        '',
      ].join('\n'),
    );
    const { code, stdout } = await runHallpass(['check-policy', file]);
    expect(stdout).toMatch(/swearing is held/);
    expect(stdout).toMatch(/0 of 1 cases as expected/);
    expect(stdout).toMatch(/warn/);
    expect(code).toBe(1);
  });

  it('lists the mistakes of a pack, and the packs that there are', async () => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(
      file,
      'name: wrong\ntitle: Wrong\nversion: 0\nrules: [{ id: a, title: A, when: {}, action: shred }]\n',
    );
    const wrong = await runHallpass(['check-policy', file]);
    expect(wrong.stderr).toContain('version');
    expect(wrong.stderr).toContain('rules[0].action');
    expect(wrong.code).not.toBe(0);
    const missing = await runHallpass(['check-policy', 'nope']);
    expect(missing.stderr).toContain('expected one of default, kenosha-4226, milwaukee-6.34, monitor');
    expect(missing.code).not.toBe(0);
  });
});

describe('hash-password', () => {
  it('prints a hash that the login is checked against', async () => {
    const { code, stdout } = await runHallpass(['hash-password'], { input: 'correct horse battery\n' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\$argon2id\$[^\n]+\n$/);
    expect(await passwordMatches('correct horse battery', stdout.trim())).toBe(true);
    expect(await passwordMatches('correct horse batterY', stdout.trim())).toBe(false);
  });

  it('refuses a short one', async () => {
    const { code, stdout, stderr } = await runHallpass(['hash-password'], { input: 'short\n' });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('at least 12 characters');
    expect(stderr).not.toContain('short\n');
  });
});

describe('a mistaken command line', () => {
  it.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [[], 'Usage: hallpass'],
    [['quarantine', 'release', '--reason', 'x', '--as', 'a@school.example'], "missing required argument 'id'"],
    [['quarantine', 'reject', '0123', '--as', 'a@school.example'], 'a reason is missing'],
    [['quarantine', 'release', '0123', '--reason', 'x'], "required option '--as <email>' not specified"],
    [['quarantine', 'list', '--limit', '0'], 'expected a whole number above 0'],
    [['start', '--role', 'janitor'], 'expected some of receive, scan, deliver, console'],
    [['start', '--role', 'receive'], 'set DATABASE_URL'],
  ])('%j ends with 2 and says what is wrong', async (args, text) => {
    const { code, stdout, stderr } = await runHallpass(args, { env: { HALLPASS_DATA: join(folder, 'unused') } });
    expect(stderr).toContain(text);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('help is no mistake', async () => {
    const { code, stdout } = await runHallpass(['quarantine', '--help']);
    expect(stdout).toContain('release');
    expect(code).toBe(0);
  });
});

describe('without a gateway', () => {
  it.each([['quarantine', 'list'], ['quarantine', 'show', '0123abcd'], ['audit'], ['demo']])(
    '%s %s says that none runs and what to do',
    async (...args) => {
      const data = join(folder, 'no-gateway');
      const { code, stdout, stderr } = await runHallpass(args, { env: { HALLPASS_DATA: data } });
      expect(stderr).toContain(`no Hallpass runs on ${data}; start it first`);
      expect(stdout).toBe('');
      expect(code).toBe(1);
      expect(() => readFileSync(join(data, 'hallpass.key'))).toThrow('ENOENT'); // looking leaves nothing behind
    },
  );
});

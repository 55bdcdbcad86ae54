/** A start with what was prepared for it, without it, and with what is damaged or older than its sources: the same findings, in real processes. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../harness/command.ts';

const root = join(import.meta.dirname, '../..');
const node = join(root, 'scripts/node');

/** The sources as a fresh clone has them, with the packages installed. */
let clone: string;
beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'hallpass-clone-'));
  const sources = ['bin', 'config', 'detectors', 'policies', 'scripts', 'src', 'package.json', 'package-lock.json'];
  const left = /\/fixtures(?:\/|$)|\.onnx$|\.test\.ts$/;
  for (const name of sources)
    cpSync(join(root, name), join(clone, name), { recursive: true, filter: (path) => !left.test(path) });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  writeFileSync(join(clone, 'scan.yaml'), 'scan: { reader: false, pictureClassifier: false, ocr: { read: off } }\n');
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

/** Compiled code is kept by the path of its file: that of the clone goes with the clone. */
const environment = (): Record<string, string> => ({ NODE_COMPILE_CACHE: join(clone, 'compiled') });

/** What is found in the demo's messages, without the times. */
async function found(input?: string): Promise<string> {
  const paths = input === undefined ? [join(root, 'fixtures/demo')] : ['-'];
  const ran = await run(
    join(clone, 'bin/hallpass'),
    ['scan', '-c', join(clone, 'scan.yaml'), ...paths],
    environment(),
    input,
  );
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
  return ran.stdout.replaceAll(/,"ms":[\d.]+\}$/gm, '}');
}

async function prepare(): Promise<string> {
  const ran = await run(node, [join(clone, 'scripts/prepare-start.ts')], environment());
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
  return ran.stdout;
}

/** How many lexicons and which YAML files a process finds prepared. */
async function used(): Promise<{ lexicons: number; rules: boolean }> {
  const script = `
    const { openPhrases } = await import('${clone}/detectors/shared/text/prepared-phrases.ts');
    const { preparedValue } = await import('${clone}/detectors/shared/text/prepared-data.ts');
    const { readFileSync } = await import('node:fs');
    const rules = preparedValue(readFileSync('${clone}/detectors/threat/rules.yaml', 'utf8')) !== undefined;
    console.log(JSON.stringify({ lexicons: openPhrases()?.lexicons.size ?? 0, rules }));`;
  const { stdout } = await run(node, ['--input-type=module', '-e', script], environment());
  return JSON.parse(stdout) as { lexicons: number; rules: boolean };
}

describe('a start', () => {
  let expected: string;
  const phrases = (): string => join(clone, 'dist/prepared/phrases.bin');
  const data = (): string => join(clone, 'dist/prepared/data.jsonl');

  it('of a fresh clone needs nothing that is built', async () => {
    expect(await used()).toEqual({ lexicons: 0, rules: false });
    expected = await found();
    expect(expected.split('\n').length).toBeGreaterThan(12);
    expect(expected).toContain('"student-pii.home-address"');
  });

  it('takes what was prepared, and finds the same', async () => {
    expect(await prepare()).toContain('Preparing');
    const { lexicons, rules } = await used();
    expect(lexicons).toBeGreaterThan(10);
    expect(rules).toBe(true);
    expect(await found()).toBe(expected);
    expect(await prepare()).toBe('');
  });

  it('does without files that are damaged', async () => {
    const whole = [readFileSync(phrases()), readFileSync(data())] as const;
    truncateSync(phrases(), 1_000_000);
    truncateSync(data(), 100_000);
    expect((await used()).lexicons).toBe(0);
    expect(await found()).toBe(expected);
    writeFileSync(phrases(), whole[0]);
    writeFileSync(data(), whole[1]);
  });

  it('uses a word that was added after the preparation', async () => {
    const mail = 'From: a@school.example\nTo: b@outside.example\nSubject: x\n\nWhat a flimperwock you are.\n';
    expect(await found(mail)).not.toContain('profanity.');
    appendFileSync(join(clone, 'detectors/profanity/lexicon.txt'), 'strong -   flimperwock\n');
    expect(await found(mail)).toContain('profanity.plain');
    appendFileSync(join(clone, 'detectors/threat/rules.yaml'), '# changed\n');
    expect(await used()).toMatchObject({ rules: false });
  });

  it('does not take phrases that other code has made', async () => {
    appendFileSync(join(clone, 'detectors/shared/text/phrase.ts'), '// changed\n');
    expect((await used()).lexicons).toBe(0);
    expect(await prepare()).toContain('Preparing');
    expect((await used()).lexicons).toBeGreaterThan(10);
    expect(await used()).toMatchObject({ rules: true });
  });
});

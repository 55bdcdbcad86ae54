/** A detector made from the template keeps the contract as it stands; with a rule in a policy it works from end to end. */
import { afterEach, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Detector } from '../detectors/detector.ts';
import type { DetectorWords } from '../detectors/finding-words.ts';
import {
  faultsOfFixtures,
  faultsOfFolder,
  faultsOfRun,
  faultsOnHostileTexts,
} from '../test/contract/detector-contract.ts';
import { faultsOfWords } from '../test/contract/words-contract.ts';
import { loadFixtures } from '../test/harness/detector-fixtures.ts';
import { newDetector } from './new-detector.ts';

const root = join(import.meta.dirname, '..');
const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A copy of folders of the repository, inside it so that packages resolve. */
function copyOf(entries: readonly string[]): string {
  mkdirSync(join(root, 'data'), { recursive: true });
  const folder = mkdtempSync(join(root, 'data', 'new-detector-'));
  made.push(folder);
  for (const entry of entries) cpSync(join(root, entry), join(folder, entry), { recursive: true });
  return folder;
}

function copyOfDetectors(): string {
  const entries = ['_template', 'shared', 'detector.ts', 'finding-words.ts', 'registry.ts'];
  return join(copyOf(entries.map((entry) => `detectors/${entry}`)), 'detectors');
}

it('makes a detector that keeps the contract', async () => {
  const folder = newDetector('purple-animals', copyOfDetectors());
  const { default: detector } = (await import(join(folder, 'index.ts'))) as { default: Detector };
  const { default: words } = (await import(join(folder, 'words.ts'))) as { default: DetectorWords };
  expect(detector.meta.codes).toEqual(['purple-animals.example']);
  expect(faultsOfFolder(folder, detector)).toEqual([]);
  expect(faultsOfWords(detector, words)).toEqual([]);
  expect(faultsOfFixtures(folder, detector)).toEqual([]);
  expect(loadFixtures(folder)).toHaveLength(2);
  for (const fixture of loadFixtures(folder)) expect(faultsOfRun(detector, fixture)).toEqual([]);
  expect(faultsOnHostileTexts(detector)).toEqual([]);
});

it.each(['Purple', 'purple_animals', '../up', '', 'shared', '-a'])('refuses the name %j', (name) => {
  expect(() => newDetector(name, copyOfDetectors())).toThrow('kebab-case');
});

it('never overwrites a detector, and enters it once', () => {
  const detectors = copyOfDetectors();
  newDetector('purple-animals', detectors);
  expect(() => newDetector('purple-animals', detectors)).toThrow('already exists');
  const registry = readFileSync(join(detectors, 'registry.ts'), 'utf8');
  expect(registry.match(/purple-animals\/words/g)).toHaveLength(1);
  expect(registry.match(/purple-animals\/index/g)).toHaveLength(1);
});

const policy = `
name: own
title: Our own policy
version: 1
extends: default
rules:
  - id: purple-animals
    title: Purple animals
    when: { codes: [purple-animals.*], recipients: outside }
    action: quarantine
    tell: [sender]
cases:
  - name: purple animals are held
    input:
      recipients: [{ address: zoo@elsewhere.example }]
      findings: [{ code: purple-animals.example }]
    expect: { action: quarantine, rules: [purple-animals] }
`;
const set = { name: 'Animals', annotated: ['purple_animals'], actions: true };
const to = [{ address: 'zoo@elsewhere.example' }];
const rows = [
  { id: 'a1', to, text: 'We saw a purple giraffe.', labels: ['purple_animals'], action: 'quarantine' },
  { id: 'a2', to, text: 'We saw a giraffe.', labels: [], action: 'deliver' },
];
const mail = [
  'From: teacher@school.example',
  'To: zoo@elsewhere.example',
  'Subject: A visit',
  '',
  'A purple giraffe and a second purple giraffe.',
  '',
].join('\r\n');

it('needs nothing but its folder, its place in the registry and a rule of a policy to work from end to end', () => {
  const copy = copyOf([
    'bin',
    'detectors',
    'policies',
    'scripts',
    'src',
    'package.json',
    'test/contract/assess-one.ts',
  ]);
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const run = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
    expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: '' });
    return stdout;
  };

  expect(run('scripts/new-detector.ts', 'purple-animals')).toContain('codes: [purple-animals.*]');
  writeFileSync(join(copy, 'policies/own.yaml'), policy);
  expect(run('src/bin/hallpass.ts', 'check-policy', 'policies/own.yaml')).toContain('1');

  writeFileSync(join(copy, 'mail.eml'), mail);
  expect(JSON.parse(run('test/contract/assess-one.ts', 'mail.eml', 'own'))).toEqual({
    action: 'quarantine',
    rules: ['purple-animals'],
    headline: '2 phrases of the example rules to elsewhere.example',
    titles: ['A phrase of the example rules'],
    notice: { en: ['2 phrases of the example rules'], es: ['2 frases de las reglas de ejemplo'] },
  });

  mkdirSync(join(copy, 'set'));
  writeFileSync(join(copy, 'set/set.json'), JSON.stringify(set));
  writeFileSync(join(copy, 'set/mail.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  run('src/bin/hallpass.ts', 'eval', '--policy', 'own', '--json', 'report.json', 'set');
  const report = JSON.parse(readFileSync(join(copy, 'report.json'), 'utf8')) as {
    sets: { labels: Record<string, object>; unknownLabels: string[]; actions: object }[];
  };
  expect(report.sets[0]!.actions).toMatchObject({ rows: 2, accuracy: 1 });
  expect(report.sets[0]!.unknownLabels).toEqual([]);
  expect(report.sets[0]!.labels['purple_animals']).toMatchObject({
    positives: 1,
    truePositives: 1,
    falsePositives: 0,
  });
});

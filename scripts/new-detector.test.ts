/** A detector made from the template keeps the contract as it stands, and names are checked. */
import { afterEach, expect, it } from '@jest/globals';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Detector } from '../detectors/detector.ts';
import {
  faultsOfFixtures,
  faultsOfFolder,
  faultsOfRun,
  faultsOnHostileTexts,
} from '../test/contract/detector-contract.ts';
import { loadFixtures } from '../test/harness/detector-fixtures.ts';
import { newDetector } from './new-detector.ts';

const root = join(import.meta.dirname, '..');
const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A copy of what a detector may import, inside the repository so that packages resolve. */
function copyOfDetectors(): string {
  mkdirSync(join(root, 'data'), { recursive: true });
  const folder = mkdtempSync(join(root, 'data', 'new-detector-'));
  made.push(folder);
  const detectors = join(folder, 'detectors');
  for (const entry of ['_template', 'shared', 'detector.ts']) {
    cpSync(join(root, 'detectors', entry), join(detectors, entry), { recursive: true });
  }
  return detectors;
}

it('makes a detector that keeps the contract', async () => {
  const folder = newDetector('purple-animals', copyOfDetectors());
  const { default: detector } = (await import(join(folder, 'index.ts'))) as { default: Detector };
  expect(detector.meta.codes).toEqual(['purple-animals.example']);
  expect(faultsOfFolder(folder, detector)).toEqual([]);
  expect(faultsOfFixtures(folder, detector)).toEqual([]);
  expect(loadFixtures(folder)).toHaveLength(2);
  for (const fixture of loadFixtures(folder)) expect(faultsOfRun(detector, fixture)).toEqual([]);
  expect(faultsOnHostileTexts(detector)).toEqual([]);
});

it.each(['Purple', 'purple_animals', '../up', '', 'shared', '-a'])('refuses the name %j', (name) => {
  expect(() => newDetector(name, copyOfDetectors())).toThrow('kebab-case');
});

it('never overwrites a detector', () => {
  const detectors = copyOfDetectors();
  newDetector('purple-animals', detectors);
  expect(() => newDetector('purple-animals', detectors)).toThrow('exists already');
});

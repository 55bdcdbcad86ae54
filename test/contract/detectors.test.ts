/** The contract of detectors, over the whole registry. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { detectorIds, loadRegistry, registry } from '../../detectors/registry.ts';
import { loadFixtures, loadKnownFaults } from '../harness/detector-fixtures.ts';
import { faultsOfFixtures, faultsOfFolder, faultsOfRun, faultsOnHostileTexts } from './detector-contract.ts';
import { faultsOfWords } from './words-contract.ts';

const detectors = join(import.meta.dirname, '../../detectors');
const notDetectors = ['shared', '_template'];
const loaded = await loadRegistry();

it('lists every detector folder once', () => {
  const folders = readdirSync(detectors).filter(
    (name) => statSync(join(detectors, name)).isDirectory() && !notDetectors.includes(name),
  );
  expect([...detectorIds].sort()).toEqual(folders.sort());
});

it('loads all but those that are not wanted', async () => {
  expect(loaded.map(({ meta }) => meta.id)).toEqual(detectorIds);
  const without = detectorIds.filter((id) => id !== 'threat');
  expect((await loadRegistry(without)).map(({ meta }) => meta.id)).toEqual(['threat']);
});

it('says each reason in one place', () => {
  const rules = registry.flatMap(({ words }) => Object.keys(words.reasons ?? {}));
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
});

describe.each(loaded.map((detector) => [detector.meta.id, detector] as const))('%s', (id, detector) => {
  const folder = join(detectors, id);
  const written: string[] = [];
  let spies: { mockRestore(): void }[] = [];

  beforeEach(() => {
    written.length = 0;
    const record = (chunk: unknown): boolean => {
      written.push(String(chunk));
      return true;
    };
    spies = [
      jest.spyOn(process.stdout, 'write').mockImplementation(record),
      jest.spyOn(process.stderr, 'write').mockImplementation(record),
    ];
  });
  afterEach(() => {
    for (const spy of spies) spy.mockRestore();
  });

  it('has its id, README, data and codes in order', () => {
    expect(faultsOfFolder(folder, detector)).toEqual([]);
  });

  it('has words for each code, in both languages', () => {
    const { words } = registry.find((entry) => entry.words.id === id)!;
    expect(faultsOfWords(detector, words)).toEqual([]);
  });

  it('has a hit for each code, and misses', () => {
    expect(faultsOfFixtures(folder, detector)).toEqual([]);
  });

  it.each(loadFixtures(folder).map((fixture) => [fixture.name, fixture] as const))('%s', (_name, fixture) => {
    expect(faultsOfRun(detector, fixture)).toEqual([]);
    expect(written).toEqual([]);
  });

  // What is judged wrongly and known: one that is right now becomes a hit or a miss.
  it('has known faults that are still there', () => {
    const right = loadKnownFaults(folder).filter((fixture) => faultsOfRun(detector, fixture).length === 0);
    expect(right.map(({ name }) => name)).toEqual([]);
  });

  it('stays linear on hostile texts and writes nothing', () => {
    expect(faultsOnHostileTexts(detector)).toEqual([]);
    expect(written).toEqual([]);
  });

  it('refuses options that it does not know, without quoting their values', () => {
    const parsed = detector.options.safeParse({ noSuchOption: 'planted-value-7731' });
    expect(parsed.success).toBe(false);
    expect(String(parsed.error)).not.toContain('planted-value-7731');
  });
});

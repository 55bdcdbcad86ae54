/** The messages of the contract: hit and miss fixtures of every detector, and the rows of the committed sets with their rosters. */
import { join } from 'node:path';
import type { Detector, ExtractedMessage, Finding } from '../../../detectors/detector.ts';
import { loadRegistry, registry } from '../../../detectors/registry.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { loadDetectors, type LoadedDetectors } from '../../../src/detect/detectors.ts';
import { loadDirectory, type Directory } from '../../../src/directory/directory.ts';
import { labelsOf, studentLabels } from '../../../src/eval/labels.ts';
import { findSets, rowsOf, type EvalSet, type Row } from '../../../src/eval/read-set.ts';
import { plainDistrict, requestOf } from '../../../src/eval/row-request.ts';
import { extract } from '../../../src/extract/extract.ts';
import { loadFixtures, runFixture, type DetectorFixture } from '../../harness/detector-fixtures.ts';

export interface MetamorphicCase {
  /** `student-pii/hit.guardian-of`, `tamarack/trps-001`. */
  readonly id: string;
  readonly message: ExtractedMessage;
  readonly detect: (message: ExtractedMessage) => readonly Finding[];
  /** Whether a finding of the unchanged message is right. */
  readonly isRight: (finding: Finding) => boolean;
  /** Detectors that have nothing to find in it. */
  readonly quietFor: readonly string[];
}

const root = join(import.meta.dirname, '../../..');
const config = configSchema.parse({});

/** All cases in a fixed order. */
export async function allCases(): Promise<MetamorphicCase[]> {
  const cases = (await loadRegistry()).flatMap(fixtureCases);
  for (const set of findSets(join(root, 'eval/sets'))) cases.push(...(await rowCases(set)));
  return cases;
}

function fixtureCases(detector: Detector): MetamorphicCase[] {
  const { id } = detector.meta;
  // What a reader said of the words as they stand says nothing of other words.
  const fixtures = loadFixtures(join(root, 'detectors', id)).filter(
    ({ message }) => message.readings === undefined && message.classified === undefined,
  );
  return fixtures.map((fixture) => ({
    id: `${id}/${fixture.name}`,
    message: fixture.message,
    detect: (message) => runFixture(detector, { ...fixture, message }),
    isRight: (finding) => isExpected(fixture, finding),
    quietFor: fixture.name.startsWith('miss.') ? [id] : [],
  }));
}

/** A fixture names the codes of all findings, and not each finding of a code. */
function isExpected({ expected }: DetectorFixture, { code }: Finding): boolean {
  return expected.some((entry) => entry.code === code);
}

async function rowCases(set: EvalSet): Promise<MetamorphicCase[]> {
  const directory = directoryOf(set);
  const detectors = await loadDetectors(config.detectors, { directory });
  const cases: MetamorphicCase[] = [];
  for await (const row of rowsOf(set)) {
    const { raw, sender, recipients } = requestOf(row, set.description);
    const facts = recipients.map((address) => directory.recipientFacts(address, sender));
    const message = await extract(Buffer.from(raw), { sender, recipients: facts }, config.scan);
    cases.push({
      id: `${set.id}/${row.id}`,
      message,
      detect: (changed) => findingsOf(detectors, changed),
      isRight: ({ code }) => labelsOf(code).some((label) => isTrueOf(row, label)),
      quietFor: quietDetectors(row, set),
    });
  }
  return cases;
}

/** As evaluation makes it: the set's domains, lists and roster. */
function directoryOf({ description, folder }: EvalSet): Directory {
  const { domains, lists, roster } = description;
  const district = {
    ...config.district,
    domains: domains?.staff ?? [...plainDistrict.domains],
    studentDomains: domains?.students ?? [],
    lists: [
      ...lists.map(({ address, kind = 'staff' as const }) => ({ address, kind })),
      { address: plainDistrict.list, kind: 'staff' as const },
    ],
  };
  return loadDirectory({ district, rosterDir: roster === undefined ? undefined : join(folder, roster) });
}

/** @throws Error where a detector fails: the contract says nothing of messages that were not judged */
function findingsOf(detectors: LoadedDetectors, message: ExtractedMessage): readonly Finding[] {
  const { findings, failures } = detectors.detect(message);
  if (failures.length > 0) throw new Error(`failed: ${failures.map(({ detector }) => detector).join(', ')}`);
  return findings;
}

/** Mail to those who may have a student's data has no label, and holds the data all the same. */
function isTrueOf(row: Row, label: string): boolean {
  return row.labels.includes(label) || (row.entitled && studentLabels.some((one) => one === label));
}

/** Only of labels that the set annotates is it known that the row has none of them. */
function quietDetectors(row: Row, { description }: EvalSet): string[] {
  return registry
    .filter(({ words }) =>
      Object.keys(words.codes)
        .flatMap((code) => labelsOf(code))
        .every((label) => description.annotated.includes(label) && !isTrueOf(row, label)),
    )
    .map(({ words }) => words.id);
}

/** Runs the contract: each change on each case, or on the sample that is part of the tests. */
import { detectorIds } from '../../../detectors/registry.ts';
import { partOfKey } from '../../../scripts/train/random.ts';
import { allCases } from './cases.ts';
import { baselineOf, outcomesOf, type Baseline, type Outcome } from './compare.ts';
import { changeNames, changesWithVariants, type ChangeName } from './message-changes.ts';

export interface RunOptions {
  readonly changes?: readonly ChangeName[];
  /** Only findings and quietness of this detector. */
  readonly detector?: string | undefined;
  /** How often changes are made that differ by seed. */
  readonly variants: number;
  /** Whether the change is made of the case. */
  readonly takes?: (id: string, change: ChangeName) => boolean;
  /** Called after each change. */
  readonly onChange?: (change: ChangeName) => void;
}

/** What `npm test` runs: one variant of each change on all fixtures and on a sixth of the rows, or on a twentieth where it makes long messages. */
export const sample: RunOptions = {
  variants: 1,
  takes(id, change) {
    // A row is judged by all detectors, a fixture by its own.
    if (detectorIds.includes(id.slice(0, id.indexOf('/')))) return true;
    return partOfKey(`${change} ${id}`, change.startsWith('newsletter') ? 20 : 6) === 0;
  },
};

/** Outcomes by change, in the order of the changes and the cases. The same options give the same outcomes. */
export async function runContract(options: RunOptions): Promise<Outcome[]> {
  const baselines: Baseline[] = [];
  for (const given of await allCases()) baselines.push(ofDetector(await baselineOf(given), options.detector));
  const outcomes: Outcome[] = [];
  for (const change of options.changes ?? changeNames) {
    const variants = changesWithVariants.includes(change) ? options.variants : 1;
    for (const baseline of baselines) {
      if (options.takes?.(baseline.id, change) === false) continue;
      for (let variant = 0; variant < variants; variant += 1)
        outcomes.push(...(await outcomesOf(baseline, change, variant)));
    }
    options.onChange?.(change);
  }
  return outcomes;
}

function ofDetector(baseline: Baseline, detector: string | undefined): Baseline {
  if (detector === undefined) return baseline;
  return {
    ...baseline,
    findings: baseline.findings.filter(({ code }) => code.startsWith(`${detector}.`)),
    quiet: baseline.quiet.filter((id) => id === detector),
  };
}

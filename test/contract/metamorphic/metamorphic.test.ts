/** What does not matter is added, and nothing changes: findings stay and quiet messages stay quiet, down to the floors. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { detectorIds } from '../../../detectors/registry.ts';
import { exemptions, mustKeep } from './applies.ts';
import type { Outcome } from './compare.ts';
import { belowFloors, readFloors } from './floors.ts';
import { changeNames } from './message-changes.ts';
import { runContract, sample } from './run.ts';

/** Several times what the sample takes on a slow machine: only a run that hangs is ended. */
const hangsAfterMs = 1_800_000;

describe('neutral changes', () => {
  let outcomes: Outcome[] = [];
  beforeAll(async () => {
    outcomes = await runContract(sample);
  }, hangsAfterMs);

  it('leave findings and quiet messages as they are, no less than before', () => {
    expect(belowFloors(outcomes, readFloors())).toEqual([]);
  });

  it('are all tried on findings and on quiet messages of every detector', () => {
    const tried = new Set(outcomes.map(({ kind, change, detector }) => `${kind} ${change} ${detector}`));
    const missing = changeNames.flatMap((change) =>
      detectorIds.flatMap((detector) => [
        ...(mustKeep(detector, change) && !tried.has(`finding ${change} ${detector}`)
          ? [`finding ${change} ${detector}`]
          : []),
        ...(tried.has(`quiet ${change} ${detector}`) ? [] : [`quiet ${change} ${detector}`]),
      ]),
    );
    expect(missing).toEqual([]);
  });

  it('are exempted for detectors that exist, and for no detector entirely', () => {
    for (const { detectors, changes } of exemptions) {
      expect(detectorIds).toEqual(expect.arrayContaining([...detectors]));
      expect(changes.length).toBeLessThan(changeNames.length / 2);
    }
  });
});

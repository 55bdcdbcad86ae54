/** Compares a policy pack with what was decided in the past weeks, over the stored inputs: for the Policy page. Changes nothing. */
import type { Config } from '../config/schema.ts';
import { policyNames } from '../config/policy-files.ts';
import { loadDistrictPack } from '../decide/load-pack.ts';
import { createReplay, type Change } from '../decide/replay.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import type { ComparedPacks } from '../review/api/review-parts.ts';
import { pastVerdicts } from '../store/past-verdicts.ts';
import type { Storage } from './storage.ts';

const shownChanges = 100;

/** The packs that are included with the gateway; a pack in a file is compared with `hallpass replay`. */
export function openComparedPacks(db: Storage['db'], { district }: Pick<Config, 'district'>): ComparedPacks {
  // Loaded by name: the name comes from a browser and must not become a path.
  const packs = policyNames().flatMap((name) => {
    const pack = loadable(name, district);
    return pack === undefined ? [] : [{ id: name, title: pack.title }];
  });
  const run = async (
    name: string,
    since: Date,
    until: Date,
  ): Promise<Awaited<ReturnType<ComparedPacks['compare']>>> => {
    const pack = loadDistrictPack(name, district);
    const replay = createReplay(pack, false);
    const changes: Change[] = [];
    for await (const past of pastVerdicts(db, { since, until })) {
      const change = replay.add(past);
      if (change === undefined) continue;
      changes.push(change);
      if (changes.length > shownChanges) changes.shift();
    }
    const titles = new Map(pack.rules.map(({ id, title }) => [id, title]));
    return { ...replay.report(), changes: changes.reverse(), titles };
  };
  // One after the other: a comparison reads all verdicts of its period.
  let last: Promise<unknown> = Promise.resolve();
  return {
    packs,
    async compare(name, since, until) {
      if (!packs.some(({ id }) => id === name)) return undefined;
      const next = last.then(() => run(name, since, until));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

/** Undefined for a pack without a rule that the written policy of the district names. */
function loadable(name: string, district: Config['district']): ReturnType<typeof loadDistrictPack> | undefined {
  try {
    return loadDistrictPack(name, district);
  } catch (error) {
    if (error instanceof HallpassError && error.code === 'policy.invalid') return undefined;
    throw error;
  }
}

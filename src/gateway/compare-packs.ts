/** Compares a policy with what was decided in the past weeks, over the stored inputs: for the pages about the policy. Changes nothing. */
import { policyNames } from '../config/policy-files.ts';
import { loadDistrictPack } from '../decide/load-pack.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { createReplay } from '../decide/replay.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import type { PolicyDistrict } from '../policy/check-draft.ts';
import type { PolicyWorkshop } from '../policy/workshop.ts';
import type { ComparedPacks } from '../review/api/review-parts.ts';
import { pastVerdicts } from '../store/past-verdicts.ts';
import type { Storage } from './storage.ts';

const shownChanges = 500;

type Compared = Extract<Awaited<ReturnType<ComparedPacks['compare']>>, object>;

/** The packs that are included with the gateway, and drafts; a pack in a file is compared with `hallpass replay`. */
export function openComparedPacks(
  db: Storage['db'],
  district: () => PolicyDistrict,
  { check }: Pick<PolicyWorkshop, 'check'>,
): ComparedPacks {
  // Loaded by name: the name comes from a browser and must not become a path.
  const packs = policyNames().flatMap((name) => {
    const pack = loadable(name, district());
    return pack === undefined ? [] : [{ id: name, title: pack.title }];
  });
  const packOf: (
    which: Parameters<ComparedPacks['compare']>[0],
  ) => Promise<PolicyPack | 'unknown' | 'refused'> = async (which) => {
    if ('text' in which) return (await check(which.text, false)).pack ?? 'refused';
    return packs.some(({ id }) => id === which.pack) ? loadDistrictPack(which.pack, district()) : 'unknown';
  };
  // One after the other: a comparison reads all verdicts of its period.
  let last: Promise<unknown> = Promise.resolve();
  return {
    packs,
    async compare(which, period) {
      const pack = await packOf(which);
      if (typeof pack === 'string') return pack;
      const next = last.then(() => replayed(db, pack, period));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

async function replayed(
  db: Storage['db'],
  pack: PolicyPack,
  { since, until, asIfActing }: Parameters<ComparedPacks['compare']>[1],
): Promise<Compared> {
  const replay = createReplay(pack, asIfActing);
  const changes: Compared['changes'][number][] = [];
  for await (const past of pastVerdicts(db, { since, until })) {
    const change = replay.add(past);
    if (change === undefined) continue;
    changes.push({ ...change, receivedAt: past.receivedAt });
    if (changes.length > shownChanges) changes.shift();
  }
  const titles = new Map(pack.rules.map(({ id, title }) => [id, title]));
  return { ...replay.report(), changes: changes.reverse(), titles };
}

/** Undefined for a pack without a rule that the written policy of the district names. */
function loadable(name: string, district: PolicyDistrict): PolicyPack | undefined {
  try {
    return loadDistrictPack(name, district);
  } catch (error) {
    if (error instanceof HallpassError && error.code === 'policy.invalid') return undefined;
    throw error;
  }
}

/** The names of the schools of the active roster, for the console: read once for each roster. */
import { openRosterPeople } from '../directory/open-image.ts';
import { toShared } from '../directory/shared-image.ts';
import type { RosterStore } from '../store/rosters.ts';

/** @returns names, sorted; none where there is no roster */
export function createRosterSchools(
  rosters: Pick<RosterStore, 'activeId' | 'image'>,
): () => Promise<readonly string[]> {
  let known: { readonly id: string; readonly names: Promise<readonly string[]> } | undefined;
  const read = async (id: string): Promise<readonly string[]> => {
    const { orgNames } = openRosterPeople(toShared(await rosters.image(id)));
    return [...new Set(orgNames)].sort((a, b) => a.localeCompare(b));
  };
  return async () => {
    const id = await rosters.activeId();
    if (id === undefined) return [];
    if (known?.id !== id) known = { id, names: read(id) };
    const { names } = known;
    return names.catch((error: unknown) => {
      known = undefined;
      throw error;
    });
  };
}

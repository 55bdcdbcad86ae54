/** Loads the active roster into memory that the scan workers share, and follows it: an import needs no restart. */
import type { Config } from '../config/schema.ts';
import type { SharedRoster } from '../workers/scan-settings.ts';
import { assemble } from './assemble.ts';
import { buildRosterImage } from './build-image.ts';
import { dayIn } from './directory.ts';
import { openRosterPeople } from './open-image.ts';
import { unpackTables } from './roster-tables.ts';
import { toShared } from './shared-image.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import type { RosterStore } from '../store/rosters.ts';
import { poll, type Poll } from '../timing/poll.ts';

/** An imported roster is active after this time and the time to load it, in milliseconds. */
export const rosterEveryMs = 3000;

export interface FollowOptions {
  readonly rosters: Pick<RosterStore, 'activeId' | 'image' | 'rows'>;
  readonly config: Pick<Config, 'district'>;
  /** Called with the active roster before this resolves, where there is one, and with each later one. */
  readonly onRoster: (roster: SharedRoster) => void;
  /** A later one could not be loaded: the last one stays. */
  readonly onError: (error: unknown) => void;
}

/** @throws HallpassError where the active roster cannot be loaded: without it student data would pass unseen */
export function followRoster({ rosters, config, onRoster, onError }: FollowOptions): Promise<Poll> {
  let version: string | undefined;
  async function look(): Promise<void> {
    const id = await rosters.activeId();
    if (id === undefined || id === version) return;
    const image = await loadImage(rosters, id, config);
    version = id;
    onRoster({ version: id, image });
  }
  return poll(look, { everyMs: rosterEveryMs, onError });
}

/** An image in the layout of an earlier version of Hallpass is built anew from the rows beside it. */
async function loadImage(
  rosters: FollowOptions['rosters'],
  id: string,
  { district }: Pick<Config, 'district'>,
): Promise<SharedArrayBuffer> {
  const stored = toShared(await rosters.image(id));
  try {
    openRosterPeople(stored);
    return stored;
  } catch (error) {
    if (codeOf(error) !== 'roster.damaged') throw error;
  }
  const { people, orgs } = assemble(unpackTables(await rosters.rows(id)), dayIn(district.timeZone)(new Date()));
  return toShared(
    buildRosterImage(
      people,
      orgs.map((org) => org.name),
    ),
  );
}

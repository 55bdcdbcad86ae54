/** Loads the roster in force into memory that the scan workers share, and follows it: an import needs no restart. */
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

/** A roster that was imported is in force after this time, and the time to load it. */
export const rosterEveryMs = 3000;

export interface RosterFollower {
  stop(): Promise<void>;
}

export interface FollowOptions {
  readonly rosters: Pick<RosterStore, 'activeId' | 'image' | 'rows'>;
  readonly config: Pick<Config, 'district'>;
  /** Called with the roster in force before this resolves, where there is one, and with each later one. */
  readonly onRoster: (roster: SharedRoster) => void;
  /** A later one could not be loaded: the last one stays. */
  readonly onError: (error: unknown) => void;
}

/** @throws HallpassError where the roster in force cannot be loaded: without it student data would pass unseen */
export async function followRoster({ rosters, config, onRoster, onError }: FollowOptions): Promise<RosterFollower> {
  let version: string | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const id = await rosters.activeId();
    if (id === undefined || id === version) return;
    const image = await loadImage(rosters, id, config);
    version = id;
    onRoster({ version: id, image });
  }
  function next(): void {
    timer = setTimeout(() => {
      running = look()
        .catch(onError)
        .then(() => {
          if (!stopped) next();
        });
    }, rosterEveryMs);
  }

  await look();
  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** An image that an earlier version of Hallpass laid out differently is built anew from the rows beside it. */
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

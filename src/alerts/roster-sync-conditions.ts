/** The condition that the last export, or the last run against the OneRoster service, was not imported. */
import type { Config } from '../config/schema.ts';
import type { RosterSync } from '../store/roster-syncs.ts';
import type { Condition } from './alert.ts';

/** @param last the last entry of each source; one that is no longer configured does not count */
export function rosterSyncConditions(
  last: readonly RosterSync[],
  { rosterSync: { folder, oneRoster } }: Pick<Config, 'rosterSync'>,
): Condition[] {
  const configured = { folder: folder !== undefined, provider: oneRoster !== undefined };
  return last
    .filter(({ source, outcome }) => configured[source] && outcome === 'failed')
    .map(({ source, name, code, detail }): Condition => {
      const what =
        source === 'folder'
          ? `The roster export ${name} was not imported`
          : `The roster could not be fetched from ${name}`;
      const why = [code, detail].filter((part) => part !== null && part !== '').join(', ');
      return { kind: 'roster-sync', subject: source, summary: `${what} (${why}). The last good roster stays active.` };
    });
}

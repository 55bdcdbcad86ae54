/** Conditions about archives: one that takes no copies, and copies that wait too long. */
import type { ArchiveStatus } from '../store/archive/archive-status.ts';
import type { Condition } from './alert.ts';

const MINUTE_MS = 60_000;

export function archiveConditions(
  archives: readonly ArchiveStatus[],
  { archiveMinutes }: { readonly archiveMinutes: number },
  now: Date,
): Condition[] {
  const minutesSince = (at: Date): number => Math.floor((now.getTime() - at.getTime()) / MINUTE_MS);
  const isLong = (at: Date | null): at is Date =>
    at !== null && now.getTime() - at.getTime() > archiveMinutes * MINUTE_MS;
  return archives.flatMap(({ archive, waiting, oldestAt, failingSince, code }) => {
    const found: Condition[] = [];
    if (isLong(failingSince))
      found.push({
        kind: 'archive',
        subject: archive,
        summary: `The archive ${archive} has not accepted a copy for ${minutesSince(failingSince)} minutes (${code}).`,
      });
    if (isLong(oldestAt))
      found.push({
        kind: 'archive-age',
        subject: archive,
        summary: `${waiting} copies are waiting for the archive ${archive}, the oldest for ${minutesSince(oldestAt)} minutes.`,
      });
    return found;
  });
}

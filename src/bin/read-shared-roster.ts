/** For commands without a database: a bundle on disk becomes the image that scan workers share. */
import type { Config } from '../config/schema.ts';
import type { SharedRoster } from '../workers/scan-settings.ts';
import { buildRosterImage } from '../directory/build-image.ts';
import { dayIn } from '../directory/directory.ts';
import { openRosterBundle, readBundle } from '../directory/read-roster.ts';
import { requireStudents } from '../directory/require-students.ts';
import { toShared } from '../directory/shared-image.ts';

/** @throws HallpassError `roster.not-readable`, `roster.no-students` */
export async function readSharedRoster(
  path: string,
  { district, directory }: Pick<Config, 'district' | 'directory'>,
): Promise<SharedRoster> {
  const { supplement } = directory;
  const bundle = await openRosterBundle(path, supplement);
  const roster = readBundle(bundle, { supplement, today: dayIn(district.timeZone)(new Date()) });
  requireStudents(roster);
  const { people, orgs } = roster;
  const image = buildRosterImage(
    people,
    orgs.map((org) => org.name),
  );
  return { version: bundle.hash, image: toShared(image) };
}

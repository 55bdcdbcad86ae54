/** Reads a folder of OneRoster CSV files into people: the first step of loading the directory. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import type { DirectoryPerson } from '../../detectors/detector.ts';
import { HallpassError } from '../errors/hallpass-error.ts';

type Row = Readonly<Record<string, string>>;

export interface Roster {
  readonly people: readonly DirectoryPerson[];
  /** Names of the district and its schools. */
  readonly orgNames: readonly string[];
}

/** Roles of OneRoster 1.1 (4.13.5, RoleType) as the directory knows them; all others are staff. */
const roles: Readonly<Record<string, DirectoryPerson['role']>> = {
  student: 'student',
  guardian: 'guardian',
  parent: 'guardian',
  relative: 'guardian',
};

/**
 * Reads `users.csv`, and where present `orgs.csv` and `addresses.csv` (`userSourcedId,street,city,state,postalCode`, a
 * supplement that OneRoster does not know). Rows with the status `tobedeleted` are left out.
 *
 * @throws HallpassError `roster.not-readable`, naming the file and the row, never a value
 */
export function readRoster(folder: string): Roster {
  const users = live(readTable(folder, 'users.csv', ['sourcedId', 'role', 'givenName', 'familyName']));
  const orgs = live(readTable(folder, 'orgs.csv', ['sourcedId', 'name'], 'optional'));
  const addresses = addressesByUser(folder);
  const related = relations(users);
  return {
    people: users.map((user) => person(user, addresses, related)),
    orgNames: orgs.map((org) => org['name']!).filter((name) => name !== ''),
  };
}

function person(
  user: Row,
  addresses: ReadonlyMap<string, string[]>,
  related: ReadonlyMap<string, ReadonlySet<string>>,
): DirectoryPerson {
  const id = user['sourcedId']!;
  return {
    id,
    role: roleOf(user),
    givenName: user['givenName']!,
    familyName: user['familyName']!,
    middleName: user['middleName'] ?? '',
    preferredNames: filled(user['preferredFirstName'], user['preferredGivenName']),
    emails: filled(user['email']),
    phones: [...new Set(filled(user['sms'], user['phone']))],
    addresses: addresses.get(id) ?? [],
    relatedIds: [...(related.get(id) ?? [])],
  };
}

/** Students and guardians by each other's ids; either side may carry the reference. */
function relations(users: readonly Row[]): Map<string, Set<string>> {
  const role = new Map(users.map((user) => [user['sourcedId']!, roleOf(user)]));
  const related = new Map<string, Set<string>>();
  const link = (from: string, to: string) => {
    const known = related.get(from);
    if (known) known.add(to);
    else related.set(from, new Set([to]));
  };
  for (const user of users) {
    const id = user['sourcedId']!;
    for (const agent of (user['agentSourcedIds'] ?? '').split(',')) {
      const other = agent.trim();
      const pair = `${role.get(id)} ${role.get(other)}`;
      if (pair !== 'student guardian' && pair !== 'guardian student') continue;
      link(id, other);
      link(other, id);
    }
  }
  return related;
}

function addressesByUser(folder: string): Map<string, string[]> {
  const byUser = new Map<string, string[]>();
  for (const row of readTable(folder, 'addresses.csv', ['userSourcedId', 'street'], 'optional')) {
    if (row['street'] === '') continue;
    const address = filled(row['street'], row['city'], row['state'], row['postalCode']).join(', ');
    byUser.set(row['userSourcedId']!, [...(byUser.get(row['userSourcedId']!) ?? []), address]);
  }
  return byUser;
}

function readTable(folder: string, file: string, columns: readonly string[], need?: 'optional'): Row[] {
  const path = join(folder, file);
  if (need === 'optional' && !existsSync(path)) return [];
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new HallpassError('roster.not-readable', file, { cause: error });
  }
  let rows: Row[];
  try {
    rows = parse(text, { bom: true, columns: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    // The parser's own message quotes the row, so it is not kept as the cause.
    const line = error instanceof CsvError && typeof error['lines'] === 'number' ? `, row ${error['lines']}` : '';
    throw new HallpassError('roster.not-readable', `${file}${line}`);
  }
  const header = rows[0] ?? Object.fromEntries((text.split('\n')[0] ?? '').split(',').map((name) => [name.trim(), '']));
  const missing = columns.filter((column) => !(column in header));
  if (missing.length > 0) throw new HallpassError('roster.not-readable', `${file}, no column ${missing.join(', ')}`);
  const empty = rows.findIndex((row) => row[columns[0]!] === '');
  if (empty >= 0) throw new HallpassError('roster.not-readable', `${file}, row ${empty + 2}: no ${columns[0]}`);
  return rows;
}

function live(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row['status']?.toLowerCase() !== 'tobedeleted');
}

function roleOf(user: Row): DirectoryPerson['role'] {
  return roles[user['role']!.toLowerCase()] ?? 'staff';
}

function filled(...values: readonly (string | undefined)[]): string[] {
  return values.filter((value): value is string => value !== undefined && value !== '');
}

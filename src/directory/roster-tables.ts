/** The rows of a roster that are kept between imports, so that a bundle of changes can be applied to the last one. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { HallpassError } from '../errors/hallpass-error.ts';

export interface UserRow {
  /** As written, in lower case. OneRoster 1.1; in 1.2 roles stand in a table of their own. */
  readonly roles: readonly string[];
  readonly given: string;
  readonly family: string;
  readonly middle: string;
  readonly preferredGiven: readonly string[];
  readonly preferredFamily: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** Ids of guardians of a student, or of students of a guardian. */
  readonly agents: readonly string[];
  readonly orgs: readonly string[];
  readonly grade: string;
  /** Student numbers and state ids. */
  readonly numbers: readonly string[];
  /** dateLastModified, as given. */
  readonly modified: string;
}

/** What earlier versions of Hallpass stored in place of the lists. */
type StoredUserRow = Omit<UserRow, 'roles' | 'emails' | 'preferredGiven'> & {
  readonly roles?: readonly string[];
  readonly emails?: readonly string[];
  readonly preferredGiven: string | readonly string[];
  readonly role?: string;
  readonly email?: string;
};

export interface RoleRow {
  readonly user: string;
  /** As written, in lower case. */
  readonly role: string;
  readonly org: string;
  /** ISO dates; the end is the first day without the role. Empty: no limit. */
  readonly begin: string;
  readonly end: string;
}

export interface OrgRow {
  readonly name: string;
  readonly type: string;
}

/** What OneRoster has no column for. */
export interface SupplementRow {
  readonly addresses: readonly string[];
  readonly phones: readonly string[];
  readonly numbers: readonly string[];
  /** Guardians (or students) whose link with this user has ended or ends, with the day on which it does. */
  readonly ended: readonly (readonly [other: string, day: string])[];
  /** Pictures of the student are not to be published; absent where they may be, and in rows of earlier versions. */
  readonly mediaRestricted?: boolean;
}

export interface RosterTables {
  readonly users: Map<string, UserRow>;
  /** By sourcedId; several rows where an export uses one id for all roles of a user. */
  readonly roles: Map<string, readonly RoleRow[]>;
  readonly orgs: Map<string, OrgRow>;
  /** Birth dates by user. */
  readonly births: Map<string, string>;
  /** Schools by user, from enrollments. */
  readonly enrolled: Map<string, readonly string[]>;
  readonly supplement: Map<string, SupplementRow>;
}

const names = ['users', 'roles', 'orgs', 'births', 'enrolled', 'supplement'] as const;

export function emptyTables(): RosterTables {
  return {
    users: new Map(),
    roles: new Map(),
    orgs: new Map(),
    births: new Map(),
    enrolled: new Map(),
    supplement: new Map(),
  };
}

const rowsAtOnce = 20_000;

/** Compressed JSON lines; not encrypted. */
export function packTables(tables: RosterTables): Buffer {
  const chunks: Buffer[] = [];
  let lines: string[] = [];
  const flush = () => {
    // Members of one gzip file may follow one another (RFC 1952 2.2).
    if (lines.length > 0) chunks.push(gzipSync(`${lines.join('\n')}\n`, { level: 1 }));
    lines = [];
  };
  for (const name of names) {
    for (const [key, row] of tables[name]) {
      lines.push(JSON.stringify([name, key, row]));
      if (lines.length === rowsAtOnce) flush();
    }
  }
  flush();
  return Buffer.concat(chunks);
}

/** @throws HallpassError `roster.damaged` */
export function unpackTables(packed: Uint8Array): RosterTables {
  const tables = emptyTables();
  if (packed.length === 0) return tables;
  const bytes = inflated(packed);
  for (let from = 0; from < bytes.length;) {
    const to = bytes.indexOf(10, from);
    if (to < 0) throw new HallpassError('roster.damaged', 'rows');
    const [name, key, row] = JSON.parse(bytes.toString('utf8', from, to)) as [(typeof names)[number], string, never];
    if (name === 'users') tables.users.set(key, currentUserRow(row));
    else if (name === 'roles') tables.roles.set(key, [row].flat());
    else tables[name].set(key, row);
    from = to + 1;
  }
  return tables;
}

function currentUserRow({ role, email, ...row }: StoredUserRow): UserRow {
  return {
    ...row,
    roles: row.roles ?? filled(role),
    emails: row.emails ?? filled(email),
    preferredGiven: [row.preferredGiven].flat().filter((name) => name !== ''),
  };
}

function filled(value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [value];
}

function inflated(packed: Uint8Array): Buffer {
  try {
    return gunzipSync(packed);
  } catch (cause) {
    throw new HallpassError('roster.damaged', 'rows', { cause });
  }
}

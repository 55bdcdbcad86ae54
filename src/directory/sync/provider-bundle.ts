/** Turns what a OneRoster REST service gives into a bundle of CSV files, so that there is one way in which rosters are imported. */
import { createHash } from 'node:crypto';
import type { Bundle } from '../bundle.ts';
import type { OneRosterClient, OneRosterRecord } from './oneroster-client.ts';

export interface FetchRequest {
  readonly version: '1.1' | '1.2';
  readonly enrollments: boolean;
  /** Undefined: everything. */
  readonly changedSince: string | undefined;
}

const columns = {
  'orgs.csv': ['sourcedId', 'status', 'dateLastModified', 'name', 'type'],
  'users.csv': [
    ...['sourcedId', 'status', 'dateLastModified', 'givenName', 'familyName', 'middleName'],
    ...['preferredGivenName', 'preferredFamilyName', 'role', 'identifier', 'userIds', 'email', 'sms', 'phone'],
    ...['agentSourcedIds', 'orgSourcedIds', 'primaryOrgSourcedId', 'grades'],
  ],
  'roles.csv': ['sourcedId', 'status', 'userSourcedId', 'role', 'orgSourcedId', 'beginDate', 'endDate'],
  'enrollments.csv': ['sourcedId', 'status', 'dateLastModified', 'userSourcedId', 'classSourcedId', 'schoolSourcedId'],
} as const satisfies Record<string, readonly string[]>;
type File = keyof typeof columns;
type Row<Name extends File> = Readonly<Partial<Record<(typeof columns)[Name][number], string>>>;

/**
 * Organizations are always fetched completely; they are few. Passwords, demographics and whatever else the service gives
 * are not kept.
 *
 * @throws HallpassError `roster.provider-*`
 */
export async function fetchBundle(client: OneRosterClient, request: FetchRequest): Promise<Bundle> {
  const { version, enrollments, changedSince } = request;
  const files = createFiles();
  for await (const page of client.pages('orgs')) for (const org of page) files.add('orgs.csv', orgRow(org));
  for await (const page of client.pages('users', changedSince)) {
    for (const user of page) {
      files.add('users.csv', userRow(user));
      if (version === '1.2') for (const row of roleRows(user)) files.add('roles.csv', row);
    }
  }
  if (enrollments)
    for await (const page of client.pages('enrollments', changedSince))
      for (const enrollment of page) files.add('enrollments.csv', enrollmentRow(enrollment));
  const mode = changedSince === undefined ? 'bulk' : 'delta';
  return files.finish([
    ['oneroster.version', version],
    ['file.orgs', 'bulk'],
    ['file.users', mode],
    ['file.roles', version === '1.2' ? mode : 'absent'],
    ['file.enrollments', enrollments ? mode : 'absent'],
    ['file.classes', 'absent'],
    ['file.demographics', 'absent'],
  ]);
}

function orgRow(org: OneRosterRecord): Row<'orgs.csv'> {
  return { ...common(org), name: text(org['name']), type: text(org['type']) };
}

function userRow(user: OneRosterRecord): Row<'users.csv'> {
  const of = (name: string): string => text(user[name]);
  return {
    ...common(user),
    givenName: of('givenName'),
    familyName: of('familyName'),
    middleName: of('middleName'),
    preferredGivenName: of('preferredFirstName'),
    preferredFamilyName: of('preferredLastName'),
    role: of('role'),
    identifier: of('identifier'),
    userIds: userIds(user['userIds']),
    email: of('email'),
    sms: of('sms'),
    phone: of('phone'),
    agentSourcedIds: references(user['agents']).join(','),
    orgSourcedIds: references(user['orgs']).join(','),
    primaryOrgSourcedId: references(user['primaryOrg'])[0] ?? '',
    grades: list(user['grades']).map(text).join(','),
  };
}

/** All roles of a user have the user's id, so that those of a changed user replace those that were known. */
function roleRows(user: OneRosterRecord): Row<'roles.csv'>[] {
  const { sourcedId, status } = common(user);
  const roles = list(user['roles']).filter(isRecord);
  if (roles.length === 0 || isGone(status)) return [{ sourcedId, status: 'tobedeleted' }];
  return roles.map((role) => ({
    sourcedId,
    status: 'active',
    userSourcedId: sourcedId,
    role: text(role['role']),
    orgSourcedId: references(role['org'])[0] ?? '',
    beginDate: text(role['beginDate']).slice(0, 10),
    endDate: text(role['endDate']).slice(0, 10),
  }));
}

function enrollmentRow(enrollment: OneRosterRecord): Row<'enrollments.csv'> {
  const one = (name: string): string => references(enrollment[name])[0] ?? '';
  return {
    ...common(enrollment),
    userSourcedId: one('user'),
    classSourcedId: one('class'),
    schoolSourcedId: one('school'),
  };
}

function common(record: OneRosterRecord) {
  return {
    sourcedId: text(record['sourcedId']),
    status: text(record['status']),
    dateLastModified: text(record['dateLastModified']),
  };
}

const isGone = (status: string): boolean => ['tobedeleted', 'inactive'].includes(status.toLowerCase());

const isRecord = (value: unknown): value is OneRosterRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Ids of a reference (`{ href, sourcedId, type }`) or of several; some services give the ids alone. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  const id = isRecord(value) ? text(value['sourcedId']) : text(value);
  return id === '' ? [] : [id];
}

/** As the CSV binding writes them: `{LDAP:mvang33},{WISEid:4102330024}`. */
function userIds(value: unknown): string {
  return list(value)
    .filter(isRecord)
    .map(({ type, identifier }) => `{${bare(text(type)).replaceAll(':', ' ')}:${bare(text(identifier))}}`)
    .join(',');
}

const bare = (value: string): string => value.replace(/[{}]/g, '');

/** RFC 4180; a line end within a cell is a space. */
const cell = (value: string): string => `"${value.replace(/[\r\n]+/g, ' ').replaceAll('"', '""')}"`;
const line = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`;

function createFiles() {
  const lines = new Map<string, Buffer[]>();
  const waiting = new Map<string, string[]>();
  const flush = (file: string): void => {
    const texts = waiting.get(file)?.splice(0) ?? [];
    if (texts.length > 0) lines.set(file, [...(lines.get(file) ?? []), Buffer.from(texts.join(''))]);
  };
  const put = (file: string, text: string): void => {
    const texts = waiting.get(file) ?? [];
    waiting.set(file, texts);
    if (texts.push(text) >= 10_000) flush(file);
  };
  for (const file of ['orgs.csv', 'users.csv'] as const) put(file, line(columns[file]));
  return {
    add<Name extends File>(file: Name, row: Row<Name>): void {
      if (!waiting.has(file)) put(file, line(columns[file]));
      put(
        file,
        line(columns[file].map((column) => (row as Readonly<Record<string, string | undefined>>)[column] ?? '')),
      );
    },
    finish(manifest: readonly (readonly [string, string])[]): Bundle {
      put('manifest.csv', [['propertyName', 'value'] as const, ...manifest].map(line).join(''));
      for (const file of waiting.keys()) flush(file);
      const contents = new Map([...lines].map(([file, chunks]) => [file, Buffer.concat(chunks)]));
      const hash = createHash('sha256');
      for (const [file, content] of contents) hash.update(`${file}\0${content.length}\0`).update(content);
      return {
        hash: hash.digest('hex'),
        isNested: false,
        has: (name) => contents.has(name),
        read: (name) => contents.get(name),
      };
    },
  };
}

/** One row of users.csv, OneRoster 1.1 or 1.2, as the roster keeps it; several rows of one user become one. */
import { distinct, emailsIn, idsIn, phonesIn } from './contact-cells.ts';
import type { Cell } from './csv-table.ts';
import type { ImportNotes } from './import-notes.ts';
import { takeApart, type WrittenName } from './person-name.ts';
import { rolesIn } from './role-names.ts';
import type { UserRow } from './roster-tables.ts';

const file = 'users.csv';

export function toUserRow(cell: Cell, notes: ImportNotes): UserRow | { readonly refuse: string } {
  const name = nameOf(cell, notes);
  if (name.given === '' && name.family === '') return { refuse: 'no name' };
  return {
    ...name,
    roles: rolesIn(cell('role')),
    emails: emailsIn(cell('email'), file, notes),
    phones: distinct([...phonesIn(cell('sms'), file, notes), ...phonesIn(cell('phone'), file, notes)]),
    agents: idsIn(cell('agentSourcedIds'), file, notes),
    orgs: distinct([...idsIn(cell('orgSourcedIds'), file, notes), cell('primaryOrgSourcedId')]),
    grade: cell('grades'),
    numbers: distinct([...cell('identifier').split(/\s*[;,|\n]\s*/), ...externalIds(cell('userIds'))]),
    modified: cell('dateLastModified'),
  };
}

/** Lists are joined; of what a user has once, the later row's value counts where it has one. */
export function mergeUserRows(first: UserRow, second: UserRow): UserRow {
  const join = (list: 'roles' | 'emails' | 'phones' | 'agents' | 'orgs' | 'numbers' | 'preferredGiven') =>
    distinct([...first[list], ...second[list]]);
  return {
    given: second.given || first.given,
    family: second.family || first.family,
    middle: second.middle || first.middle,
    preferredGiven: join('preferredGiven'),
    preferredFamily: second.preferredFamily || first.preferredFamily,
    roles: join('roles'),
    emails: join('emails'),
    phones: join('phones'),
    agents: join('agents'),
    orgs: join('orgs'),
    grade: second.grade || first.grade,
    numbers: join('numbers'),
    modified: isOlder(second.modified, first.modified) ? first.modified : second.modified || first.modified,
  };
}

/** By dateLastModified; false where one of the two has none. */
export function isOlder(modified: string, than: string): boolean {
  return Date.parse(modified) < Date.parse(than);
}

function nameOf(cell: Cell, notes: ImportNotes): WrittenName {
  const text = (column: string): string => cell(column).replace(/\s+/g, ' ');
  // The CSV binding says GivenName and FamilyName, the REST binding and many vendors FirstName and LastName.
  const preferredGiven = text('preferredGivenName') || text('preferredFirstName');
  const written: WrittenName = {
    given: text('givenName'),
    family: text('familyName'),
    middle: text('middleName'),
    preferredGiven: preferredGiven === '' ? [] : [preferredGiven],
    preferredFamily: text('preferredFamilyName') || text('preferredLastName'),
  };
  const name = takeApart(written);
  if (name.given !== written.given || name.family !== written.family) notes.add('cleaned-names', file);
  return name;
}

/** `{WISEid:4102330024},{LDAP:mvang33}`: ids of other systems; those without a digit are account names. */
function externalIds(text: string): string[] {
  return [...text.matchAll(/\{[^{}:]*:([^{}]*)\}/g)].map((match) => match[1]!.trim()).filter((id) => /\d{4}/.test(id));
}

/** One row of users.csv, OneRoster 1.1 or 1.2, as the roster keeps it. */
import type { Cell } from './csv-table.ts';
import type { UserRow } from './roster-tables.ts';

/** @param known the row of the same id so far: an older one does not replace it */
export function toUserRow(cell: Cell, known: UserRow | undefined): { row: UserRow } | { refuse: string } | 'unchanged' {
  const given = cell('givenName');
  const family = cell('familyName');
  if (given === '' && family === '') return { refuse: 'no name' };
  const modified = cell('dateLastModified');
  if (known && Date.parse(modified) < Date.parse(known.modified)) return 'unchanged';
  return {
    row: {
      role: cell('role').toLowerCase(),
      given,
      family,
      middle: cell('middleName'),
      // The CSV binding says GivenName and FamilyName, the REST binding and many vendors FirstName and LastName.
      preferredGiven: cell('preferredGivenName') || cell('preferredFirstName'),
      preferredFamily: cell('preferredFamilyName') || cell('preferredLastName'),
      email: cell('email'),
      phones: distinct([cell('sms'), cell('phone')]),
      agents: listOf(cell('agentSourcedIds')),
      orgs: distinct([...listOf(cell('orgSourcedIds')), cell('primaryOrgSourcedId')]),
      grade: cell('grades'),
      numbers: distinct([cell('identifier'), ...externalIds(cell('userIds'))]),
      modified,
    },
  };
}

function listOf(text: string): string[] {
  return text === '' ? [] : distinct(text.split(',').map((entry) => entry.trim()));
}

/** `{WISEid:4102330024},{LDAP:mvang33}`: ids of other systems; those without a digit are account names. */
function externalIds(text: string): string[] {
  return [...text.matchAll(/\{[^{}:]*:([^{}]*)\}/g)].map((match) => match[1]!.trim()).filter((id) => /\d{4}/.test(id));
}

function distinct(values: readonly string[]): string[] {
  const filled = values.filter((value) => value !== '');
  return filled.length < 2 ? filled : [...new Set(filled)];
}

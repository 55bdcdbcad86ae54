/** What an import did to read an export: one note for each kind of repair and each file, with counts, never with values. */

/** A sentence about a whole file, or what stands after the count of a report: for one and for several. */
export const noteTexts = {
  'nested-folder': 'the files are in a folder of the export',
  'utf-16': 'the file is in UTF-16 and was converted',
  'sep-line': 'the first line, “sep=”, names the column separator and was skipped',
  'other-delimiter': 'the columns are separated by a character other than a comma',
  'windows-1252': [
    'line has bytes that are not UTF-8; they were read as Windows-1252',
    'lines have bytes that are not UTF-8; they were read as Windows-1252',
  ],
  'surplus-columns': ['column without a name was ignored', 'columns without a name were ignored'],
  'repeated-columns': [
    'column name appears again; the first filled cell of each row was used',
    'column names appear again; the first filled cell of each row was used',
  ],
  'surplus-cells': [
    'row has empty cells after the last column; they were ignored',
    'rows have empty cells after the last column; they were ignored',
  ],
  'short-rows': [
    'row ends before the last column; the missing cells were read as empty',
    'rows end before the last column; the missing cells were read as empty',
  ],
  'empty-rows': ['row without any value was skipped', 'rows without any value were skipped'],
  'repeated-headers': ['repetition of the header was skipped', 'repetitions of the header were skipped'],
  'deleted-rows': [
    'row has the status “tobedeleted” or “inactive” and was left out',
    'rows have the status “tobedeleted” or “inactive” and were left out',
  ],
  'older-rows': [
    'row is older than what was already known and was not used',
    'rows are older than what was already known and were not used',
  ],
  'merged-rows': [
    'further row with an id that the file already has was merged',
    'further rows with an id that the file already has were merged',
  ],
  'several-emails': [
    'cell has more than one email address; all of them were taken',
    'cells have more than one email address; all of them were taken',
  ],
  'cleaned-emails': [
    'email address was taken out of other text, such as a name or a separator',
    'email addresses were taken out of other text, such as names or separators',
  ],
  'unreadable-emails': [
    'cell for an email address has none and was ignored',
    'cells for email addresses have none and were ignored',
  ],
  'several-phones': [
    'cell has more than one phone number; all of them were taken',
    'cells have more than one phone number; all of them were taken',
  ],
  'phone-extensions': ['phone extension was left out', 'phone extensions were left out'],
  'unreadable-phones': [
    'cell for a phone number has none and was ignored',
    'cells for phone numbers have none and were ignored',
  ],
  'separated-ids': [
    'list of ids is not separated by commas; its ids were taken apart',
    'lists of ids are not separated by commas; their ids were taken apart',
  ],
  'cleaned-names': [
    'name has a nickname, an initial or a mark in it; these were taken apart',
    'names have a nickname, an initial or a mark in them; these were taken apart',
  ],
  'other-dates': [
    'date is not written as 2027-06-30 and was converted',
    'dates are not written as 2027-06-30 and were converted',
  ],
  'role-names': [
    'role with a name that OneRoster does not define was recognized',
    'roles with names that OneRoster does not define were recognized',
  ],
  'absent-columns': ['column that Hallpass reads is missing', 'columns that Hallpass reads are missing'],
} as const satisfies Record<string, string | readonly [one: string, many: string]>;

export type NoteKind = keyof typeof noteTexts;

export interface ImportNote {
  readonly kind: NoteKind;
  readonly file: string;
  readonly count: number;
  /** Names that the kind is about, such as columns or roles, with their counts; absent where it has none. */
  readonly names?: readonly (readonly [name: string, count: number])[];
}

export interface ImportNotes {
  /** @param name not a value of a person: the name of a column or a role */
  add(kind: NoteKind, file: string, count?: number, name?: string): void;
  /** By file and kind, in the order of their first use. */
  list(): readonly ImportNote[];
}

export function createNotes(): ImportNotes {
  const counts = new Map<string, { kind: NoteKind; file: string; count: number; names: Map<string, number> }>();
  return {
    add(kind, file, count = 1, name) {
      if (count === 0) return;
      const key = `${file}\0${kind}`;
      let note = counts.get(key);
      if (!note) counts.set(key, (note = { kind, file, count: 0, names: new Map() }));
      note.count += count;
      if (name !== undefined) note.names.set(name, (note.names.get(name) ?? 0) + count);
    },
    list: () =>
      [...counts.values()].map(({ kind, file, count, names }) => ({
        kind,
        file,
        count,
        ...(names.size > 0 && { names: [...names].sort(([, a], [, b]) => b - a) }),
      })),
  };
}

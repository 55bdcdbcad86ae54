/** Reports of roster imports as text for people at a terminal, and as JSON for scripts. */
import { noteTexts, type ImportNote } from '../directory/import-notes.ts';
import type { RosterReport } from '../directory/roster-report.ts';
import type { NewSync } from '../store/roster-syncs.ts';
import type { PastImport } from '../store/rosters.ts';

const number = (count: number): string => count.toLocaleString('en');
const shownRefusals = 20;

/**
 * Counts first, then what to look at, what the import did to read the export, and refused rows by number and reason; never
 * a value of a row.
 */
export function describeReport(report: RosterReport, objections: readonly string[]): string {
  const { counts, version, mode, classes, enrollments } = report;
  const lines = [
    `  ${mode === 'delta' ? 'Changes' : 'Complete roster'}${version === '' ? '' : `, OneRoster ${version}`}`,
    `  students   ${number(counts.students)}`,
    `  guardians  ${number(counts.guardians)}, ${counted(counts.links, ['link', 'links'])} to students`,
    `  staff      ${number(counts.staff)}`,
    `  schools    ${number(counts.schools)}`,
    `  pictures   ${counted(counts.mediaRestricted ?? 0, ['student', 'students'])} with a media restriction`,
  ];
  if (classes + enrollments > 0)
    lines.push(`  classes    ${number(classes)}, ${counted(enrollments, ['enrollment', 'enrollments'])}`);
  lines.push(...doubtLines(report), ...noteLines(report.notes ?? []));
  for (const objection of objections) lines.push(`  ■ ${objection}`);
  return `${lines.join('\n')}\n`;
}

/** What stands after the count: for one and for several. */
type Words = readonly [one: string, many: string];

function counted(count: number, [one, many]: Words): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

const doubtTexts = {
  studentsWithoutGuardians: [
    'student without guardians: no family address is entitled to this data',
    'students without guardians: no family address is entitled to their data',
  ],
  danglingLinks: [
    'link to a person who is not in the roster or has no known role',
    'links to people who are not in the roster or have no known role',
  ],
  otherLinks: [
    'link between people who are not a student and a guardian',
    'links between people who are not a student and a guardian',
  ],
  endedLinks: [
    'link to a guardian has ended and gives no entitlement',
    'links to guardians have ended and give no entitlement',
  ],
  withoutRole: ['user without an active role was left out', 'users without an active role were left out'],
  sharedEmails: [
    'email address is shared by more people than a family has and gives no entitlement',
    'email addresses are shared by more people than a family has and give no entitlement',
  ],
  unknownInSupplement: [
    'person in the supplement is not in the roster',
    'people in the supplement are not in the roster; if there are many, check that its ids are those of users.csv',
  ],
} as const satisfies Record<string, Words>;

const unknownRoleTexts: Words = [
  'user with a role that Hallpass does not know was left out',
  'users with roles that Hallpass does not know were left out',
];
const enrollmentTexts: Words = [
  'enrollment of a user or class that is not in the roster',
  'enrollments of users or classes that are not in the roster',
];

function doubtLines({ doubts, danglingEnrollments, refusedCount, refused }: RosterReport): string[] {
  const lines: string[] = [];
  const add = (count: number, words: Words, names: Names = []): void => {
    if (count > 0) lines.push(`  ▲ ${counted(count, words)}${inBrackets(names)}`);
  };
  for (const [doubt, words] of Object.entries(doubtTexts)) add(doubts[doubt as keyof typeof doubtTexts] ?? 0, words);
  const unknown = doubts.unknownRoles ?? [];
  add(
    unknown.reduce((sum, [, users]) => sum + users, 0),
    unknownRoleTexts,
    unknown,
  );
  add(danglingEnrollments, enrollmentTexts);
  add(refusedCount, ['row was rejected', 'rows were rejected']);
  for (const { file, row, reason } of refused.slice(0, shownRefusals))
    lines.push(`      ${file}, row ${number(row)}: ${reason}`);
  if (refusedCount > shownRefusals) lines.push(`      and ${number(refusedCount - shownRefusals)} more`);
  return lines;
}

function noteLines(notes: readonly ImportNote[]): string[] {
  return notes.map(({ kind, file, count, names }) => {
    const sign = kind === 'absent-columns' ? '▲' : '·';
    const words = noteTexts[kind];
    const text = typeof words === 'string' ? words : counted(count, words);
    return `  ${sign} ${file}: ${text}${inBrackets(names ?? [])}`;
  });
}

type Names = readonly (readonly [name: string, count: number])[];

function inBrackets(names: Names): string {
  const shown = names.map(([name, count]) => (count === 1 ? name : `${name}: ${number(count)}`));
  return shown.length === 0 ? '' : ` (${shown.join(', ')})`;
}

export function describeImport(
  id: string | undefined,
  objections: readonly string[],
  { counts }: RosterReport,
): string {
  if (id !== undefined) return `Imported as roster ${id}; running gateways use it within seconds.\n`;
  if (objections.length === 0) return 'Dry run: nothing was changed.\n';
  const unless = counts.students === 0 ? '' : ' unless you use --force';
  return `Dry run: nothing was changed. An import would be refused for what is marked ■${unless}.\n`;
}

const ways: Partial<Record<PastImport['source'], string>> = {
  start: 'at start-up',
  folder: 'from the folder',
  provider: 'from the OneRoster service',
};

export function describePast({ id, importedAt, actor, source, mode, report }: PastImport): string {
  const how = ways[source] ?? `by ${actor}`;
  const when = importedAt.toISOString().slice(0, 16).replace('T', ' ');
  const { students, guardians, staff } = report.counts;
  return `${id.slice(0, 8)}  ${when} UTC  ${how}  ${mode}  ${counted(students, ['student', 'students'])}, ${counted(guardians, ['guardian', 'guardians'])}, ${number(staff)} staff`;
}

export function importJson({ id, importedAt, actor, source, bundleHash, report }: PastImport): object {
  return { roster: id, importedAt, actor, source, bundleHash, ...report };
}

const outcomes = { imported: '●', skipped: '·', failed: '■' } as const;

/** `● 2026-11-28 03:15 UTC  sis.example  imported (changes)`. */
export function describeSync({ at, name, outcome, code, detail }: NewSync): string {
  const when = at === undefined ? '' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC  `;
  const words = outcome === 'failed' ? 'not imported' : outcome === 'skipped' ? 'not used' : 'imported';
  const why = [code, detail].filter(Boolean).join(': ');
  return `${outcomes[outcome]} ${when}${name}  ${words}${why === '' ? '' : ` (${why})`}`;
}

export function syncJson({ at, source, name, outcome, code, detail, rosterId }: NewSync): object {
  return {
    ...(at !== undefined && { at }),
    source,
    name,
    outcome,
    code: code ?? null,
    detail: detail ?? null,
    roster: rosterId ?? null,
  };
}

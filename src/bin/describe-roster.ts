/** Rosters in words, for people at a terminal, and as JSON for scripts. */
import type { RosterReport } from '../directory/roster-report.ts';
import type { PastImport } from '../store/rosters.ts';

const number = (count: number): string => count.toLocaleString('en');
const shownRefusals = 20;

/** Counts first, then what should be looked at, then refused rows: their numbers and reasons, never their values. */
export function describeReport(report: RosterReport, objections: readonly string[]): string {
  const { counts, doubts, version, mode } = report;
  const lines = [
    `  ${mode === 'delta' ? 'Changes' : 'Complete roster'}${version === '' ? '' : `, OneRoster ${version}`}`,
    `  students   ${number(counts.students)}`,
    `  guardians  ${number(counts.guardians)}, ${number(counts.links)} links to students`,
    `  staff      ${number(counts.staff)}`,
    `  schools    ${number(counts.schools)}`,
    `  pictures   ${number(counts.mediaRestricted ?? 0)} students of whom none may be published`,
  ];
  if (report.classes + report.enrollments > 0)
    lines.push(`  classes    ${number(report.classes)}, ${number(report.enrollments)} enrollments`);
  const remarks: readonly (readonly [number, string])[] = [
    [doubts.studentsWithoutGuardians, 'students without guardians: nobody outside is entitled to their data'],
    [doubts.danglingLinks, 'links to people who are not in the roster'],
    [doubts.otherLinks, 'links between people who are not a student and a guardian'],
    [doubts.endedLinks, 'links to guardians that have ended: they give nothing'],
    [doubts.withoutRole, 'users without a role in force: left out'],
    [doubts.sharedEmails, 'e-mail addresses of more people than a family has: they entitle nobody'],
    [
      doubts.unknownInSupplement ?? 0,
      'people of the supplement who are not in the roster; where they are many, its ids are not those of users.csv',
    ],
    [report.danglingEnrollments, 'enrollments of users or classes that are not in the roster'],
    [report.refusedCount, 'rows refused'],
  ];
  for (const [count, what] of remarks) if (count > 0) lines.push(`  ▲ ${number(count)} ${what}`);
  for (const { file, row, reason } of report.refused.slice(0, shownRefusals))
    lines.push(`      ${file}, row ${number(row)}: ${reason}`);
  if (report.refusedCount > shownRefusals) lines.push(`      and ${number(report.refusedCount - shownRefusals)} more`);
  for (const objection of objections) lines.push(`  ■ ${objection}`);
  return `${lines.join('\n')}\n`;
}

export function describeImport(id: string | undefined, objections: readonly string[]): string {
  if (id !== undefined) return `Taken over as roster ${id}; running gateways use it within seconds.\n`;
  return objections.length === 0
    ? 'Dry run: nothing was changed.\n'
    : 'Dry run: nothing was changed. It would be refused without --force.\n';
}

export function describePast({ id, importedAt, actor, source, mode, report }: PastImport): string {
  const how = source === 'start' ? 'at start-up' : `by ${actor}`;
  const when = importedAt.toISOString().slice(0, 16).replace('T', ' ');
  const { students, guardians, staff } = report.counts;
  return `${id.slice(0, 8)}  ${when} UTC  ${how}  ${mode}  ${number(students)} students, ${number(guardians)} guardians, ${number(staff)} staff`;
}

export function importJson({ id, importedAt, actor, source, bundleHash, report }: PastImport): object {
  return { roster: id, importedAt, actor, source, bundleHash, ...report };
}

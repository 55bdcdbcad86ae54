/** From what was found in the rows that were read to the rows that look like them. */
import type { Finding, Span } from '../../../detector.ts';
import { firstEndingAfter } from '../../text/sorted-spans.ts';
import { subjectReader, type SubjectOf } from './row-subject.ts';
import { cellText, type LongTable, type TableRow } from './rows.ts';
import type { ShortenedTable } from './shorten.ts';

/** A finding in a row: what it is of all rows that look alike. */
interface Placed {
  readonly finding: Finding;
  readonly row: number;
  readonly column: number;
  readonly lastColumn: number;
}

/** Of rows with such a cell that were read, at least so many have the finding: so have the others. */
const mostHaveIt = 0.8;
const half = 0.5;

/**
 * Findings of the rows that were not read.
 *
 * @param findings of the table's part, with offsets of its whole text
 * @returns undefined where the rows that were read do not agree: then each has to be read
 */
export function extendFindings(findings: readonly Finding[], shortened: ShortenedTable): Finding[] | undefined {
  const { table, chosen } = shortened;
  // The header row is read in any case.
  const within = findings.filter(({ start }) => start > table.rows[0]!.end && start < table.rows.at(-1)!.end);
  const added: Finding[] = [];
  const read = new Set(chosen);
  const others = table.rows.map((_, at) => at).filter((at) => !read.has(at));
  const placed = within.map((finding) => place(finding, table));
  /** Who has a finding of each code so far, in whichever column. */
  const students = new Map<string, Set<string>>();
  const groups = Map.groupBy(placed, (one) => one && `${one.finding.code} ${one.column} ${one.lastColumn}`);
  for (const [key, group] of groups) {
    // What crosses a line is of no row's kind.
    if (key === undefined) return undefined;
    const { code } = group[0]!.finding;
    const named =
      students.get(code) ?? new Set(within.filter((one) => one.code === code).map((one) => one.subject?.name ?? ''));
    students.set(code, named);
    const more = extendOne(group as Placed[], shortened, others, named);
    if (more === undefined) return undefined;
    for (const one of more) added.push(one);
  }
  return added;
}

function place(finding: Finding, { rows }: LongTable): Placed | undefined {
  const row = firstEndingAfter(rows, finding.start);
  const { cells, end } = rows[row]!;
  if (finding.end > end) return undefined;
  return {
    finding,
    row,
    column: firstEndingAfter(cells, finding.start),
    lastColumn: firstEndingAfter(cells, finding.end - 1),
  };
}

function extendOne(
  group: readonly Placed[],
  shortened: ShortenedTable,
  others: readonly number[],
  named: Set<string>,
): Finding[] | undefined {
  const { table, kinds, chosen } = shortened;
  const [{ column, lastColumn }] = group as [Placed];
  const subjectOf = subjectReader(group, table);
  if (subjectOf === undefined) return undefined;
  // What is found once of a student or an address is found of all rows that name the same.
  const same = (row: number): string => subjectOf(row)?.name ?? cellText(table, table.rows[row]!, column);
  const having = new Set(group.map(({ row }) => same(row)));
  const has = (row: number): boolean => having.has(same(row));
  const once = isOnce(group, chosen, same);
  const found: Finding[] = [];
  const rowsRead = chosen.filter((row) => row > 0);
  const kindOf = (row: number): string => kinds.kinds[row]![column]!;
  const readByKind = Map.groupBy(rowsRead, kindOf);
  for (const [kind, rows] of Map.groupBy(others, kindOf)) {
    const alike = readByKind.get(kind) ?? [];
    const share = alike.filter(has).length / alike.length;
    // Where some have it and others not, which of the rest have it is not known.
    if (share === 0) continue;
    if (!(share >= mostHaveIt) || !agree(alike, has, shortened)) return undefined;
    const examples = group.filter(({ row }) => kindOf(row) === kind);
    const example = middleOne(examples.length > 0 ? examples : group);
    const shape = within(example, table);
    if (shape === undefined) return undefined;
    for (const row of rows) {
      const key = same(row);
      // A row without a name is about nobody.
      if (key === '' || (once && named.has(key))) continue;
      named.add(key);
      const span = spanOf(table.rows[row]!, column, lastColumn, shape);
      if (span) found.push(copied(example, span, row, table, subjectOf));
    }
  }
  return found;
}

/** Whether rows that name the same student have the finding once in all, as a statement has, and not each, as a number has. */
function isOnce(group: readonly Placed[], read: readonly number[], same: (row: number) => string): boolean {
  const findings = Map.groupBy(group, ({ row }) => same(row));
  const several = [...Map.groupBy(read, same)].filter(([key, rows]) => rows.length > 1 && findings.has(key));
  return several.filter(([key]) => findings.get(key)!.length === 1).length > half * several.length;
}

/** Fewer rows with a value say nothing about it. */
const leastWithValue = 6;

/** Whether the share is high with each value of the columns that hold few: with `staff` as well as with `student`. */
function agree(rows: readonly number[], has: (row: number) => boolean, { kinds }: ShortenedTable): boolean {
  return kinds.choices.every((column) =>
    [...Map.groupBy(rows, (row) => kinds.kinds[row]![column]!).values()].every(
      (alike) => alike.length < leastWithValue || alike.filter(has).length > half * alike.length,
    ),
  );
}

/** How much of its first and of its last cell a finding leaves out, in characters; undefined where it is not at an end of them. */
interface Within {
  readonly before: number;
  readonly behind: number;
}

const mostLeftOut = 3;

function within({ finding, row, column, lastColumn }: Placed, { rows }: LongTable): Within | undefined {
  const before = finding.start - rows[row]!.cells[column]!.start;
  const behind = rows[row]!.cells[lastColumn]!.end - finding.end;
  return before > mostLeftOut || behind > mostLeftOut ? undefined : { before, behind };
}

function spanOf({ cells }: TableRow, column: number, lastColumn: number, { before, behind }: Within): Span | undefined {
  const [first, last] = [cells[column], cells[lastColumn]];
  if (!first || !last) return undefined;
  const span = { start: first.start + before, end: last.end - behind };
  return span.start < span.end ? span : undefined;
}

/** By score. */
function middleOne(group: readonly Placed[]): Placed {
  const sorted = group.toSorted((a, b) => a.finding.score - b.finding.score);
  return sorted[Math.floor(sorted.length / 2)]!;
}

function copied({ finding }: Placed, span: Span, row: number, { text }: LongTable, subjectOf: SubjectOf): Finding {
  const subject = subjectOf(row);
  const ending = lastDigits(text.slice(finding.start, finding.end));
  const masked =
    ending === undefined
      ? finding.masked
      : finding.masked.replace(ending, lastDigits(text.slice(span.start, span.end)) ?? ending);
  const { subject: _example, ...rest } = finding;
  return { ...rest, ...span, masked, ...(subject && { subject }) };
}

/** `a phone number ending in 42`: what is told of a number. */
function lastDigits(text: string): string | undefined {
  return text.replace(/\D/g, '').slice(-2) || undefined;
}

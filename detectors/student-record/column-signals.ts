/** Columns of a table that hold what belongs to a record: `disability`, `GPA`, `allergies`. */
import type { PartView } from '../shared/students/part-view.ts';
import { columns, recordPhrases, type Code } from './rules.ts';
import type { Signal } from './signal.ts';

const masked: Readonly<Record<Code, string>> = {
  'student-record.special-education': 'an entry about special education',
  'student-record.discipline': 'an entry about discipline',
  'student-record.health': 'an entry about health',
  'student-record.grades': 'an entry about grades or attendance',
  'student-record.circumstances': 'an entry about family circumstances',
  'student-record.ssn': 'a social security number',
  'student-record.student-id': 'a student id',
};
const nothing = recordPhrases.pattern(String.raw`^(?:|<emptyCells>|-+|–|—|_+|\.+)$`, 'i');

/** What a column holds by its heading, folded. */
export function columnCode(heading: string): Code | undefined {
  const bare = heading.replace(/^[\s"'*]+/, '').replace(/[_-]/g, ' ');
  return columns.find((column) => column.heading.test(bare))?.code;
}

/** Filled cells of such columns, numbers left to number-signals.ts. */
export function columnSignals(view: PartView): Signal[] {
  const found: Signal[] = [];
  let header: readonly string[] | undefined;
  let ofHeader: readonly (Code | undefined)[] = [];
  for (const { row } of view.lines) {
    if (!row || row.header.length === 0) continue;
    if (row.header !== header) {
      header = row.header;
      ofHeader = row.header.map(columnCode);
    }
    for (const [column, code] of ofHeader.entries()) {
      const cell = row.cells[column];
      if (code === undefined || !cell || code === 'student-record.ssn' || code === 'student-record.student-id')
        continue;
      if (nothing.test(view.text.slice(cell.start, cell.end).trim())) continue;
      found.push({
        view,
        start: cell.start,
        end: cell.end,
        code,
        rule: 'column',
        weight: 0.88,
        student: true,
        besideName: true,
        masked: masked[code],
      });
    }
  }
  return found;
}

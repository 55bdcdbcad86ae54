/** Social security numbers and student ids in a part: by their form, by what they are called, by their column. */
import type { Span } from '../detector.ts';
import { isInLink, otherNumberBefore } from '../shared/people/number-token.ts';
import { lineOf, type PartView } from '../shared/students/part-view.ts';
import { columnCode } from './column-signals.ts';
import { isIssued, isPlaceholder } from './numbers.ts';
import { ids, ssn } from './rules.ts';
import type { Signal } from './signal.ts';

const nine = /(?<![\d.-])(\d{3})([- .]?)(\d{2})\2(\d{4})(?![\d-])/g;
const number = /(?<![\d.$/-])\d{5,12}(?![\d/-]|\.\d)/g;
/** The names of ids also within words: a text without them has none of them in any piece of it. */
const anyName = new RegExp(ids.strong.source.replaceAll('\\b', ''), 'iu');
/** How far before a number its name may stand. */
const reach = 60;
const mostNumbers = 20_000;

export function numberSignals(view: PartView): Signal[] {
  if (!/\d{4}/.test(view.text)) return [];
  const signals = ssnSignals(view);
  const taken = new Set(signals.map((signal) => signal.start));
  return [...signals, ...idSignals(view).filter((signal) => !taken.has(signal.start))];
}

function ssnSignals(view: PartView): Signal[] {
  const found: Signal[] = [];
  const { text } = view;
  for (const match of limited(text.matchAll(nine))) {
    const [whole, area, separator, group, serial] = match as unknown as [string, string, string, string, string];
    const span = { start: match.index, end: match.index + whole.length };
    const called = calledBefore(view, span, ssn, separator === '-') || columnOf(view, span, 'student-record.ssn');
    if (!called && separator !== '-') continue;
    const digits = area + group + serial;
    if (isPlaceholder(digits)) continue;
    const issued = isIssued(area, group, serial);
    // Never issued, and yet somebody says that it is the student's: mistyped, or made up for the form.
    if (!issued && !called) continue;
    const weight = called ? (issued ? 0.97 : 0.8) : 0.78;
    const rule = called ? (issued ? 'ssn:called' : 'ssn:called-never-issued') : 'ssn:form';
    found.push(toSignal(view, span, 'student-record.ssn', rule, weight, !called, 'a social security number'));
  }
  return found;
}

function idSignals(view: PartView): Signal[] {
  const { text } = view;
  const found: Signal[] = [];
  let named: boolean | undefined;
  let spoken: boolean | undefined;
  for (const match of limited(text.matchAll(number))) {
    const span = { start: match.index, end: match.index + match[0].length };
    if (isInLink(text, span)) continue;
    const column = columnOf(view, span, 'student-record.student-id');
    named ??= anyName.test(text);
    const strong = named && calledBefore(view, span, ids.strong);
    if (strong || column) {
      found.push(toSignal(view, span, 'student-record.student-id', 'id:called', 0.9, false, 'a student id'));
      continue;
    }
    spoken ??= named && text.search(ids.strong) >= 0;
    const weak = calledBefore(view, span, ids.weak, false, 8);
    if (spoken || weak)
      found.push(
        toSignal(
          view,
          span,
          'student-record.student-id',
          spoken ? 'id:spoken-of' : 'id',
          spoken ? 0.8 : 0.68,
          true,
          'a student id',
        ),
      );
  }
  return found;
}

/**
 * The name of a number before it, on its line or the end of the line before.
 * @param across it may stand in the sentence before: the form of the number speaks for itself
 */
function calledBefore(view: PartView, { start }: Span, name: RegExp, across = false, most = reach): boolean {
  const nearest = start - (across ? 2 : 1) * most;
  const from = Math.max(across ? nearest : lineOf(view, start).start - 40, nearest - 20, 0);
  const window = view.text.slice(from, start);
  let last: { end: number; start: number } | undefined;
  for (const match of window.matchAll(name)) {
    const at = { start: match.index, end: match.index + match[0].length };
    if (from + at.end >= nearest) last = at;
  }
  if (!last || otherNumberBefore.test(window.slice(0, last.start))) return false;
  return across || !/[.!?]\s|\d{4}/.test(window.slice(last.end));
}

function columnOf(view: PartView, span: Span, code: Signal['code']): boolean {
  const { row } = lineOf(view, span.start);
  if (!row || row.header.length === 0) return false;
  const at = row.cells.findIndex((cell) => span.start >= cell.start && span.end <= cell.end);
  const heading = row.header[at];
  return heading !== undefined && columnCode(heading) === code;
}

function* limited<T>(matches: Iterable<T>): Generator<T> {
  let count = 0;
  for (const match of matches) {
    if (count >= mostNumbers) return;
    count += 1;
    yield match;
  }
}

function toSignal(
  view: PartView,
  span: Span,
  code: Signal['code'],
  rule: string,
  weight: number,
  besideName: boolean,
  masked: string,
): Signal {
  return {
    view,
    ...span,
    code,
    rule,
    weight,
    student: code === 'student-record.student-id' && !besideName,
    besideName,
    masked,
  };
}

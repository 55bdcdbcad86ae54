/**
 * Lists of people: lines that begin with names, one under the other or as blocks of a few lines each (labels, addresses). What stands in the
 * block of a name is said of that person, and what the heading says, of everybody in the list.
 */
import type { Span } from '../../detector.ts';
import { lineAt } from '../text/layout.ts';
import { firstEndingAfter, firstStartingFrom, overlapsAny } from '../text/sorted-spans.ts';
import type { PartView } from './part-view.ts';
import type { PersonName } from './people.ts';

/** Names on the next line, or the one after it, are of one list. */
const listGap = 2;
/** Blocks are at most so many lines long, and each as long as the one before or after it, give or take one. */
const blockGap = 8;
/** A line in front of a list without a colon is its heading where it has at most so many words. */
const headingWords = 8;
const headingLength = 160;
/** A name that begins more lines than this is a town or a label, nobody's entry. */
const mostEntries = 2;

export interface NameList {
  /** Names that begin its lines, in order. */
  readonly names: readonly PersonName[];
  readonly heading?: Span;
}

export interface ListEntry {
  readonly list: NameList;
  /** From the name to the next one; of the last name as many lines as of the one before. */
  readonly block: Span;
}

export interface NameLists {
  readonly all: readonly NameList[];
  /** Undefined for a name that begins no line of a list. */
  readonly entryOf: (name: Span) => ListEntry | undefined;
  /** The list whose heading holds an offset. */
  readonly headedAt: (offset: number) => NameList | undefined;
}

/** @param people the names of the part, sorted */
export function nameListsOf(view: PartView, people: readonly PersonName[]): NameLists {
  const entries = new Map<number, ListEntry>();
  const all = runs(view, people).map((run): NameList => {
    const list: NameList = { names: run.map(({ name }) => name), ...headingOf(view, run[0]!.line, people) };
    for (const [at, { name, line }] of run.entries()) {
      const next = run[at + 1]?.line ?? line + Math.max(1, line - (run[at - 1]?.line ?? line));
      entries.set(name.start, { list, block: { start: name.start, end: endOfBlock(view, line, next) } });
    }
    return list;
  });
  const headed = all.flatMap((list) => (list.heading ? [{ ...list.heading, list }] : []));
  return {
    all,
    entryOf: ({ start }) => entries.get(start),
    headedAt(offset) {
      const next = headed[firstEndingAfter(headed, offset)];
      return next && next.start <= offset ? next.list : undefined;
    },
  };
}

interface NameLine {
  readonly name: PersonName;
  readonly line: number;
}

/** Runs of two names and more. */
function runs(view: PartView, people: readonly PersonName[]): NameLine[][] {
  const lines = nameLines(view, people);
  const gaps = lines.map(({ line }, at) => line - (lines[at - 1]?.line ?? -Infinity));
  const alike = (at: number, other: number) => Math.abs(gaps[at]! - (gaps[other] ?? Infinity)) <= 1;
  const found: NameLine[][] = [];
  for (const [at, entry] of lines.entries()) {
    const gap = gaps[at]!;
    const goesOn = gap <= listGap || (gap <= blockGap && (alike(at, at - 1) || alike(at, at + 1)));
    if (goesOn) found.at(-1)!.push(entry);
    else found.push([entry]);
  }
  return found.filter((run) => run.length > 1);
}

function nameLines(view: PartView, people: readonly PersonName[]): NameLine[] {
  const addresses = view.addresses();
  const found: NameLine[] = [];
  for (const name of people) {
    if (name.source === 'single' || overlapsAny(addresses, name)) continue;
    const line = lineAt(view.lines, name.start);
    if (line !== found.at(-1)?.line && beginsLine(view, line, name.start)) found.push({ name, line });
  }
  const namesakes = Map.groupBy(found, ({ name }) => name.keys.join(' '));
  return found.filter(({ name }) => namesakes.get(name.keys.join(' '))!.length <= mostEntries);
}

/** Nothing but a bullet, a quotation mark or a number with its dot stands before it. */
export function beginsLine(view: PartView, line: number, offset: number): boolean {
  return /^[\s>*•·–-]*(?:\(?\d{1,3}[.)]\s*)?["'(]*$/.test(view.text.slice(view.lines[line]!.start, offset));
}

function endOfBlock(view: PartView, from: number, next: number): number {
  let last = Math.min(next, view.lines.length) - 1;
  while (last > from && isBlank(view, last)) last -= 1;
  return view.lines[last]!.end;
}

function isBlank({ text, lines }: PartView, at: number): boolean {
  return /^[\s>]*$/.test(text.slice(lines[at]!.start, lines[at]!.end));
}

/** The line in front of a list, or the one before an empty line. A table has its own. */
function headingOf(view: PartView, first: number, people: readonly PersonName[]): { heading?: Span } {
  if (view.lines[first]!.row) return {};
  let at = first - 1;
  if (at > 0 && isBlank(view, at)) at -= 1;
  if (at < 0) return {};
  const { start, end } = view.lines[at]!;
  const text = view.text.slice(start, end).trim();
  const named = people[firstStartingFrom(people, start)];
  const short = text.split(/\s+/).length <= headingWords && /[\p{L}\d)]$/u.test(text) && !(named && named.start < end);
  return text !== '' && text.length <= headingLength && (text.endsWith(':') || short)
    ? { heading: { start, end } }
    : {};
}

/** Students known from the words around their full name: not on the roster, or where there is none. */
import nlp from 'compromise/two';
import type { Span } from '../../detector.ts';
import { foldName, type Word } from '../names.ts';
import { overlapsAny } from '../sorted-spans.ts';
import type { Row } from '../layout.ts';
import type { Mention } from './mention.ts';
import { lineOf, wordAt, type PartView } from './part-view.ts';
import { studentWords } from './student-words.ts';
import { studentCue, type Cue } from './student-cue.ts';

const particles = new Set('de del de la las los van von der den ter ten di da dos du le y al el bin st'.split(' '));
const strengths: Readonly<Record<Cue, number>> = {
  label: 0.9,
  'role-before': 0.8,
  'grade-after': 0.85,
  'relation-after': 0.7,
  'title-before': 0,
  'relation-before': 0,
  none: 0,
};

/** How many windows of one part compromise may see: it costs about half a millisecond for each. */
const windowsPerPart = 100;

/**
 * @param taken spans that are known people of the roster
 * @param notStudents folded full names of the sender, the recipients and the staff
 */
export function contextMentions(view: PartView, taken: readonly Span[], notStudents: ReadonlySet<string>): Mention[] {
  const mentions: Mention[] = [];
  const add = (span: Span, strength: number, rule: string, context: string) => {
    const name = nameOf(view.text.slice(span.start, span.end));
    const words = foldName(name).match(/\p{L}+/gu) ?? [];
    if (words.length < 2 || notStudents.has(`${words[0]} ${words.at(-1)}`)) return;
    const key = `name:${[...words].sort().join(' ')}`;
    mentions.push({
      view,
      ...span,
      paragraph: lineOf(view, span.start).paragraph,
      people: [],
      name,
      key,
      strength,
      cued: true,
      ambiguous: false,
      reason: { rule, context },
    });
  };
  for (const line of view.lines) {
    const named = line.row && rowName(view, line.row);
    if (named && !overlapsAny(taken, named.span))
      add(named.span, named.strength, 'context-name:table', 'column of students');
  }
  let windows = 0;
  for (const span of candidates(view)) {
    if (overlapsAny(taken, span) || lineOf(view, span.start).row) continue;
    const cue = studentCue(view, span.start, span.end);
    const strength = strengths[cue];
    if (strength === 0 || overlapsAny(view.addresses(), span)) continue;
    if (strength < 0.85 && (windows++ >= windowsPerPart || isThing(view, span))) continue;
    add(span, strength, 'context-name', cue);
  }
  return mentions;
}

/** Runs of two to four capitalised words, particles between them allowed; also `Last, First` in quotation marks. */
function* candidates(view: PartView): Generator<Span> {
  const { words, text } = view;
  for (let i = 0; i < words.length; i += 1) {
    if (!isNameWord(words[i]!)) continue;
    let last = i;
    let names = 1;
    for (let next = i + 1; next < words.length && next <= i + 5; next += 1) {
      const gap = text.slice(words[next - 1]!.end, words[next]!.start);
      const reversed = gap === ', ' && (text[words[i]!.start - 1] === '"' || text[words[i]!.start - 1] === '“');
      if (gap !== ' ' && gap !== '-' && !reversed && !(/^\. $/.test(gap) && isInitial(words[next - 1]!))) break;
      if (isNameWord(words[next]!)) {
        last = next;
        names += isInitial(words[next]!) ? 0 : 1;
      } else if (!particles.has(words[next]!.key)) break;
    }
    if (names >= 2 && !isInitial(words[i]!)) yield { start: words[i]!.start, end: words[last]!.end };
    i = last;
  }
}

function isNameWord(word: Word): boolean {
  return (
    word.capital &&
    !studentWords.notNames.has(word.key) &&
    !studentWords.relations.has(word.key) &&
    !studentWords.studentBefore.has(word.key)
  );
}

function isInitial(word: Word): boolean {
  return word.end - word.start === 1;
}

/** The student of a table row, by the table's headings. */
function rowName(view: PartView, row: Row): { span: Span; strength: number } | undefined {
  if (row.header.length === 0) return undefined;
  const words = row.header.map((heading) => heading.match(/\p{L}+/gu) ?? []);
  const column = (set: ReadonlySet<string>) =>
    words.findIndex((heading) => heading.length > 0 && heading.length <= 3 && set.has(heading[0]));
  const first = column(studentWords.firstHeadings);
  const last = column(studentWords.lastHeadings);
  if (first >= 0 && last >= 0 && first !== last && Math.abs(first - last) === 1) {
    const cells = [row.cells[first], row.cells[last]];
    if (!cells[0] || !cells[1] || !isCellName(view, cells[0], 1) || !isCellName(view, cells[1], 1)) return undefined;
    const span = { start: Math.min(cells[0].start, cells[1].start), end: Math.max(cells[0].end, cells[1].end) };
    return { span, strength: hasFamily(words) ? 0.85 : 0.7 };
  }
  const only = column(studentWords.studentHeadings);
  const cell = row.cells[only];
  if (only < 0 || !cell || !isCellName(view, cell, 2)) return undefined;
  const plain = words[only]![0] === 'name' || words[only]![0] === 'nombre';
  return { span: cell, strength: plain ? (hasFamily(words) ? 0.75 : 0.4) : 0.85 };
}

function hasFamily(headings: readonly (readonly string[])[]): boolean {
  return headings.some((heading) =>
    heading.some((word) => studentWords.familyHeadings.has(word) || /^(?:gr|grade|homeroom|hr|bus)$/.test(word)),
  );
}

function isCellName(view: PartView, cell: Span, least: number): boolean {
  const from = wordAt(view.words, cell.start);
  const words: Word[] = [];
  for (let i = from; i < view.words.length && view.words[i]!.end <= cell.end; i += 1) words.push(view.words[i]!);
  const names = words.filter((word) => word.capital && !isInitial(word));
  return names.length >= least && words.length <= 5 && !/\d|@/.test(view.text.slice(cell.start, cell.end));
}

/** Whether compromise takes the words for a place, an organisation, a date or no name at all. It sees a short window only. */
function isThing(view: PartView, span: Span): boolean {
  const window = view.text.slice(Math.max(0, span.start - 40), Math.min(view.text.length, span.end + 40));
  const name = view.text.slice(span.start, span.end).toLowerCase();
  const found = nlp(window.replace(/\s+/g, ' ')).match(name.replace(/[^\p{L}\s-]/gu, ''));
  return (
    found.found &&
    found.has('(#Place|#Organization|#Date|#Time|#Adverb|#Preposition|#Determiner|#Plural)') &&
    !found.has('(#FirstName|#LastName)')
  );
}

/** `Last, First` and cells in that order become `First Last`; white space and cell borders one space. */
function nameOf(raw: string): string {
  const comma = /^["“]?([^,"“”]+)["”]?\s*,\s*["“]?([^,"“”]+)["”]?$/.exec(raw);
  return (comma ? `${comma[2]} ${comma[1]}` : raw).replace(/[\s|"“”]+/g, ' ').trim();
}

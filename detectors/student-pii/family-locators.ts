/** Names of family members in a part: guardians and siblings that the roster knows, and names tied to a relation. */
import { findEmailAddresses } from '../shared/people/email-addresses.ts';
import { endOfName, foldName, type Word } from '../shared/people/names.ts';
import { firstEndingAfter, firstStartingFrom, overlapsAny } from '../shared/text/sorted-spans.ts';
import { inSignature } from './contact-locators.ts';
import type { Locator } from './locator.ts';
import type { Mention } from '../shared/students/mention.ts';
import { lineOf, type PartView } from '../shared/students/part-view.ts';
import { fullNameAt, type Relatives } from './relatives.ts';
import { cueWords, studentWords } from '../shared/students/student-words.ts';

/**
 * @param mentions all mentions of the message; names inside them are no family members
 * @param correspondents folded names of the sender and the recipients: a given name alone may be theirs
 */
export function familyLocators(
  view: PartView,
  relatives: Relatives,
  mentions: readonly Mention[],
  correspondents: ReadonlySet<string>,
): Locator[] {
  const own = mentions.filter((mention) => mention.view === view);
  const found = [
    ...rosterFamily(view, relatives, own, mentions, correspondents),
    ...tableFamily(view, own),
    ...namedByRelation(view, own),
  ];
  found.sort((a, b) => a.start - b.start || b.owners.size - a.owners.size);
  return found.filter(
    (locator, index) => index === 0 || locator.start >= found[index - 1]!.end || locator.owners.size > 0,
  );
}

const greeting = cueWords.pattern(String.raw`^\s*<greetingsAlone>[\s,]*$`, 'iu');
const ofWriter = cueWords.phrases('ofWriter');
const kinInNames = cueWords.phrases('kinInTables');

/** How many students before and after a given name may be the ones whose relative it is. */
const studentsAround = 6;

/** Relatives by full name anywhere; guardians by given name near the student; siblings with a relation word only. */
function rosterFamily(
  view: PartView,
  relatives: Relatives,
  own: readonly Mention[],
  all: readonly Mention[],
  correspondents: ReadonlySet<string>,
): Locator[] {
  const found: Locator[] = [];
  const mails = findEmailAddresses(view.text);
  for (const [index, word] of view.words.entries()) {
    if (!relatives.given.has(word.key) || overlapsAny(own, word) || inSignature(view, word.start)) continue;
    if (overlapsAny(mails, word)) continue;
    const line = lineOf(view, word.start);
    const relation = relationNear(view, index);
    const base = {
      kind: 'family-name' as const,
      view,
      start: word.start,
      line,
      cued: relation,
      masked: "a family member's name",
    };
    const full = fullNameAt(view, index, relatives);
    if (full) {
      if (!full.guardian && !relation) continue;
      const near = full.owners.size > manyNamesakes ? idsOf(around(own, all, word)) : undefined;
      const owners = near ? new Set([...near].filter((id) => full.owners.has(id))) : full.owners;
      found.push({ ...base, end: full.end, owners, rule: 'roster-family:full-name' });
      continue;
    }
    if (!relation && (!word.capital || correspondents.has(word.key) || isGreeting(view, line.start, word.start)))
      continue;
    const owners = new Set<string>();
    for (const { people } of around(own, all, word)) {
      for (const { id } of people) {
        const kin = relatives.byStudent.get(id);
        if (kin?.guardians.has(word.key) || (relation && kin?.siblings.has(word.key))) owners.add(id);
      }
    }
    const rule = relation ? 'roster-family:relation' : 'roster-family:given-name';
    if (owners.size > 0) found.push({ ...base, end: word.end, owners, rule });
  }
  return found;
}

/** Above it, only students around a parent's full name count as theirs. */
const manyNamesakes = 12;

function idsOf(mentions: readonly Mention[]): Set<string> {
  return new Set(mentions.flatMap((mention) => mention.people.map((person) => person.id)));
}

/** Mentions around a word; in a message that names few students, all of them. */
function around(own: readonly Mention[], all: readonly Mention[], word: Word): readonly Mention[] {
  if (all.length <= 2 * studentsAround) return all;
  const at = firstEndingAfter(own, word.start);
  return own.slice(Math.max(0, at - studentsAround), at + studentsAround);
}

function isGreeting(view: PartView, lineStart: number, start: number): boolean {
  return start - lineStart < 24 && greeting.test(view.text.slice(lineStart, start));
}

function relationNear(view: PartView, index: number): boolean {
  const word = view.words[index]!;
  for (let other = Math.max(0, index - 5); other <= index + 2 && other < view.words.length; other += 1) {
    const near = view.words[other]!;
    if (!studentWords.relations.has(near.key) || view.words[other - 1]?.key === 'my') continue;
    const between = view.text.slice(Math.min(near.end, word.end), Math.max(near.start, word.start));
    if (!/[.!?;]\s/.test(between)) return true;
  }
  return false;
}

/** Cells under a heading such as Parent or Emergency contact, in a row that names a student. */
function tableFamily(view: PartView, own: readonly Mention[]): Locator[] {
  const found: Locator[] = [];
  let header: readonly string[] = [];
  let columns: readonly number[] = [];
  for (const line of view.lines) {
    const row = line.row;
    if (!row || row.header.length === 0) continue;
    if (row.header !== header) {
      header = row.header;
      columns = familyColumns(header);
    }
    if (columns.length === 0 || !overlapsAny(own, line)) continue;
    for (const column of columns) {
      const cell = row.cells[column];
      const text = cell ? view.text.slice(cell.start, cell.end) : '';
      if (!cell || /[\d@]/.test(text) || !/\p{Lu}\p{Ll}/u.test(text)) continue;
      found.push(familyLocator(view, cell.start, cell.end, 'family-column'));
    }
  }
  return found;
}

function familyColumns(header: readonly string[]): number[] {
  return header.flatMap((heading, column) =>
    (heading.match(/\p{L}+/gu) ?? []).some((word) => studentWords.familyHeadings.has(word)) ? [column] : [],
  );
}

/** `mother Ana Lopez`, `Mom is Anita`, `the aunt (Dorothea)`, `Harold (dad)`: the writer's own family is left out. */
function namedByRelation(view: PartView, own: readonly Mention[]): Locator[] {
  const found: Locator[] = [];
  const { words, text } = view;
  for (const [index, word] of words.entries()) {
    if (!studentWords.relations.has(word.key) || isCompany(words, index)) continue;
    if (ofWriter.has(words[index - 1]?.key ?? '')) continue;
    const span = nameAfter(view, index) ?? nameBefore(view, index);
    if (!span) continue;
    const first = words[firstStartingFrom(words, span.start)]!;
    if (overlapsAny(own, first) || inSignature(view, span.start) || text.slice(span.start, span.end).length < 2)
      continue;
    found.push(familyLocator(view, span.start, span.end, `relation:${foldName(word.key)}`));
  }
  return found;
}

/** `Moss Brothers Finance`, `Lehman Brother Finance` */
function isCompany(words: readonly Word[], index: number): boolean {
  return kinInNames.has(words[index]!.key) && words[index]!.capital && words[index - 1]?.capital === true;
}

function nameAfter(view: PartView, relation: number): { start: number; end: number } | undefined {
  const { words, text } = view;
  for (let at = relation + 1; at <= relation + 4 && at < words.length; at += 1) {
    const gap = text.slice(words[at - 1]!.end, words[at]!.start);
    if (
      !/^(?:[ \t]|[,:()=–-]|\. ?|['’]s ){1,5}$/.test(gap) ||
      (gap.startsWith('.') && !studentWords.titles.has(words[at - 1]!.key))
    )
      return undefined;
    if (studentWords.links.has(words[at]!.key) || studentWords.relations.has(words[at]!.key)) continue;
    return isName(words[at]!) ? { start: words[at]!.start, end: endOfName(view, at, isName) } : undefined;
  }
  return undefined;
}

function nameBefore(view: PartView, relation: number): { start: number; end: number } | undefined {
  const { words, text } = view;
  for (let at = relation - 1; at >= relation - 2 && at >= 0; at -= 1) {
    const gap = text.slice(words[at]!.end, words[at + 1]!.start);
    if (!/^ ?[,(–-]? ?$/.test(gap)) return undefined;
    if (studentWords.links.has(words[at]!.key)) continue;
    const marked = /^ ?[,(–-] ?$/.test(gap);
    return marked && isName(words[at]!) ? { start: words[at]!.start, end: words[at]!.end } : undefined;
  }
  return undefined;
}

function isName(word: Word): boolean {
  return word.capital && word.end - word.start > 1 && !studentWords.notNames.has(word.key);
}

function familyLocator(view: PartView, start: number, end: number, rule: string): Locator {
  const line = lineOf(view, start);
  return {
    kind: 'family-name',
    view,
    start,
    end,
    line,
    owners: new Set(),
    cued: true,
    rule,
    masked: "a family member's name",
  };
}

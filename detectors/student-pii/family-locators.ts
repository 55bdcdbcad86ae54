/** Names of family members in a part: guardians and siblings that the roster knows, and names tied to a relation. */
import type { DirectoryPerson } from '../detector.ts';
import { foldName, nameKeys, type Word } from '../shared/names.ts';
import { inSignature } from './contact-locators.ts';
import type { Locator } from './locator.ts';
import type { Mention } from './mention.ts';
import { lineOf, wordAt, type PartView } from './part-view.ts';
import type { RosterFacts } from './roster-facts.ts';
import { rules } from './rules.ts';

/**
 * @param mentions all mentions of the message; names inside them are no family members
 * @param correspondents folded names of the sender and the recipients: a given name alone may be theirs
 */
export function familyLocators(
  view: PartView,
  facts: RosterFacts,
  mentions: readonly Mention[],
  correspondents: ReadonlySet<string>,
): Locator[] {
  const own = mentions.filter((mention) => mention.view === view);
  const inside = (word: Word) => own.some((mention) => word.start < mention.end && word.end > mention.start);
  const found = [
    ...rosterFamily(view, facts, mentions, correspondents, inside),
    ...tableFamily(view, own),
    ...namedByRelation(view, inside),
  ];
  found.sort((a, b) => a.start - b.start || b.owners.size - a.owners.size);
  return found.filter(
    (locator, index) => index === 0 || locator.start >= found[index - 1]!.end || locator.owners.size > 0,
  );
}

interface Relative {
  readonly student: string;
  readonly family: ReadonlySet<string>;
  readonly sibling: boolean;
}

/** Guardians by full name anywhere, by given name near a relation word or the student; siblings by relation word only. */
function rosterFamily(
  view: PartView,
  facts: RosterFacts,
  mentions: readonly Mention[],
  correspondents: ReadonlySet<string>,
  inside: (word: Word) => boolean,
): Locator[] {
  const relatives = relativesByName(facts, mentions);
  if (relatives.size === 0) return [];
  const found: Locator[] = [];
  for (const [index, word] of view.words.entries()) {
    const candidates = relatives.get(word.key);
    if (!candidates || inside(word)) continue;
    const surname = surnameAfter(view, index, candidates);
    const relation = relationNear(view, index);
    const greeting = /^\s*(?:hi|hello|dear|hey|hola|good \w+|estimad[oa])[\s,]*$/i.test(
      view.text.slice(lineOf(view, word.start).start, word.start),
    );
    for (const sibling of [false, true]) {
      const fit = candidates.filter(
        (entry) => entry.sibling === sibling && (sibling ? relation : relation || word.capital || surname),
      );
      const owners = new Set(
        fit.filter((entry) => !surname || entry.family.has(surname.key)).map((entry) => entry.student),
      );
      if (owners.size === 0 || (!surname && !relation && (greeting || correspondents.has(word.key)))) continue;
      if (inSignature(view, word.start)) continue;
      const line = lineOf(view, word.start);
      const rule = surname
        ? 'roster-family:full-name'
        : relation
          ? 'roster-family:relation'
          : 'roster-family:given-name';
      const masked = sibling ? "a sibling's name" : "a parent's or guardian's name";
      const end = surname?.end ?? word.end;
      found.push({ kind: 'family-name', view, start: word.start, end, line, owners, cued: relation, rule, masked });
      break;
    }
  }
  return found;
}

function relativesByName(facts: RosterFacts, mentions: readonly Mention[]): Map<string, Relative[]> {
  const students = new Map(mentions.flatMap((mention) => mention.people).map((person) => [person.id, person]));
  const relatives = new Map<string, Relative[]>();
  const add = (person: DirectoryPerson, student: string, sibling: boolean) => {
    const given = nameKeys(person.givenName)[0];
    if (given === undefined) return;
    const entry = { student, family: new Set(nameKeys(person.familyName)), sibling };
    const known = relatives.get(given);
    if (known) known.push(entry);
    else relatives.set(given, [entry]);
  };
  for (const student of students.values()) {
    for (const guardian of facts.guardiansOf(student)) add(guardian, student.id, false);
    for (const sibling of facts.siblingsOf(student)) add(sibling, student.id, true);
  }
  return relatives;
}

function surnameAfter(view: PartView, index: number, candidates: readonly Relative[]): Word | undefined {
  for (let next = index + 1; next <= index + 4 && next < view.words.length; next += 1) {
    const gap = view.text.slice(view.words[next - 1]!.end, view.words[next]!.start);
    if (!/^[\s.-]{1,3}$/.test(gap)) return undefined;
    const word = view.words[next]!;
    if (candidates.some((entry) => entry.family.has(word.key)) && word.key.length > 2) return word;
  }
  return undefined;
}

function relationNear(view: PartView, index: number): boolean {
  const word = view.words[index]!;
  for (let other = Math.max(0, index - 5); other <= index + 2 && other < view.words.length; other += 1) {
    const near = view.words[other]!;
    if (!rules.relations.has(near.key) || view.words[other - 1]?.key === 'my') continue;
    const between = view.text.slice(Math.min(near.end, word.end), Math.max(near.start, word.start));
    if (!/[.!?;]\s/.test(between)) return true;
  }
  return false;
}

/** Cells under a heading such as Parent or Emergency contact, in a row that names a student. */
function tableFamily(view: PartView, own: readonly Mention[]): Locator[] {
  const found: Locator[] = [];
  for (const line of view.lines) {
    const row = line.row;
    if (
      !row ||
      row.header.length === 0 ||
      !own.some((mention) => mention.start >= line.start && mention.end <= line.end)
    )
      continue;
    for (const [column, heading] of row.header.entries()) {
      const cell = row.cells[column];
      if (!cell || !(heading.match(/\p{L}+/gu) ?? []).some((word) => rules.familyHeadings.has(word))) continue;
      const text = view.text.slice(cell.start, cell.end);
      if (/[\d@]/.test(text) || !/\p{Lu}\p{Ll}/u.test(text)) continue;
      found.push(familyLocator(view, cell.start, cell.end, 'family-column'));
    }
  }
  return found;
}

/** `mother Ana Lopez`, `Mom is Anita`, `the aunt (Dorothea)`, `Harold (dad)`: the writer's own family is left out. */
function namedByRelation(view: PartView, inside: (word: Word) => boolean): Locator[] {
  const found: Locator[] = [];
  const { words, text } = view;
  for (const [index, word] of words.entries()) {
    if (!rules.relations.has(word.key) || isCompany(words, index)) continue;
    if (/^(?:my|our|mi|your)$/.test(words[index - 1]?.key ?? '')) continue;
    const span = nameAfter(view, index) ?? nameBefore(view, index);
    if (!span) continue;
    const first = words[wordAt(words, span.start)]!;
    if (inside(first) || inSignature(view, span.start) || text.slice(span.start, span.end).length < 2) continue;
    found.push(familyLocator(view, span.start, span.end, `relation:${foldName(word.key)}`));
  }
  return found;
}

/** `Moss Brothers Finance` */
function isCompany(words: readonly Word[], index: number): boolean {
  return (
    /^(?:brothers|sisters)$/.test(words[index]!.key) && words[index]!.capital && words[index - 1]?.capital === true
  );
}

function nameAfter(view: PartView, relation: number): { start: number; end: number } | undefined {
  const { words, text } = view;
  for (let at = relation + 1; at <= relation + 4 && at < words.length; at += 1) {
    const gap = text.slice(words[at - 1]!.end, words[at]!.start);
    if (
      !/^(?:[ \t]|[,:(=–-]|\. ?|['’]s ){1,5}$/.test(gap) ||
      (gap.startsWith('.') && !rules.titles.has(words[at - 1]!.key))
    )
      return undefined;
    if (rules.links.has(words[at]!.key) || rules.relations.has(words[at]!.key)) continue;
    return isName(words[at]!) ? { start: words[at]!.start, end: endOfName(view, at) } : undefined;
  }
  return undefined;
}

function nameBefore(view: PartView, relation: number): { start: number; end: number } | undefined {
  const { words, text } = view;
  for (let at = relation - 1; at >= relation - 2 && at >= 0; at -= 1) {
    const gap = text.slice(words[at]!.end, words[at + 1]!.start);
    if (!/^ ?[,(–-]? ?$/.test(gap)) return undefined;
    if (rules.links.has(words[at]!.key)) continue;
    const marked = /^ ?[,(–-] ?$/.test(gap);
    return marked && isName(words[at]!) ? { start: words[at]!.start, end: words[at]!.end } : undefined;
  }
  return undefined;
}

function isName(word: Word): boolean {
  return word.capital && word.end - word.start > 1 && !rules.notNames.has(word.key);
}

function endOfName(view: PartView, from: number): number {
  let last = from;
  while (last + 1 < view.words.length && last < from + 3) {
    const gap = view.text.slice(view.words[last]!.end, view.words[last + 1]!.start);
    if ((gap !== ' ' && gap !== '-') || !isName(view.words[last + 1]!)) break;
    last += 1;
  }
  return view.words[last]!.end;
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

/** Ties locators to students whose names stand in another part: two lists that belong together, or one name and one address. */
import { nameKeys } from '../shared/people/names.ts';
import { firstEndingAfter } from '../shared/text/sorted-spans.ts';
import type { Mention } from '../shared/students/mention.ts';
import { bareLocators, type BareLocator } from './bare-locators.ts';
import type { Bound, Knows } from './bind.ts';
import type { Locator } from './locator.ts';
import { leastListed, type NameList } from './name-lists.ts';
import { areApart, listOf, type Section } from './sections.ts';

/** Before calibration. As many of both, or the surname beside it, says more than two lists in one message. */
const scores = { byName: 0.7, inOrder: 0.64, listed: 0.56, single: 0.6 } as const;
/** How many locators of a kind a list has for each name, at least and at most. */
const share = { least: 0.5, most: 3 } as const;

/**
 * Locators that are bound already, or that the roster gives to somebody, are left out. Linear: each list of locators meets
 * one list of names.
 */
export function bindLists(
  sections: readonly Section[],
  lists: readonly NameList[],
  locators: readonly Locator[],
  knows: Knows,
): Bound[] {
  const largest = lists.toSorted((a, b) => b.students.length - a.students.length);
  const bySize = Map.groupBy(largest, ({ students }) => students.length);
  const bySection = locatorsBySection(sections, locators);
  return [...bySection].flatMap(([section, own]) => {
    if (listOf(section, own[0]!.start) === 'others') return [];
    return [...Map.groupBy(own, ({ kind }) => kind)].flatMap(([kind, alike]) => {
      const fits = ({ section: other }: NameList): boolean => areApart(section, other);
      const list = firstThat(bySize.get(alike.length), fits) ?? firstThat(largest, fits);
      return list ? pairs(list, alike, (id) => knows(id, kind)) : [];
    });
  });
}

/** Of lists in the order of preference one of the first few: of a message's parts all but the section itself fit most often. */
function firstThat(lists: readonly NameList[] | undefined, fits: (list: NameList) => boolean): NameList | undefined {
  return lists?.slice(0, 8).find(fits);
}

function locatorsBySection(sections: readonly Section[], locators: readonly Locator[]): Map<Section, Locator[]> {
  const byView = Map.groupBy(
    locators.toSorted((a, b) => a.start - b.start),
    ({ view }) => view,
  );
  const found = new Map<Section, Locator[]>();
  for (const section of sections) {
    const own = byView.get(section.view) ?? [];
    const inside = own.slice(firstEndingAfter(own, section.start), firstEndingAfter(own, section.end));
    if (inside.length > 0) found.set(section, inside);
  }
  return found;
}

/** Of two lists of one length the first with the first; otherwise each student and each locator once, whosever it is. */
function pairs({ students }: NameList, own: readonly Locator[], known: (id: string) => boolean): Bound[] {
  const withOwn = students.filter(({ people }) => people.some(({ id }) => known(id)));
  // The roster has theirs, and these are others.
  if (2 * withOwn.length > students.length) return [];
  const byWord = studentsByWord(students);
  const bare = bareLocators(own, new Set(byWord.keys()));
  if (bare.length < leastListed || 3 * bare.length < 2 * own.length) return [];
  const byName = bare.flatMap((entry) => namedBeside(entry, byWord) ?? []);
  if (2 * byName.length > bare.length) return byName;
  const ratio = bare.length / students.length;
  if (ratio < share.least || ratio > share.most) return [];
  const inOrder = ratio === 1;
  const all = Math.max(bare.length, students.length);
  return Array.from({ length: all }, (_, index) => ({
    mention: students[Math.floor((index * students.length) / all)]!,
    locator: bare[Math.floor((index * bare.length) / all)]!.locator,
    score: inOrder ? scores.inOrder : scores.listed,
    how: inOrder ? ('in-order' as const) : ('listed' as const),
  }));
}

/** Undefined for a word that two students share. */
function studentsByWord(students: readonly Mention[]): Map<string, Mention | undefined> {
  const byWord = new Map<string, Mention | undefined>();
  for (const student of students)
    for (const word of new Set(nameKeys(student.name)))
      if (word.length > 1) byWord.set(word, byWord.has(word) ? undefined : student);
  return byWord;
}

function namedBeside(
  { locator, names }: BareLocator,
  byWord: ReadonlyMap<string, Mention | undefined>,
): Bound | undefined {
  const mention = names.map((word) => byWord.get(word)).find((student) => student !== undefined);
  return mention && { mention, locator, score: scores.byName, how: 'by-name' };
}

/** One student named in the subject or as a file's name, and one phone or address of the message, alone on its line. */
export function bindSingle(mentions: readonly Mention[], locators: readonly Locator[], knows: Knows): Bound[] {
  const [mention] = mentions;
  const contacts = locators.filter(({ kind }) => kind === 'phone' || kind === 'home-address');
  const [locator] = contacts;
  if (!mention || !locator || contacts.length !== 1 || mentions.some(({ key }) => key !== mention.key)) return [];
  const { id, kind } = mention.view.part;
  if ((id !== 'names' && kind !== 'subject') || locator.view === mention.view || mention.ambiguous) return [];
  if (!mention.cued || mention.people.some((person) => knows(person.id, locator.kind))) return [];
  const [bare] = bareLocators([locator], new Set(nameKeys(mention.name)));
  return bare ? [{ mention, locator, score: scores.single, how: 'single' }] : [];
}

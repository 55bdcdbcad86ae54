/** What the rules find of a student's full name together with what locates that student: names, cues and locators bound by their place. */
import type { Detect, DirectoryLookup, Finding, Span } from '../detector.ts';
import { overlapsAny } from '../shared/text/sorted-spans.ts';
import type { Mention } from '../shared/students/mention.ts';
import { studentFinder } from '../shared/students/named-students.ts';
import { bind, type Bound } from './bind.ts';
import { calibrated } from './calibration.ts';
import { contactLocators } from './contact-locators.ts';
import { familyLocators } from './family-locators.ts';
import { misspelledMentions } from './misspelled-mentions.ts';
import { nameLists } from './name-lists.ts';
import { bindLists, bindSingle } from './other-part.ts';
import { relativesOf } from './relatives.ts';
import { rosterFacts } from './roster-facts.ts';
import { sectionsOf } from './sections.ts';

/** @param byContext also students who are not on the roster, by the words around their names */
export function findByRules(directory: DirectoryLookup, byContext: boolean, minScore: number): Detect {
  const findStudents = studentFinder(directory);
  return (message) => {
    const named = findStudents(message);
    const facts = rosterFacts(directory);
    const spelled = byContext ? named.withContext() : named.onRoster;
    const mentions = directory.hasRoster
      ? withMisspelled(
          spelled,
          misspelledMentions(named.views, spelled, facts, (id) => directory.personById(id)),
        )
      : spelled;
    const sections = byContext ? sectionsOf(named.views) : [];
    const lists = nameLists(sections, mentions, named);
    if (mentions.length === 0 && lists.length === 0) return [];
    const ids = new Set(mentions.flatMap((mention) => mention.people.map((person) => person.id)));
    const relatives = relativesOf(mentions, facts);
    const locators = named.views.flatMap((view) => [
      ...contactLocators(view, facts, ids),
      ...familyLocators(view, relatives, mentions, named.correspondents),
    ]);
    const near = bind(mentions, locators, facts.knows).filter((entry) => entry.score >= minScore);
    const taken = new Set(near.map((entry) => entry.locator));
    const free = locators.filter((locator) => locator.owners.size === 0 && !taken.has(locator));
    const apart = [...bindLists(sections, lists, free, facts.knows), ...bindSingle(mentions, free, facts.knows)];
    return limited(bestOf([...near, ...apart.filter((entry) => entry.score >= minScore)])).map(toFinding);
  };
}

/** In the order of the text within each part; a name known from context only gives way to one of the roster. */
function withMisspelled(spelled: readonly Mention[], misspelled: readonly Mention[]): readonly Mention[] {
  if (misspelled.length === 0) return spelled;
  const byView = Map.groupBy(misspelled.toSorted(inOrder), (mention) => mention.view);
  const kept = spelled.filter((mention) => !overlapsAny(byView.get(mention.view) ?? [], mention));
  return [...kept, ...misspelled].sort(inOrder);
}

function inOrder(a: Span, b: Span): number {
  return a.start - b.start;
}

/** One finding for a student, a code and a place: the surest. */
function bestOf(bound: readonly Bound[]): Bound[] {
  const best = new Map<string, Bound>();
  for (const entry of bound) {
    const { locator, mention } = entry;
    const key = `${mention.key} ${locator.kind} ${locator.view.part.id} ${locator.start}`;
    const known = best.get(key);
    if (!known || known.score < entry.score) best.set(key, entry);
  }
  return [...best.values()];
}

/** What the sheet of a whole district holds is more than anybody looks at. */
const mostFindings = 4000;

/** Of too many those that name the most students: the surest of each first, since a policy counts students. In order of the text. */
function limited(all: readonly Bound[]): readonly Bound[] {
  if (all.length <= mostFindings) return all;
  const surest = new Map<string, Bound>();
  for (const entry of all) {
    const known = surest.get(entry.mention.key);
    if (!known || known.score < entry.score) surest.set(entry.mention.key, entry);
  }
  const kept = new Set([...surest.values()].slice(0, mostFindings));
  for (const entry of all) {
    if (kept.size >= mostFindings) break;
    kept.add(entry);
  }
  return all.filter((entry) => kept.has(entry));
}

const where: Readonly<Record<Bound['how'], string>> = {
  roster: 'the roster gives it to this student',
  row: 'in the same row',
  line: 'in the same line',
  paragraph: 'in the same paragraph',
  nearby: 'near the name',
  message: 'in the same message',
  'by-name': 'in a list, beside a word of the name',
  'in-order': 'a list of as many, in the same order',
  listed: 'a list beside a list of students',
  single: 'the only one of the message',
};

/** The contexts of reasons that say how a finding is tied to its student. */
export const ties: readonly string[] = Object.values(where);

function toFinding({ mention, locator, score, how }: Bound): Finding {
  const span: Span = { start: locator.start, end: locator.end };
  const student = studentOf(mention, locator.owners);
  return {
    code: `student-pii.${locator.kind}`,
    part: locator.view.part.id,
    ...span,
    score: Math.round(calibrated(Math.min(score, 1)) * 100) / 100,
    because: [
      mention.reason,
      { rule: locator.rule, context: where[how] },
      ...(mention.view === locator.view ? [] : [{ rule: 'other-part', context: 'the name stands in another part' }]),
    ],
    masked: `${locator.masked} ${mention.view === locator.view ? 'beside' : 'in a message with'} a student's name`,
    subject: student ? { id: student.id, name: mention.name } : { name: mention.name },
  };
}

/** Of namesakes the one to whom the roster gives the locator; none where that is not known. */
function studentOf(mention: Mention, owners: ReadonlySet<string>): Mention['people'][number] | undefined {
  if (mention.people.length === 1) return mention.people[0];
  return mention.people.find((person) => owners.has(person.id));
}

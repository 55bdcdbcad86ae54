/** Students known from the words around their full name: not on the roster, or where there is none. */
import type { Span } from '../../detector.ts';
import { overlapsAny } from '../text/sorted-spans.ts';
import { homeCue } from './home-cue.ts';
import { inContactList } from './contact-list.ts';
import type { Mention } from './mention.ts';
import { nameCandidates, type NameCandidate } from './name-candidates.ts';
import { lineOf, type PartView } from './part-view.ts';
import { studentCue, type Cue } from './student-cue.ts';
import { tableNames } from './table-names.ts';

/** How sure a student is meant, by the words around, where the words themselves are surely a name. */
const strengths: Readonly<Record<Cue, number>> = {
  label: 0.9,
  'role-before': 0.8,
  'grade-after': 0.85,
  'relation-after': 0.7,
  'paper-before': 0.66,
  'age-after': 0.68,
  'title-before': 0,
  'relation-before': 0,
  none: 0,
};
const homeStrengths = { 2: 0.66, 1: 0.58, 0: 0 } as const;
/** A name at the head of a line with a phone, in a list of such lines that speaks of children. */
const listStrength = 0.62;
/** The only full name of a message about school that speaks of children. */
const onlyNameStrength = 0.56;
/** How sure the words must be a name: least for a form's field, most where nothing says that a student is meant. */
const least = { label: 0.02, cue: 0.12, home: 0.42, alone: 0.6 } as const;

/** A name as it was weighed; without strength it counts only by what stands elsewhere in the message. */
interface Weighed {
  readonly view: PartView;
  readonly candidate: NameCandidate;
  readonly key: string;
  readonly strength: number;
  readonly cued: boolean;
  readonly context: string;
}

/**
 * @param takenOf spans of a view that are known people of the roster, sorted
 * @param notStudents folded `given family` of the sender, the recipients and the staff
 * @param guardians the same of guardians: namesakes of theirs need words that say that a student is meant
 */
export function contextMentions(
  views: readonly PartView[],
  takenOf: (view: PartView) => readonly Span[],
  notStudents: Pick<ReadonlySet<string>, 'has'>,
  guardians: Pick<ReadonlySet<string>, 'has'>,
): Mention[] {
  const mentions: Mention[] = [];
  const weighed: Weighed[] = [];
  for (const view of views) {
    const taken = takenOf(view);
    const inTables = tableNames(view).filter((name) => !overlapsAny(taken, name));
    for (const name of inTables) {
      const key = keyOf(wordsOf(view.text.slice(name.start, name.end)));
      mentions.push(mentionOf(view, name, key, name.strength, true, 'context-name:table', 'column of students'));
    }
    // The other names of a row are the parents, the teacher, the driver.
    const rows = inTables.map((name) => lineOf(view, name.start));
    for (const candidate of nameCandidates(view)) {
      if (overlapsAny(taken, candidate) || overlapsAny(rows, candidate)) continue;
      const names = candidate.keys.filter((key) => key.length > 1);
      if (notStudents.has(`${names[0]} ${names.at(-1)}`) || notStudents.has(`${names.at(-1)} ${names[0]}`)) continue;
      const found = weigh(view, candidate);
      if (found && (isStrong(found) || !guardians.has(`${names[0]} ${names.at(-1)}`))) weighed.push(found);
    }
  }
  for (const entry of settle(inContactList(weighed, listStrength), mentions)) {
    const { view, candidate, key, strength, cued, context } = entry;
    mentions.push(mentionOf(view, candidate, key, strength, cued, 'context-name', context));
  }
  return mentions;
}

function isStrong({ cued, strength }: Weighed): boolean {
  return cued && strength >= 0.75 * strengths['role-before'];
}

/** Undefined where the words are no name, or are a relative's. That an adult, a book or a thing may be meant, the models weigh. */
function weigh(view: PartView, candidate: NameCandidate): Weighed | undefined {
  const { guess, capital } = candidate;
  if (guess.score < least.label) return undefined;
  const cue = studentCue(view, candidate.start, candidate.end);
  if (cue === 'title-before' || cue === 'relation-before') return undefined;
  if (guess.score < (cue === 'label' ? least.label : least.cue)) return undefined;
  const key = keyOf(candidate.keys);
  const weak = cue === 'relation-after' || cue === 'paper-before' || cue === 'age-after';
  const strong = cue !== 'none' && !weak;
  if (overlapsAny(view.addresses(), candidate)) return undefined;
  const sure = 0.75 + 0.25 * Math.min(1, guess.score / 0.75);
  if (strong) return { view, candidate, key, strength: strengths[cue] * sure, cued: true, context: cue };
  const home = guess.score < least.home || guess.words || view.visitor ? 0 : homeCue(view, candidate);
  if (weak && capital) return { view, candidate, key, strength: strengths[cue] * sure, cued: true, context: cue };
  if (home > 0 && (home === 2 || view.schoolWords))
    return { view, candidate, key, strength: homeStrengths[home], cued: false, context: 'words about the home' };
  if (guess.score < least.alone || guess.words || !capital) return undefined;
  return { view, candidate, key, strength: 0, cued: false, context: '' };
}

/** Names that nothing around speaks for count with the others of the same student, or as the only one of a school's message. */
function settle(weighed: readonly Weighed[], inTables: readonly Mention[]): Weighed[] {
  const best = new Map<string, Weighed>();
  for (const entry of weighed) if (entry.strength > (best.get(entry.key)?.strength ?? 0)) best.set(entry.key, entry);
  const keys = new Set(weighed.map((entry) => entry.key));
  const only = keys.size === 1 && inTables.length === 0;
  return weighed.flatMap((entry) => {
    if (entry.strength > 0) return [entry];
    const same = best.get(entry.key);
    if (same) return [{ ...entry, strength: same.strength, cued: same.cued, context: 'named as a student elsewhere' }];
    const { aboutSchool, listWords, visitor } = entry.view;
    if (!only || !aboutSchool || !listWords || visitor) return [];
    return [{ ...entry, strength: onlyNameStrength, context: 'the only name of a message about school' }];
  });
}

function mentionOf(
  view: PartView,
  { start, end }: Span,
  key: string,
  strength: number,
  cued: boolean,
  rule: string,
  context: string,
): Mention {
  return {
    view,
    start,
    end,
    paragraph: lineOf(view, start).paragraph,
    people: [],
    name: nameOf(view.text.slice(start, end)),
    key,
    strength,
    cued,
    ambiguous: false,
    reason: { rule, context },
  };
}

/** The same for a name in either order. */
function keyOf(keys: readonly string[]): string {
  return `name:${[...keys].sort().join(' ')}`;
}

function wordsOf(raw: string): string[] {
  return raw.toLowerCase().match(/\p{L}+/gu) ?? [];
}

/** `Last, First` and cells in that order become `First Last`; white space and cell borders one space. */
function nameOf(raw: string): string {
  const comma = /^["“]?([^,"“”]+)["”]?\s*,\s*["“]?([^,"“”]+)["”]?$/.exec(raw);
  return (comma ? `${comma[2]} ${comma[1]}` : raw).replace(/[\s|"“”]+/g, ' ').trim();
}

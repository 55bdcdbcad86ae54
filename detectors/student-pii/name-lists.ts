/** Lists of students' full names in a section: what is listed elsewhere in the message may be theirs. */
import { lineAt } from '../shared/text/layout.ts';
import { firstEndingAfter, firstStartingFrom } from '../shared/text/sorted-spans.ts';
import { guessPerson, nameWords } from '../shared/people/person-name.ts';
import type { Mention } from '../shared/students/mention.ts';
import type { NamedStudents } from '../shared/students/named-students.ts';
import { listOf, type Section } from './sections.ts';

export interface NameList {
  readonly section: Section;
  /** One mention for each student, in the order of the text. */
  readonly students: readonly Mention[];
}

/** Fewer are no list. */
export const leastListed = 3;
/** How sure a student must be meant: more where neither heading nor file name says whose list it is. */
const leastStrength = { students: 0.4, unknown: 0.6 } as const;
/** How sure the words of a line must be a name. */
const leastGuess = 0.6;
const strengthOfLine = 0.7;

/**
 * Linear in the size of the message.
 * @param mentions of the whole message, sorted within each part
 */
export function nameLists(
  sections: readonly Section[],
  mentions: readonly Mention[],
  named: Pick<NamedStudents, 'adults'>,
): NameList[] {
  const byView = Map.groupBy(mentions, (mention) => mention.view);
  return sections.flatMap((section) => {
    if (section.view.part.kind === 'subject' || section.view.part.id === 'names') return [];
    const known = firstOfEach(listed(section, byView.get(section.view) ?? []));
    const students = known.length >= leastListed ? known : firstOfEach([...known, ...onLines(section, named)]);
    return students.length >= leastListed ? [{ section, students: students.sort((a, b) => a.start - b.start) }] : [];
  });
}

function listed(section: Section, own: readonly Mention[]): Mention[] {
  const from = firstEndingAfter(own, section.start);
  const to = firstEndingAfter(own, section.end);
  const inside = own.slice(from, to);
  const whose = inside[0] ? listOf(section, inside[0].start) : 'others';
  if (whose === 'others') return inside.filter((mention) => mention.people.length > 0 || mention.strength >= 0.8);
  return inside.filter((mention) => mention.people.length > 0 || mention.strength >= leastStrength[whose]);
}

function firstOfEach(mentions: readonly Mention[]): Mention[] {
  return [...new Map(mentions.toReversed().map((mention) => [mention.key, mention])).values()].reverse();
}

const nameLine = /^[\s>*•\d.)–-]*\p{L}[\p{L}'’.-]*(?:,? \p{L}[\p{L}'’.-]*){1,4}\s*$/u;
/** Longer lines hold more than a name. */
const longestLine = 60;

/** Lines with nothing but a name, several of them one after another below words that speak of students. */
function onLines({ view, ...section }: Section, { adults }: Pick<NamedStudents, 'adults'>): Mention[] {
  const found: Mention[] = [];
  let run: Mention[] = [];
  const close = (): void => {
    const [first] = run;
    if (first && run.length >= leastListed) {
      const whose = listOf({ view, ...section }, first.start);
      if (whose === 'students' || (whose === 'unknown' && view.listWords && view.aboutSchool)) found.push(...run);
    }
    run = [];
  };
  const from = lineAt(view.lines, section.start);
  for (const line of view.lines.slice(from, lineAt(view.lines, section.end) + 1)) {
    if (line.end > section.end) break;
    if (line.end - line.start > longestLine) {
      close();
      continue;
    }
    const raw = view.text.slice(line.start, line.end);
    if (raw.trim() === '') continue;
    const words = nameLine.test(raw)
      ? view.words.slice(firstStartingFrom(view.words, line.start), firstStartingFrom(view.words, line.end))
      : [];
    const keys = words.map((word) => word.key);
    const names = nameWords(keys);
    const guess = guessPerson(keys);
    const isName = guess.score >= leastGuess && !guess.words && words.every((word) => word.capital);
    if (!isName || adults.has(`${names[0]} ${names.at(-1)}`)) {
      close();
      continue;
    }
    const [start, end] = [words[0]!.start, words.at(-1)!.end];
    const comma = /^([^,]+), *(.+)$/.exec(view.text.slice(start, end));
    run.push({
      view,
      start,
      end,
      paragraph: line.paragraph,
      people: [],
      name: comma ? `${comma[2]} ${comma[1]}` : view.text.slice(start, end),
      key: `name:${keys.toSorted().join(' ')}`,
      strength: strengthOfLine,
      cued: true,
      ambiguous: false,
      reason: { rule: 'context-name:list', context: 'in a list of students' },
    });
  }
  close();
  return found;
}

/** Full names that nothing around tells to be a student's: the record itself may. */
import { overlapsAny } from '../shared/text/sorted-spans.ts';
import { standsAlone } from '../shared/students/adult-cue.ts';
import type { Mention } from '../shared/students/mention.ts';
import { nameCandidates } from '../shared/students/name-candidates.ts';
import type { NamedStudents } from '../shared/students/named-students.ts';
import { lineOf, type PartView } from '../shared/students/part-view.ts';
import { studentCue } from '../shared/students/student-cue.ts';

/** How sure the words must be a name. */
const least = 0.4;

/** @param taken students of the view who are known already, sorted */
export function possibleNames(view: PartView, taken: readonly Mention[], named: NamedStudents): Mention[] {
  const found: Mention[] = [];
  for (const candidate of nameCandidates(view)) {
    const { keys, guess, start, end } = candidate;
    if (guess.score < least || overlapsAny(taken, candidate) || overlapsAny(view.signatures, candidate)) continue;
    const names = keys.filter((key) => key.length > 1);
    if (named.adults.has(`${names[0]} ${names.at(-1)}`)) continue;
    if (view.part.kind !== 'subject' && standsAlone(view, candidate)) continue;
    const cue = studentCue(view, start, end);
    if (cue === 'title-before' || cue === 'relation-before' || overlapsAny(view.addresses(), candidate)) continue;
    found.push({
      view,
      start,
      end,
      paragraph: lineOf(view, start).paragraph,
      people: [],
      name: view.text.slice(start, end).replace(/\s+/g, ' '),
      key: `name:${[...keys].sort().join(' ')}`,
      strength: guess.score,
      cued: false,
      ambiguous: true,
      reason: { rule: 'possible-name', context: 'the record says that a student is meant' },
    });
  }
  return found;
}

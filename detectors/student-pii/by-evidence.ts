/** What the fitted models find of a student's full name together with what locates that student: evidence that adds up. */
import type { Detect, DirectoryLookup, Finding, FindingCode, Reason } from '../detector.ts';
import { pairInWords } from '../shared/evidence/evidence-words.ts';
import { studentReader } from '../shared/evidence/read-students.ts';
import { openTreeModel, type TreeModelData } from '../shared/evidence/tree-model.ts';
import { readDataFile } from '../shared/text/data-file.ts';
import { isLocator, pairsOf, type Pair } from './evidence-pairs.ts';

const model = openTreeModel(JSON.parse(readDataFile(new URL('./model.json', import.meta.url))) as TreeModelData);

interface Scored extends Pair {
  readonly score: number;
}

/** Every pair with at least this probability. @param byContext also students who are not on the roster */
export function findByEvidence(directory: DirectoryLookup, byContext: boolean, least: number): Detect {
  const read = studentReader(directory);
  return (message) => {
    const scored = pairsOf(read(message).context, directory)
      .filter(({ student }) => byContext || student.people.length > 0)
      .map((pair): Scored => ({ ...pair, score: model.probability(pair.values) }))
      .filter(({ score }) => score >= least);
    return limited(bestOf(scored)).map(toFinding);
  };
}

/** One finding for a student and a place: the surest. */
function bestOf(pairs: readonly Scored[]): Scored[] {
  const best = new Map<string, Scored>();
  for (const pair of pairs) {
    const key = `${pair.student.key} ${pair.target.view.part.id} ${pair.target.start}`;
    const known = best.get(key);
    if (!known || known.score < pair.score) best.set(key, pair);
  }
  return [...best.values()];
}

/** What the sheet of a whole district holds is more than anybody looks at. */
const mostFindings = 4000;

/** Of too many those that name the most students: the surest of each first, since a policy counts students. In order of the text. */
function limited(all: readonly Scored[]): readonly Scored[] {
  if (all.length <= mostFindings) return all;
  const surest = new Map<string, Scored>();
  for (const entry of all) {
    const known = surest.get(entry.student.key);
    if (!known || known.score < entry.score) surest.set(entry.student.key, entry);
  }
  const kept = new Set([...surest.values()].slice(0, mostFindings));
  for (const entry of all) {
    if (kept.size >= mostFindings) break;
    kept.add(entry);
  }
  return all.filter((entry) => kept.has(entry));
}

function toFinding(pair: Scored): Finding {
  const { student, mention, target, score } = pair;
  const what = whatOf(target);
  const known = studentOf(pair);
  return {
    code: what.code,
    part: target.view.part.id,
    start: target.start,
    end: target.end,
    score: Math.min(0.99, Math.round(score * 100) / 100),
    because: reasonsOf(pair),
    masked: `${what.masked} ${mention.view === target.view ? 'beside' : 'in a message with'} a student's name`,
    subject: known ? { id: known.id, name: student.name } : { name: student.name },
  };
}

function whatOf(target: Pair['target']): { code: FindingCode; masked: string } {
  if (!isLocator(target)) return { code: 'student-pii.family-name', masked: "a family member's name" };
  switch (target.kind) {
    case 'phone':
      return { code: 'student-pii.phone', masked: `a phone number ending in ${target.key.slice(-2)}` };
    case 'home-address':
      return { code: 'student-pii.home-address', masked: 'a street address' };
    case 'location':
    case 'family-name':
      return { code: 'student-pii.location', masked: 'a place where a student can be found' };
  }
}

/** Of namesakes the one to whom the roster gives the locator; none where that is not known. */
function studentOf({ student, target }: Pair): Pair['student']['people'][number] | undefined {
  if (student.people.length === 1) return student.people[0];
  return isLocator(target) ? student.people.find(({ id }) => target.owners.has(id)) : undefined;
}

/** The heaviest pieces of evidence, for and against. */
function reasonsOf({ student, values }: Pair): Reason[] {
  const pieces = model.heaviest(values, 12).flatMap(({ feature, weight }): Reason[] => {
    const words = pairInWords(feature, weight);
    return words === undefined ? [] : [{ rule: weight > 0 ? 'for' : 'against', context: words }];
  });
  const name: Reason = { rule: student.people.length > 0 ? 'roster-name' : 'context-name' };
  return [name, ...pieces.slice(0, 5)];
}

/** What the fitted models find of a student's full name together with what locates that student: evidence that adds up. */
import type { DirectoryLookup, ExtractedMessage, FindingCode } from '../detector.ts';
import { evidenceReasons } from '../shared/evidence/evidence-words.ts';
import type { JointShape, ModelPair } from '../shared/evidence/joint.ts';
import { studentReader } from '../shared/evidence/read-students.ts';
import { openTreeModel, type TreeModel, type TreeModelData } from '../shared/evidence/tree-model.ts';
import { readDataFile } from '../shared/text/data-file.ts';
import { ties } from './by-rules.ts';
import { codes } from './codes.ts';
import { isLocator, pairFeatureNames, pairsOf, type Pair } from './evidence-pairs.ts';

const model = openTreeModel(JSON.parse(readDataFile(new URL('./model.json', import.meta.url))) as TreeModelData);

interface Scored extends Pair {
  readonly odds: number;
}

/** What the joint model weighs of a pair once more. */
const jointFacts: readonly string[] = [
  ...['student odds', 'student best odds', 'name adult odds', 'name public odds', 'name thing odds', 'name staff odds'],
  ...['roster agrees', 'roster gives it', 'roster gives it to another', 'roster knows another'],
  ...['family owner odds', 'staff owner odds', 'school owner odds', 'other owner odds', 'no locator odds', 'own'],
  ...[
    'relative family odds',
    'roster relative',
    'same record',
    'same sentence',
    'same paragraph',
    'rank',
    'students',
    'aligned',
    'another name on line',
    'other number',
    'repeated',
    'repeated share',
  ],
];
export const jointShape: JointShape = { codes, facts: jointFacts, ties, byCode: false };
const factsAt = jointFacts.map((fact) => pairFeatureNames.indexOf(fact));

/** All pairs of a message, one for a student and a place. @param byContext also students who are not on the roster */
export function findByEvidence(
  directory: DirectoryLookup,
  byContext: boolean,
): (message: ExtractedMessage) => ModelPair[] {
  const read = studentReader(directory);
  return (message) =>
    modelPairs(
      pairsOf(read(message).context, directory).filter(({ student }) => byContext || student.people.length > 0),
      model,
    );
}

/** @param weighing the model of pairs; in training one that has not met the message's writer */
export function modelPairs(pairs: readonly Pair[], weighing: TreeModel): ModelPair[] {
  return limited(bestOf(pairs.map((pair): Scored => ({ ...pair, odds: weighing.odds(pair.values) })))).map(toModelPair);
}

/** One finding for a student and a place: the surest. */
function bestOf(pairs: readonly Scored[]): Scored[] {
  const best = new Map<string, Scored>();
  for (const pair of pairs) {
    const key = `${pair.student.key} ${pair.target.view.part.id} ${pair.target.start}`;
    const known = best.get(key);
    if (!known || known.odds < pair.odds) best.set(key, pair);
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
    if (!known || known.odds < entry.odds) surest.set(entry.student.key, entry);
  }
  const kept = new Set([...surest.values()].slice(0, mostFindings));
  for (const entry of all) {
    if (kept.size >= mostFindings) break;
    kept.add(entry);
  }
  return all.filter((entry) => kept.has(entry));
}

function toModelPair(pair: Scored): ModelPair {
  const { student, mention, target, odds, values } = pair;
  const { code, masked } = whatOf(target);
  const known = studentOf(pair);
  const place = { part: target.view.part.id, start: target.start, end: target.end };
  const subject = known ? { id: known.id, name: student.name } : { name: student.name };
  return {
    code,
    ...place,
    subject,
    odds,
    facts: factsAt.map((at) => values[at]!),
    evidence: () => evidenceReasons(model, values),
    toFinding: (score) => ({
      code,
      ...place,
      score,
      because: [
        { rule: student.people.length > 0 ? 'roster-name' : 'context-name' },
        ...evidenceReasons(model, values),
      ],
      masked: `${masked} ${mention.view === target.view ? 'beside' : 'in a message with'} a student's name`,
      subject,
    }),
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

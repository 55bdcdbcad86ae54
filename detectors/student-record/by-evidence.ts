/** What the fitted models find of a named student's confidential record: statements and whose they are, by evidence that adds up. */
import type { DirectoryLookup, ExtractedMessage } from '../detector.ts';
import { evidenceReasons } from '../shared/evidence/evidence-words.ts';
import type { JointShape, ModelPair } from '../shared/evidence/joint.ts';
import { openLinearModel, type LinearModelData } from '../shared/evidence/linear-model.ts';
import { studentReader } from '../shared/evidence/read-students.ts';
import { openTreeModel, type TreeModel, type TreeModelData } from '../shared/evidence/tree-model.ts';
import { readDataFile } from '../shared/text/data-file.ts';
import { ties } from './by-rules.ts';
import { recordFeatureNames, recordPairs, type RecordPair } from './evidence-pairs.ts';
import { codes, maskedForms } from './rules.ts';

const statementModel = openLinearModel(
  JSON.parse(readDataFile(new URL('./statement.json', import.meta.url))) as LinearModelData,
);
const pairModel = openTreeModel(JSON.parse(readDataFile(new URL('./model.json', import.meta.url))) as TreeModelData);

interface Scored extends RecordPair {
  readonly odds: number;
}

/** What the joint model weighs of a pair once more. */
const jointFacts: readonly string[] = [
  ...['student odds', 'student best odds', 'name adult odds', 'name public odds', 'name thing odds', 'name staff odds'],
  ...['roster agrees', 'roster number', 'statement odds', 'number', 'field', 'known words', 'kin between'],
  ...[
    'same record',
    'same sentence',
    'same paragraph',
    'sentences apart',
    'rank',
    'students',
    'aligned',
    'another name on line',
    'given name near',
    'other number',
    'repeated',
    'repeated share',
  ],
];
export const jointShape: JointShape = { codes, facts: jointFacts, ties, byCode: true };
const factsAt = jointFacts.map((fact) => recordFeatureNames.indexOf(fact));

/** All pairs of a message. @param byContext also students who are not on the roster */
export function findByEvidence(
  directory: DirectoryLookup,
  byContext: boolean,
): (message: ExtractedMessage) => ModelPair[] {
  const read = studentReader(directory);
  return (message) =>
    modelPairs(
      recordPairs(read(message).context, statementModel, directory).filter(
        ({ student }) => byContext || student.people.length > 0,
      ),
      pairModel,
      message,
    );
}

/**
 * One pair for a student, a code and a part: its surest evidence. Numbers each count.
 * @param weighing the model of pairs; in training one that has not met the message's writer
 */
export function modelPairs(
  pairs: readonly RecordPair[],
  weighing: TreeModel,
  { parts }: ExtractedMessage,
): ModelPair[] {
  const scored = pairs.map((pair): Scored => ({ ...pair, odds: weighing.odds(pair.values) }));
  const groups = Map.groupBy(scored, ({ student, statement }) => {
    const number = statement.kind === 'number' ? statement.start : '';
    return `${student.key} ${statement.kindOf} ${statement.view.part.id} ${number}`;
  });
  const order = new Map(parts.map((part, index) => [part.id, index]));
  return [...groups.values()]
    .map((group) => toModelPair(group.reduce((best, one) => (one.odds > best.odds ? one : best))))
    .sort((a, b) => order.get(a.part)! - order.get(b.part)! || a.start - b.start);
}

function toModelPair({ student, mention, statement, values, odds }: Scored): ModelPair {
  const code = `student-record.${statement.kindOf}` as const;
  const { start, end } = statement.evidence[0] ?? statement;
  const place = { part: statement.view.part.id, start, end };
  const [known] = student.people.length === 1 ? student.people : [];
  const subject = known ? { id: known.id, name: student.name } : { name: student.name };
  const evidence = () => evidenceReasons(pairModel, values);
  return {
    code,
    ...place,
    subject,
    odds,
    facts: factsAt.map((at) => values[at]!),
    evidence,
    toFinding: (score) => ({
      code,
      ...place,
      score,
      because: [{ rule: student.people.length > 0 ? 'roster-name' : 'context-name' }, ...evidence()],
      masked: `${maskedForms[code]} ${mention.view === statement.view ? 'beside' : 'in a message with'} a student's name`,
      subject,
    }),
  };
}

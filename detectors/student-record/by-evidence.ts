/** What the fitted models find of a named student's confidential record: statements and whose they are, by evidence that adds up. */
import type { Detect, DirectoryLookup, ExtractedMessage, Finding, Reason } from '../detector.ts';
import { pairInWords } from '../shared/evidence/evidence-words.ts';
import { openLinearModel, type LinearModelData } from '../shared/evidence/linear-model.ts';
import { studentReader } from '../shared/evidence/read-students.ts';
import { openTreeModel, type TreeModelData } from '../shared/evidence/tree-model.ts';
import { readDataFile } from '../shared/text/data-file.ts';
import { recordPairs, type RecordPair } from './evidence-pairs.ts';
import { maskedForms } from './rules.ts';

const statementModel = openLinearModel(
  JSON.parse(readDataFile(new URL('./statement.json', import.meta.url))) as LinearModelData,
);
const pairModel = openTreeModel(JSON.parse(readDataFile(new URL('./model.json', import.meta.url))) as TreeModelData);

interface Scored extends RecordPair {
  readonly score: number;
}

/** Every pair with at least this probability. @param byContext also students who are not on the roster */
export function findByEvidence(directory: DirectoryLookup, byContext: boolean, least: number): Detect {
  const read = studentReader(directory);
  return (message) => {
    const pairs = recordPairs(read(message).context, statementModel, directory)
      .filter(({ student }) => byContext || student.people.length > 0)
      .map((pair): Scored => ({ ...pair, score: pairModel.probability(pair.values) }))
      .filter(({ score }) => score >= least);
    return findingsOf(pairs, message);
  };
}

/** One finding for a student, a code and a part: its surest evidence. Numbers each count. */
function findingsOf(pairs: readonly Scored[], message: ExtractedMessage): Finding[] {
  const groups = Map.groupBy(pairs, ({ student, statement }) => {
    const number = statement.kind === 'number' ? statement.start : '';
    return `${student.key} ${statement.kindOf} ${statement.view.part.id} ${number}`;
  });
  const order = new Map(message.parts.map((part, index) => [part.id, index]));
  return [...groups.values()]
    .map((group) => toFinding(group.reduce((best, one) => (one.score > best.score ? one : best))))
    .sort((a, b) => order.get(a.part)! - order.get(b.part)! || a.start - b.start);
}

function toFinding({ student, mention, statement, values, score }: Scored): Finding {
  const code = `student-record.${statement.kindOf}` as const;
  const span = statement.evidence[0] ?? statement;
  const [known] = student.people.length === 1 ? student.people : [];
  const pieces = pairModel.heaviest(values, 12).flatMap(({ feature, weight }): Reason[] => {
    const words = pairInWords(feature, weight);
    return words === undefined ? [] : [{ rule: weight > 0 ? 'for' : 'against', context: words }];
  });
  return {
    code,
    part: statement.view.part.id,
    start: span.start,
    end: span.end,
    score: Math.min(0.99, Math.round(score * 100) / 100),
    because: [{ rule: student.people.length > 0 ? 'roster-name' : 'context-name' }, ...pieces.slice(0, 5)],
    masked: `${maskedForms[code]} ${mention.view === statement.view ? 'beside' : 'in a message with'} a student's name`,
    subject: known ? { id: known.id, name: student.name } : { name: student.name },
  };
}

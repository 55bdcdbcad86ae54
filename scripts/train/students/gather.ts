/** From marked messages to labelled examples: names, locators and their pairs. */
import type { Directory } from '../../../src/directory/directory.ts';
import type { Finding } from '../../../detectors/detector.ts';
import { jointCases, nameOf, type JointShape, type ModelPair } from '../../../detectors/shared/evidence/joint.ts';
import { jointMessage } from '../../../detectors/shared/evidence/joint-cases.ts';
import type { LinearModel } from '../../../detectors/shared/evidence/linear-model.ts';
import { pairContext } from '../../../detectors/shared/evidence/pair-context.ts';
import { weigh, type Models, type WeighedMessage } from '../../../detectors/shared/evidence/weigh.ts';
import { pairsOf, type Pair } from '../../../detectors/student-pii/evidence-pairs.ts';
import type { MarkedMessage } from './corpus-messages.ts';
import type { Example } from './fit-linear.ts';
import {
  recordPairs,
  statementClasses,
  statementsOf,
  type RecordPair,
} from '../../../detectors/student-record/evidence-pairs.ts';
import { isReaderOf, truthOfCase } from './joint-labels.ts';
import {
  classOfOwner,
  classOfPerson,
  classOfStatement,
  locatorMark,
  statementMark,
  ownerClasses,
  personClasses,
  personMark,
} from './labels.ts';

/**
 * How a message was read: with its roster as it is, changed, with stale contacts, without a roster as it is and changed; as mail of a school
 * in which nobody is marked and nobody's data stands (`ordinary`), or of which only the statements are marked (`stated`); as mail of offices
 * in which nobody is a student (`business`).
 */
export type Reading = 'right' | 'changed' | 'stale' | 'none' | 'none changed' | 'ordinary' | 'stated' | 'business';

export interface Read {
  readonly reading: Reading;
  readonly marked: MarkedMessage;
  readonly directory: Directory;
}

export interface LabelledPair {
  readonly pair: Pair;
  readonly label: 0 | 1;
}

const stating: readonly Reading[] = ['right', 'none changed', 'ordinary', 'stated', 'business'];
/** Who is meant is not marked in them. */
const unmarked: readonly Reading[] = ['ordinary', 'stated'];

const noModel = (classes: readonly string[]): LinearModel => ({
  classes,
  logits: () => new Float64Array(classes.length),
});
const none: Models = { person: noModel(personClasses), locator: noModel(ownerClasses) };

export function examplesOf({ reading, marked, directory }: Read): {
  people: Example[];
  locators: Example[];
  statements: Example[];
} {
  const weighed = weigh(marked.message, directory, none);
  const marksOf = (part: string) => marked.marks.get(part) ?? [];
  const known = !unmarked.includes(reading);
  const nobody = reading === 'business';
  return {
    people: (known ? weighed.people : []).map((person) => ({
      features: person.features,
      ...(nobody
        ? { label: personClasses.indexOf('student'), not: true as const }
        : { label: personClasses.indexOf(classOfPerson(personMark(marksOf(person.view.part.id), person))) }),
      weight: 1,
      group: marked.district,
    })),
    locators: (known ? weighed.locators : []).map((locator) => ({
      features: locator.features,
      ...(nobody
        ? { label: ownerClasses.indexOf('family'), not: true as const }
        : { label: ownerClasses.indexOf(classOfOwner(locatorMark(marksOf(locator.view.part.id), locator))) }),
      weight: 1,
      group: marked.district,
    })),
    // What a statement says does not depend on the roster: two readings of it are enough.
    statements: (stating.includes(reading) ? weighed.views : []).flatMap((view) =>
      statementsOf(weighed, view).map((statement) => ({
        features: statement.features,
        label: statementClasses.indexOf(classOfStatement(statementMark(marksOf(view.part.id), statement))),
        weight: 1,
        group: marked.district,
      })),
    ),
  };
}

export function labelledPairs(
  { marked, directory }: Read,
  models: Models,
): { weighed: WeighedMessage; pairs: LabelledPair[] } {
  const weighed = weigh(marked.message, directory, models);
  const pairs = pairsOf(pairContext(weighed), directory).map((pair): LabelledPair => ({
    pair,
    label: truthOf(pair, marked),
  }));
  return { weighed, pairs };
}

export interface LabelledRecord {
  readonly pair: RecordPair;
  readonly label: 0 | 1;
}

export function labelledRecords(
  { marked, directory }: Read,
  models: Models,
  statements: LinearModel,
): { weighed: WeighedMessage; pairs: LabelledRecord[] } {
  const weighed = weigh(marked.message, directory, models);
  const pairs = recordPairs(pairContext(weighed), statements, directory).map((pair): LabelledRecord => {
    const ids = idsOf(pair.student.mentions, marked);
    const own = (marked.marks.get(pair.statement.view.part.id) ?? []).filter(({ whose }) =>
      whose.some((one) => ids.has(one)),
    );
    return { pair, label: statementMark(own, pair.statement) ? 1 : 0 };
  });
  return { weighed, pairs };
}

function idsOf(mentions: Pair['student']['mentions'], { marks }: MarkedMessage): Set<string> {
  return new Set(
    mentions.flatMap((mention) => {
      const mark = personMark(marks.get(mention.view.part.id) ?? [], mention);
      return mark?.kind === 's' ? mark.whose : [];
    }),
  );
}

/** Whether the marks tie the target to the student whose name the mention is. A reader's own name tells the reader nothing. */
function truthOf({ student, target }: Pair, marked: MarkedMessage): 0 | 1 {
  const ids = idsOf(student.mentions, marked);
  const own = marked.marks.get(target.view.part.id) ?? [];
  const mark = 'kind' in target ? locatorMark(own, target) : personMark(own, target);
  if (!mark || (mark.kind !== 'fam' && !('kind' in target)) || mark.kind === 'mail') return 0;
  if (!('kind' in target) && isReaderOf(marked.message, target.keys)) return 0;
  return mark.whose.some((one) => ids.has(one)) ? 1 : 0;
}

export interface LabelledCase {
  readonly values: readonly number[];
  readonly label: 0 | 1;
  readonly student: string;
  readonly code: string;
}

/** What rules and models find of a message that neither has met. @param pairs those of the models for this message */
export function labelledCases(
  { marked }: Read,
  views: WeighedMessage['views'],
  rules: readonly Finding[],
  pairs: readonly ModelPair[],
  shape: JointShape,
  hasRoster: boolean,
): LabelledCase[] {
  return jointCases(rules, pairs, shape, jointMessage(views, hasRoster)).map((one) => ({
    values: one.values,
    label: truthOfCase(one, marked),
    student: nameOf((one.rule ?? one.pair!).subject),
    code: (one.rule ?? one.pair!).code,
  }));
}

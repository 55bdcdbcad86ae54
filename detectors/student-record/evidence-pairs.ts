/** Numbers that speak for and against a statement being about a student: what the model of records weighs. */
import type { DirectoryLookup } from '../detector.ts';
import type { LinearModel } from '../shared/evidence/linear-model.ts';
import type { PairContext } from '../shared/evidence/pair-context.ts';
import { candidatesFor } from '../shared/evidence/candidates.ts';
import { placeOf, relationNames } from '../shared/evidence/pairs.ts';
import { alikeRows, leastRepeats, repeatedOf } from '../shared/evidence/repeated.ts';
import { lineOf, type PartView } from '../shared/evidence/part-view.ts';
import {
  fullNames,
  nameOdds,
  nameOddsNames,
  type StudentCandidate,
  type WeighedMessage,
  type WeighedPerson,
} from '../shared/evidence/weigh.ts';
import { studentWords } from '../shared/students/student-words.ts';
import { firstEndingAfter, firstStartingFrom } from '../shared/text/sorted-spans.ts';
import type { Code } from './rules.ts';
import { statementsIn, type Statement } from './statements.ts';

export const statementClasses = [
  'health',
  'special-education',
  'discipline',
  'grades',
  'circumstances',
  'ssn',
  'student-id',
  'none',
] as const;
export type StatementClass = (typeof statementClasses)[number];
const noneAt = statementClasses.indexOf('none');

export const recordFeatureNames: readonly string[] = [
  ...nameOddsNames,
  ...[
    'on roster',
    'namesakes',
    'roster off',
    'exact',
    'name is sender',
    'name is recipient',
    'likely name',
    'roster agrees',
    'roster number',
  ],
  ...['statement odds', 'number', 'field', 'known words', ...statementClasses.slice(0, -1).map((name) => `is ${name}`)],
  ...['kin between', 'kin first', 'others in sentence'],
  ...relationNames,
  'other number',
];

export interface WeighedStatement extends Statement {
  readonly kindOf: Exclude<StatementClass, 'none'>;
  /** Log-odds that it states something of a child's record. */
  readonly odds: number;
}

export interface RecordPair {
  readonly student: StudentCandidate;
  readonly mention: WeighedPerson;
  readonly statement: WeighedStatement;
  readonly values: readonly number[];
}

/** Statements with lower odds and without words of a record are not paired. In a column of a list, `Yes` alone has little more. */
const leastOdds = -4;

/** A statement with what it has to do with the names of its part: `Suspended this week:` heads a list of them, a number stands beside each. */
export function statementsOf(
  { listsIn, people }: Pick<WeighedMessage, 'listsIn' | 'people'>,
  view: PartView,
): Statement[] {
  const lists = listsIn(view);
  const entries = lists.all.flatMap(({ names }) => names.map(({ start }) => lineOf(view, start).start));
  const rows = alikeRows(view, lists);
  const found = statementsIn(view, entries);
  const numbers = found.flatMap((one) =>
    one.kind === 'number' ? [{ ...one, kind: `digits ${one.digits!.length}` }] : [],
  );
  const names = fullNames(people.filter((person) => person.view === view));
  const repeated = repeatedOf(names, numbers);
  const places = new Map(numbers.map(({ start }, at) => [start, repeated[at]!]));
  return found.map((statement) => {
    const own = statement.kind === 'number' ? places.get(statement.start)! : undefined;
    const row = rows[firstEndingAfter(rows, statement.start)];
    const further = [
      ...(lists.headedAt(statement.start) ? ['heads list', `heads list ${statement.kind}`] : []),
      ...(row && row.start <= statement.start ? ['row repeated', `row ${row.shape}`] : []),
      ...(own && own.count >= leastRepeats && own.share >= 0.5
        ? ['repeats', `repeats ${statement.digits!.length}`]
        : []),
    ];
    return {
      ...statement,
      ...(further.length > 0 && { features: [...statement.features, ...further] }),
      ...(own && { repeated: own }),
    };
  });
}

export function weighedStatements({ weighed }: PairContext, model: LinearModel): WeighedStatement[] {
  return weighed.views.flatMap((view) =>
    statementsOf(weighed, view).flatMap((statement): WeighedStatement[] => {
      const logits = model.logits(statement.features);
      const odds = -logits[noneAt]!;
      if (odds < leastOdds && statement.evidence.length === 0) return [];
      let best = 0;
      for (let at = 1; at < noneAt; at += 1) if (logits[at]! > logits[best]!) best = at;
      const likely = statementClasses[best] as WeighedStatement['kindOf'];
      // What the words are about is said by the rules that know them; whether they state it of somebody, by the model.
      if (statement.evidence.length === 0) return [{ ...statement, odds, kindOf: likely }];
      return statement.evidence.map((evidence) => ({
        ...statement,
        odds,
        kindOf: kindOfCode(evidence.code),
        evidence: [evidence],
      }));
    }),
  );
}

function kindOfCode(code: Code): WeighedStatement['kindOf'] {
  return code.slice(code.indexOf('.') + 1) as WeighedStatement['kindOf'];
}

export function recordPairs(context: PairContext, model: LinearModel, directory: DirectoryLookup): RecordPair[] {
  if (context.weighed.students.length === 0) return [];
  const none: ReadonlySet<string> = new Set();
  return weighedStatements(context, model).flatMap((statement) =>
    candidatesFor(statement, context, none).map((student) => pairOf(student, statement, context, directory)),
  );
}

function pairOf(
  student: StudentCandidate,
  statement: WeighedStatement,
  context: PairContext,
  directory: DirectoryLookup,
): RecordPair {
  const { mention, values } = placeOf(student, statement, context);
  const { match, source } = mention;
  const { sender, recipients } = context.weighed.correspondents;
  const others = context.othersIn(statement.view);
  const known = student.people.length;
  const number =
    statement.digits !== undefined &&
    student.people.some(({ numbers }) => numbers.some((one) => one.replace(/\D/g, '') === statement.digits));
  return {
    student,
    mention,
    statement,
    values: [
      ...nameOdds(mention, student),
      ...[known > 0, known > 1, !directory.hasRoster, match?.exact === true || source === 'fields'].map(Number),
      ...[mention.keys.every((key) => sender.has(key)), mention.keys.every((key) => recipients.has(key))].map(Number),
      ...[mention.guess.score, student.agreement, Number(number)],
      ...[
        statement.odds,
        Number(statement.kind === 'number'),
        Number(statement.kind === 'field'),
        Number(statement.evidence.length > 0),
      ],
      ...statementClasses.slice(0, -1).map((name) => Number(statement.kindOf === name)),
      ...[
        Number(mention.view === statement.view && kinBetween(mention, statement)),
        Number(kinFirst(statement)),
        Math.min(3, countIn(others, statement)),
      ],
      ...values,
      Number(statement.features.includes('other number')),
    ],
  };
}

function countIn(people: readonly WeighedPerson[], { start, end }: Statement): number {
  let count = 0;
  for (let at = firstEndingAfter(people, start); at < people.length && people[at]!.start < end; at += 1) count += 1;
  return count;
}

/** A word for a relative stands between the name and the end of the statement: `Mai's father was in hospital`. */
function kinBetween(mention: WeighedPerson, statement: Statement): boolean {
  return mention.end <= statement.end && statement.features.includes('c kin');
}

/** A relative is whom the statement begins with: `Her father has work in the mill`. */
function kinFirst({ view, start, end }: Statement): boolean {
  const at = firstStartingFrom(view.words, start);
  return view.words
    .slice(at, at + wordsOfSubject)
    .some((word) => word.end <= end && studentWords.relations.has(word.key));
}
const wordsOfSubject = 3;

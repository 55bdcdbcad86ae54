/** Numbers that speak for and against a statement being about a student: what the model of records weighs. */
import type { DirectoryLookup } from '../detector.ts';
import type { LinearModel } from '../shared/evidence/linear-model.ts';
import type { PairContext } from '../shared/evidence/pair-context.ts';
import { candidatesFor } from '../shared/evidence/candidates.ts';
import { addRelation, nearestMention, relationNames } from '../shared/evidence/pairs.ts';
import { alikeRows, leastRepeats, repeatedOf } from '../shared/evidence/repeated.ts';
import { lineOf, type PartView } from '../shared/evidence/part-view.ts';
import {
  addNameOdds,
  fullNames,
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
  const names = numbers.length === 0 ? [] : fullNames(people.filter((person) => person.view === view));
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
  const pairs: RecordPair[] = [];
  for (const statement of weighedStatements(context, model)) {
    const candidates = candidatesFor(statement, context, none);
    if (candidates.length === 0) continue;
    const shared = sharedValues(statement, context);
    for (const student of candidates) pairs.push(pairOf(student, statement, shared, context, directory));
  }
  return pairs;
}

/** What is the same for all students of a statement. */
interface SharedValues {
  /** From its odds to its class. */
  readonly own: readonly number[];
  readonly kin: boolean;
  readonly kinFirst: number;
  readonly others: number;
  readonly otherNumber: number;
}

function sharedValues(statement: WeighedStatement, context: PairContext): SharedValues {
  const { odds, kind, evidence, features } = statement;
  return {
    own: [
      odds,
      ...[kind === 'number', kind === 'field', evidence.length > 0].map(Number),
      ...statementClasses.slice(0, -1).map((name) => Number(statement.kindOf === name)),
    ],
    kin: features.includes('c kin'),
    kinFirst: Number(kinFirst(statement)),
    others: Math.min(3, countIn(context.othersIn(statement.view), statement)),
    otherNumber: Number(features.includes('other number')),
  };
}

function pairOf(
  student: StudentCandidate,
  statement: WeighedStatement,
  shared: SharedValues,
  context: PairContext,
  directory: DirectoryLookup,
): RecordPair {
  const mention = nearestMention(student, statement, context);
  const { match, source, keys } = mention;
  const { sender, recipients } = context.weighed.correspondents;
  const { people } = student;
  const { digits } = statement;
  const number =
    digits !== undefined && people.some(({ numbers }) => numbers.some((one) => one.replace(/\D/g, '') === digits));
  const values: number[] = [];
  addNameOdds(values, mention, student);
  values.push(Number(people.length > 0), Number(people.length > 1), Number(!directory.hasRoster));
  values.push(Number(match?.exact === true || source === 'fields'));
  values.push(Number(keys.every((key) => sender.has(key))), Number(keys.every((key) => recipients.has(key))));
  values.push(mention.guess.score, student.agreement, Number(number));
  for (const value of shared.own) values.push(value);
  // A word for a relative stands between the name and the end of the statement: `Mai's father was in hospital`.
  const kinBetween = shared.kin && mention.view === statement.view && mention.end <= statement.end;
  values.push(Number(kinBetween), shared.kinFirst, shared.others);
  addRelation(values, { student, mention, target: statement }, context);
  values.push(shared.otherNumber);
  return { student, mention, statement, values };
}

function countIn(people: readonly WeighedPerson[], { start, end }: Statement): number {
  let count = 0;
  for (let at = firstEndingAfter(people, start); at < people.length && people[at]!.start < end; at += 1) count += 1;
  return count;
}

/** A relative is whom the statement begins with: `Her father has work in the mill`. */
function kinFirst({ view, start, end }: Statement): boolean {
  const at = firstStartingFrom(view.words, start);
  return view.words
    .slice(at, at + wordsOfSubject)
    .some((word) => word.end <= end && studentWords.relations.has(word.key));
}
const wordsOfSubject = 3;

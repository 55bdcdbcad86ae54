/** What the marks of the corpus say about the candidates that the detectors find. */
import type { Span } from '../../../detectors/detector.ts';
import type { StatementClass } from '../../../detectors/student-record/evidence-pairs.ts';
import type { Statement } from '../../../detectors/student-record/statements.ts';
import { locatorKinds, personKinds, statementKinds, type Mark } from './read-corpus.ts';

export const personClasses = ['student', 'family', 'staff', 'adult', 'public', 'thing', 'none'] as const;
export const ownerClasses = ['family', 'staff', 'school', 'other', 'none'] as const;
export type PersonClass = (typeof personClasses)[number];
export type OwnerClass = (typeof ownerClasses)[number];

const ofMark: Readonly<Record<string, PersonClass>> = {
  s: 'student',
  fam: 'family',
  staff: 'staff',
  adult: 'adult',
  public: 'public',
  thing: 'thing',
};

/** The mark that a span overlaps most, of some kinds. */
export function markAt(marks: readonly Mark[], span: Span, kinds: readonly string[]): Mark | undefined {
  let best: Mark | undefined;
  let most = 0;
  for (const mark of marks) {
    const shared = Math.min(mark.end, span.end) - Math.max(mark.start, span.start);
    if (shared > most && kinds.includes(mark.kind)) [best, most] = [mark, shared];
  }
  return best;
}

export function personMark(marks: readonly Mark[], span: Span): Mark | undefined {
  return markAt(marks, span, personKinds);
}

export function classOfPerson(mark: Mark | undefined): PersonClass {
  return mark ? ofMark[mark.kind]! : 'none';
}

export function locatorMark(marks: readonly Mark[], span: Span): Mark | undefined {
  return markAt(marks, span, locatorKinds);
}

export function classOfOwner(mark: Mark | undefined): OwnerClass {
  if (!mark) return 'none';
  const [who] = mark.whose;
  if (who === 'staff' || who === 'school') return who;
  return who === undefined || ['vendor', 'event', 'meeting', 'adult', 'public'].includes(who) ? 'other' : 'family';
}

const groupOf: Readonly<Record<string, StatementClass>> = {
  ...{
    health: 'health',
    medication: 'health',
    pregnancy: 'health',
    counselling: 'health',
    sped: 'special-education',
    discipline: 'discipline',
  },
  ...{
    grades: 'grades',
    attendance: 'grades',
    custody: 'circumstances',
    protection: 'circumstances',
    immigration: 'circumstances',
  },
  ...{ lunch: 'circumstances', homeless: 'circumstances', ssn: 'ssn', id: 'student-id' },
};
const wordKinds = statementKinds.filter((kind) => kind !== 'ssn' && kind !== 'id');

/** The mark of a child's record that a statement overlaps most; a number is an id or nothing. */
export function statementMark(
  marks: readonly Mark[],
  statement: Pick<Statement, 'start' | 'end' | 'kind'>,
): Mark | undefined {
  const kinds = statement.kind === 'number' ? ['ssn', 'id'] : wordKinds;
  return markAt(
    marks.filter(({ whose }) => whose.length > 0),
    statement,
    kinds,
  );
}

export function classOfStatement(mark: Mark | undefined): StatementClass {
  return mark ? groupOf[mark.kind]! : 'none';
}

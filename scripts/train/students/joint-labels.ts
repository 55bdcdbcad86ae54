/** What the marks of the corpus say about the cases that rules and models find. */
import type { ExtractedMessage, Finding } from '../../../detectors/detector.ts';
import { correspondentsOf } from '../../../detectors/shared/evidence/features.ts';
import type { JointCase } from '../../../detectors/shared/evidence/joint.ts';
import { nameKeys } from '../../../detectors/shared/people/names.ts';
import type { MarkedMessage } from './corpus-messages.ts';
import { locatorMark, markAt, statementMark } from './labels.ts';

/** Whether the marks tie what a case points at to the student whom it names. */
export function truthOfCase({ rule, pair }: JointCase, marked: MarkedMessage): 0 | 1 {
  const { code, part, start, end, subject } = rule ?? pair!;
  const ids = idsOf(subject, marked);
  const own = marked.marks.get(part) ?? [];
  if (code === 'student-pii.family-name') {
    const text = marked.message.parts.find(({ id }) => id === part)!.text.slice(start, end);
    if (isReaderOf(marked.message, nameKeys(text))) return 0;
  }
  const mark = markFor(code, { start, end }, own, ids);
  return mark?.whose.some((one) => ids.has(one)) === true ? 1 : 0;
}

/** Whether a name is that of somebody outside the district who gets the message. */
export function isReaderOf(message: ExtractedMessage, keys: readonly string[]): boolean {
  const { readers } = correspondentsOf(message);
  return keys.length > 0 && keys.every((key) => readers.has(key));
}

function markFor(
  code: Finding['code'],
  span: { start: number; end: number },
  own: Parameters<typeof markAt>[0],
  ids: ReadonlySet<string>,
) {
  if (code.startsWith('student-record.')) {
    const theirs = own.filter(({ whose }) => whose.some((one) => ids.has(one)));
    return statementMark(theirs, { ...span, kind: /ssn|student-id/.test(code) ? 'number' : 'words' });
  }
  if (code === 'student-pii.family-name') return markAt(own, span, ['fam']);
  const mark = locatorMark(own, span);
  return mark?.kind === 'mail' ? undefined : mark;
}

/** Numbers of the corpus' students whom a finding may mean: by id on the roster, by the words of the name otherwise. */
function idsOf(subject: Finding['subject'], { marks, message }: MarkedMessage): Set<string> {
  if (subject?.id !== undefined) return new Set([subject.id.replace(/^s-/, '')]);
  const words = wordsOf(subject?.name ?? '');
  const found = new Set<string>();
  for (const [part, own] of marks) {
    const text = message.parts.find(({ id }) => id === part)!.text;
    for (const { kind, whose, start, end } of own)
      if (kind === 's' && agree(words, wordsOf(text.slice(start, end)))) for (const one of whose) found.add(one);
  }
  return found;
}

function wordsOf(name: string): Set<string> {
  return new Set(
    name
      .normalize('NFD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .split(/[^\p{L}]+/u)
      .filter((word) => word.length > 1),
  );
}

/** Two words at least, and all words of the shorter name. */
function agree(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared >= 2 && shared === Math.min(a.size, b.size);
}

/** What the rules find of a named student's confidential record: words, columns and numbers, and whose they are. */
import type { Detect, DirectoryLookup, ExtractedMessage, Finding } from '../detector.ts';
import { sentencesOfPart } from '../shared/text/sentences.ts';
import type { Mention } from '../shared/students/mention.ts';
import { studentFinder, type NamedStudents } from '../shared/students/named-students.ts';
import type { PartView } from '../shared/students/part-view.ts';
import { columnSignals } from './column-signals.ts';
import { numberSignals } from './number-signals.ts';
import { listedBelow, ownerOf, type Names, type Owned } from './owner.ts';
import { possibleNames } from './possible-names.ts';
import type { Signal } from './signal.ts';
import { wordSignals } from './word-signals.ts';

/** @param byContext also students who are not on the roster, by the words around their names */
export function findByRules(directory: DirectoryLookup, byContext: boolean, minScore: number): Detect {
  const findStudents = studentFinder(directory);
  return (message) => {
    const named = findStudents(message);
    const signals = signalsOf(named);
    if (signals.length === 0) return [];
    const names = namesOf(named, byContext);
    const body = named.views.find((view) => view.part.kind === 'body');
    const owned = signals.flatMap((signal) => ownerOf(signal, names) ?? listedBelow(signal, names, body));
    return findingsOf(owned, message).filter((finding) => finding.score >= minScore);
  };
}

function signalsOf({ views }: NamedStudents): Signal[] {
  return views.flatMap((view) => [...wordSignals(view), ...columnSignals(view), ...numberSignals(view)]);
}

function namesOf(named: NamedStudents, byContext: boolean): Names {
  const known = byContext ? named.withContext() : named.onRoster;
  const byView = Map.groupBy(known, (mention) => mention.view);
  const possible = new Map<PartView, readonly Mention[]>();
  const of = (view: PartView) => byView.get(view) ?? [];
  const withPossible = (view: PartView) =>
    memo(possible, view, () => (byContext ? possibleNames(view, of(view), named) : []));
  return {
    of,
    withPossible,
    inSubject: () => {
      const subject = named.views.find((view) => view.part.kind === 'subject');
      const found = known.length > 0 || subject === undefined ? [] : withPossible(subject);
      return found.length === 1 ? found[0] : undefined;
    },
    sentencesOf: (view) => sentencesOfPart(view.part),
    only: new Set(known.map((mention) => mention.key)).size === 1 ? known[0] : undefined,
  };
}

function memo<Key, Value>(kept: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = kept.get(key);
  if (value === undefined) {
    value = make();
    kept.set(key, value);
  }
  return value;
}

/** One finding for a student, a code and a part: its surest evidence, surer where different words agree. Numbers each count. */
function findingsOf(owned: readonly Owned[], message: ExtractedMessage): Finding[] {
  const groups = Map.groupBy(owned, ({ signal, mention }) => {
    const number = /ssn|student-id/.test(signal.code) ? signal.start : '';
    return `${mention.key} ${signal.code} ${signal.view.part.id} ${number}`;
  });
  const order = new Map(message.parts.map((part, index) => [part.id, index]));
  return [...groups.values()]
    .map(toFinding)
    .sort((a, b) => order.get(a.part)! - order.get(b.part)! || a.start - b.start);
}

/** Words of the same rule say nothing new. */
function toFinding(group: readonly Owned[]): Finding {
  const byRule = new Map<string, Owned>();
  for (const entry of group) {
    const known = byRule.get(entry.signal.rule);
    if (!known || known.score < entry.score) byRule.set(entry.signal.rule, entry);
  }
  const entries = [...byRule.values()].sort((a, b) => b.score - a.score);
  const { signal, mention, how } = entries[0]!;
  const score = 1 - entries.reduce((left, entry) => left * (1 - entry.score), 1);
  const [student] = mention.people.length === 1 ? mention.people : [];
  return {
    code: signal.code,
    part: signal.view.part.id,
    start: signal.start,
    end: signal.end,
    score: Math.round(Math.min(score, 0.97) * 100) / 100,
    because: [
      mention.reason,
      { rule: signal.rule, context: where[how] },
      ...entries.slice(1, 4).map((entry) => ({ rule: entry.signal.rule, context: where[entry.how] })),
    ],
    masked: `${signal.masked} beside a student's name`,
    subject: student ? { id: student.id, name: mention.name } : { name: mention.name },
  };
}

const where: Readonly<Record<Owned['how'], string>> = {
  row: 'in the row of the name',
  line: 'on the line of the name',
  list: 'in the heading of the list of names',
  sentence: 'in the sentence of the name',
  'given name': 'in a sentence with the given name',
  paragraph: 'in the paragraph of the name',
  message: 'in a message about one student',
};

/** The contexts of reasons that say how a finding is tied to its student. */
export const ties: readonly string[] = Object.values(where);

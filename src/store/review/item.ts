/** What the list shows of a held message, derived from its verdict and the facts stored with it. */
import type { RecipientFacts } from '../../../detectors/detector.ts';
import { wordsOfCode } from '../../../detectors/words.ts';
import { countedRules, stoppingRules, type DecisionInput, type Verdict } from '../../decide/verdict.ts';
import type { SealedFacts } from '../schema.ts';
import { foldWords, type SearchWords } from '../../message/search-words.ts';
import { addressWords, type FieldWords, type WordField } from './blind-words.ts';

/** Encrypted beside the row: what names or quotes people. */
export interface ItemFacts {
  readonly subject: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly recipients: {
    readonly count: number;
    readonly first: string;
    readonly outside: number;
    readonly unentitled: number;
  };
  readonly attachments: number;
  /** The findings that counted, most students first. */
  readonly found: readonly { readonly code: string; readonly findings: number; readonly students: number }[];
  /** Recipients that are not entitled: outside domains, addresses of lists. */
  readonly reaches: readonly string[];
}

export interface ItemColumns {
  readonly severity: number;
  readonly students: number;
  readonly score: number;
  readonly needed: number;
  readonly codes: readonly string[];
  readonly rules: readonly string[];
  readonly detectors: readonly string[];
  readonly schools: readonly string[];
}

/** A stored message that its verdict holds; a fact is null where the scan could not find it out. */
export interface ItemSource {
  readonly id: string;
  readonly sender: string;
  readonly state: string;
  readonly recipients: readonly string[];
  readonly verdict: Verdict | null;
  readonly input: DecisionInput | null;
  readonly sealed: SealedFacts | null;
}

const manyStudents = 3;

/** Positions of the recipients who are not entitled to the student data in the message. */
export function unentitledRecipients(verdict: Verdict | null): Set<number> {
  const about = stoppingRules(verdict).filter((rule) => rule.students.length > 0);
  return new Set(about.flatMap((rule) => rule.recipients));
}

export function columnsOf({ state, verdict, input, sealed }: ItemSource): ItemColumns {
  const rules = countedRules(verdict);
  const counted = [...new Set(rules.flatMap((rule) => rule.findings))].flatMap((at) => input?.findings[at] ?? []);
  const codes = verdict?.codes ?? [];
  const students = verdict?.students ?? 0;
  const grave = students >= manyStudents || (verdict?.releasers ?? 1) > 1 || codes.some(endangers);
  return {
    severity: asks(state, verdict) || counted.length === 0 ? 2 : grave ? 0 : 1,
    students,
    score: Math.max(0, ...counted.map(({ score }) => score)),
    needed: verdict?.releasers ?? 1,
    codes,
    rules: rules.map(({ id }) => id),
    detectors: [...new Set(counted.map(({ code }) => code.slice(0, code.indexOf('.'))))].sort(),
    schools: sealed?.schools ?? [],
  };
}

/** Whether the sender is asked, or would be without monitor mode. */
function asks(state: string, verdict: Verdict | null): boolean {
  return state === 'warned' || (state === 'monitored' && verdict?.action === 'warn');
}

/** Findings about a person's safety come first, however few they are. */
function endangers(code: string): boolean {
  return wordsOfCode(code)?.seriousness === 'safety';
}

export function factsOf({ sender, recipients, verdict, input, sealed }: ItemSource): ItemFacts {
  const facts = input?.recipients ?? [];
  const unentitled = unentitledRecipients(verdict);
  return {
    subject: sealed?.subject ?? '',
    from: { name: sealed?.fromName ?? '', address: sender || (sealed?.from ?? '') },
    recipients: {
      count: recipients.length,
      first: recipients[[...unentitled][0] ?? 0] ?? '',
      outside: facts.filter(({ inside }) => !inside).length,
      unentitled: unentitled.size,
    },
    attachments: sealed?.attachments ?? 0,
    found: foundOf(verdict, input),
    reaches: reachesOf(unentitled.size > 0 ? [...unentitled].flatMap((at) => facts[at] ?? []) : facts),
  };
}

function foundOf(verdict: Verdict | null, input: DecisionInput | null): ItemFacts['found'] {
  const counted = new Set(countedRules(verdict).flatMap((rule) => rule.findings));
  const groups = new Map<string, { findings: number; students: Set<string> }>();
  for (const at of counted) {
    const finding = input?.findings[at];
    if (!finding) continue;
    const group = groups.get(finding.code) ?? { findings: 0, students: new Set() };
    groups.set(finding.code, group);
    group.findings += 1;
    if (finding.student !== undefined) group.students.add(finding.student);
  }
  return [...groups]
    .map(([code, { findings, students }]) => ({ code, findings, students: students.size }))
    .sort((a, b) => b.students - a.students || b.findings - a.findings);
}

function reachesOf(recipients: readonly RecipientFacts[]): string[] {
  const places = recipients.map(({ address, list, inside }) =>
    list || inside ? address : address.slice(address.lastIndexOf('@') + 1),
  );
  return [...new Set(places)].slice(0, 4);
}

/** The words by which a message is found. */
export function* wordsOf(message: ItemSource): Generator<FieldWords> {
  const { sealed, sender, recipients } = message;
  const from = [...addressWords(sender || (sealed?.from ?? '')), ...foldWords(sealed?.fromName ?? '')];
  yield* both('from', from);
  yield* both('subject', foldWords(sealed?.subject ?? ''));
  const students = new Map(
    (sealed?.findings ?? []).flatMap(({ subject }) => (subject ? [[subject.name, subject]] : [])),
  );
  for (const { name, id } of students.values())
    for (const word of [...foldWords(name), ...(id === undefined ? [] : [id.toLowerCase()])])
      yield { field: 'student', word };
  for (const school of sealed?.schools ?? []) for (const word of foldWords(school)) yield { field: 'school', word };
  for (const address of recipients) yield* both('to', addressWords(address));
}

/** The further words that the scan gave for the search. */
export function* textWordsOf({ body, file, student }: SearchWords): Generator<FieldWords> {
  for (const word of student) yield { field: 'student', word };
  for (const word of file) yield { field: 'file', word };
  for (const word of body) yield { field: 'body', word };
}

/** A disclosure is found by people, subject and students, with their numbers; it outlives the text. */
export function* disclosureWordsOf(message: ItemSource, text: SearchWords | undefined): Generator<FieldWords> {
  yield* wordsOf(message);
  if (text) yield* textWordsOf({ ...text, body: [], file: [] });
}

function* both(field: WordField, words: readonly string[]): Generator<FieldWords> {
  for (const word of words) {
    yield { field, word };
    yield { field: 'any', word };
  }
}

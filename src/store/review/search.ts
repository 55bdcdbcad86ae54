/** A parsed search as conditions over the rows of review. */
import { sql, type RawBuilder } from 'kysely';
import { assignedTo } from './absences.ts';
import type { BlindIndex, WordField } from './blind-words.ts';
import type { ReviewItemState } from './tables.ts';

/** One term of a search. A message must match all terms; states are alternatives. */
export type SearchTerm = { readonly negated: boolean } & (
  | { readonly kind: 'states'; readonly states: readonly ReviewItemState[] }
  | { readonly kind: 'flag'; readonly flag: 'mine' | 'unassigned' | 'escalated' | 'appealed' }
  /** All of the words in one field. */
  | { readonly kind: 'words'; readonly field: WordField; readonly words: readonly string[] }
  /** Ids of messages between these two. */
  | { readonly kind: 'id'; readonly first: string; readonly last: string }
  /** One of the values of a column; `*` stands for any run of characters. */
  | { readonly kind: 'value'; readonly column: ValueColumn; readonly value: string }
  | { readonly kind: 'received'; readonly from?: Date; readonly before?: Date }
  | { readonly kind: 'score'; readonly compare: '>=' | '>' | '<=' | '<'; readonly score: number }
  | { readonly kind: 'severity'; readonly severity: number }
);
export type Search = readonly SearchTerm[];
type ValueColumn = 'codes' | 'rules' | 'detectors';
/** Of the lists in `review_items.facet`. */
const facetOrder = ['rules', 'schools', 'detectors', 'codes'];

/** The account that reads: it sees only messages of its own schools. */
export interface Viewer {
  readonly accountId: string;
  /** Empty: all. */
  readonly schools: readonly string[];
}

type Condition = RawBuilder<boolean>;

/** The one place where the limits of an account are written: every read of a held message goes through it. */
export function visibleTo(viewer: Pick<Viewer, 'schools'>, schools: RawBuilder<unknown> = sql`i.schools`): Condition {
  return viewer.schools.length === 0 ? sql<boolean>`true` : sql<boolean>`${schools} && ${[...viewer.schools]}::text[]`;
}

/** Conditions over `review_items AS i`. */
export function searchCondition(search: Search, viewer: Viewer, blind: BlindIndex): Condition {
  const states = search.filter((term) => term.kind === 'states');
  const wanted = states.filter(({ negated }) => !negated).flatMap((term) => term.states);
  const unwanted = states.filter(({ negated }) => negated).flatMap((term) => term.states);
  const conditions: Condition[] = [visibleTo(viewer)];
  if (wanted.length === 1) conditions.push(sql<boolean>`i.state = ${wanted[0]}`);
  if (wanted.length > 1) conditions.push(sql<boolean>`i.state = ANY (${[...new Set(wanted)]}::text[])`);
  if (unwanted.length > 0) conditions.push(sql<boolean>`i.state <> ALL (${unwanted}::text[])`);
  for (const term of search) {
    if (term.kind === 'states') continue;
    const condition = conditionOf(term, viewer, blind);
    conditions.push(term.negated ? sql<boolean>`NOT coalesce(${condition}, false)` : condition);
  }
  return sql<boolean>`${sql.join(conditions, sql` AND `)}`;
}

function conditionOf(term: Exclude<SearchTerm, { kind: 'states' }>, viewer: Viewer, blind: BlindIndex): Condition {
  switch (term.kind) {
    case 'flag':
      return flagCondition(term.flag, viewer);
    case 'words':
      return term.field === 'any'
        ? anywhereCondition(term.words, blind)
        : wordCondition(
            sql`i.words`,
            term.words.map((word) => blind.ask({ field: term.field, word })),
          );
    case 'id':
      return sql<boolean>`i.message_id BETWEEN ${term.first}::uuid AND ${term.last}::uuid`;
    case 'value':
      return valueCondition(term.column, term.value);
    case 'received': {
      const from = term.from ? sql<boolean>`i.received_at >= ${term.from}` : sql<boolean>`true`;
      return term.before ? sql<boolean>`(${from} AND i.received_at < ${term.before})` : from;
    }
    case 'score':
      // The column holds four-byte floats: it holds the nearest value to 0.9 and not 0.9.
      return sql<boolean>`i.score ${sql.raw(term.compare)} ${term.score}::real`;
    case 'severity':
      return sql<boolean>`i.severity = ${term.severity}`;
  }
}

function flagCondition(flag: 'mine' | 'unassigned' | 'escalated' | 'appealed', viewer: Viewer): Condition {
  switch (flag) {
    case 'mine':
      return assignedTo(viewer.accountId);
    case 'unassigned':
      return sql<boolean>`i.assignee IS NULL`;
    case 'escalated':
      return sql<boolean>`i.escalated`;
    case 'appealed':
      return sql<boolean>`i.appeal = 'open'`;
  }
}

/** Where a word without a key is looked for: people and subject, students, the text, names of attachments. */
const anywhere = ['any', 'student', 'body', 'file'] as const;

/** Each of the words in one of the fields. */
function anywhereCondition(words: readonly string[], blind: BlindIndex): Condition {
  const each = words.map((word) => {
    const hashes = anywhere.flatMap((field) => blind.ask({ field, word }));
    return sql<boolean>`i.words && ${hashes}::bigint[]`;
  });
  return sql<boolean>`(${sql.join([sql`true`, ...each], sql` AND `)})`;
}

/** @param hashes of each word, one for each key: rows written with an older key are found too */
export function wordCondition(column: RawBuilder<unknown>, hashes: readonly (readonly string[])[]): Condition {
  const keys = hashes[0]?.length ?? 0;
  const byKey = Array.from(
    { length: keys },
    (_, key) => sql<boolean>`${column} @> ${hashes.map((word) => word[key]!)}::bigint[]`,
  );
  return byKey.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(byKey, sql` OR `)})`;
}

/** A pattern is looked up among the existing values, which are few; the matches are then looked up in the index. */
function valueCondition(column: ValueColumn, value: string): Condition {
  const values = sql.ref(`i.${column}`);
  if (!value.includes('*')) return sql<boolean>`${values} @> ${[value]}::text[]`;
  const pattern = value.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
  return sql<boolean>`${values} && ARRAY(
    SELECT DISTINCT entry FROM review_counts AS c, jsonb_array_elements_text(c.facet::jsonb -> ${facetOrder.indexOf(column)}::int) AS entry
    WHERE entry LIKE ${pattern})`;
}

/** Whether a value matches a term, with the same result as `valueCondition()` in the database. */
export function matchesValue(entry: string, value: string): boolean {
  const [first = '', ...rest] = value.split('*');
  const last = rest.pop();
  if (last === undefined) return entry === value;
  if (!entry.startsWith(first) || !entry.endsWith(last)) return false;
  const end = entry.length - last.length;
  let at = first.length;
  for (const piece of rest) {
    const found = entry.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= end;
}

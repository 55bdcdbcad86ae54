/** How many messages of a search have each state, rule, school and detector: from the kept counts where they suffice. */
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../schema.ts';
import type { BlindIndex } from './blind-words.ts';
import { matchesValue, searchCondition, type Search, type Viewer } from './search.ts';

export interface ItemCounts {
  readonly states: ReadonlyMap<string, number>;
  readonly rules: ReadonlyMap<string, number>;
  readonly schools: ReadonlyMap<string, number>;
  readonly detectors: ReadonlyMap<string, number>;
}

interface Alike {
  readonly state: string;
  readonly n: number;
  readonly lists: Readonly<Record<'rules' | 'schools' | 'detectors' | 'codes', readonly string[]>>;
}

export async function readCounts(
  db: Kysely<Database>,
  search: Search,
  viewer: Viewer,
  blind: BlindIndex,
): Promise<ItemCounts> {
  const alike =
    (await readKept(db, search, viewer, blind)) ??
    (await readGroups(
      db,
      sql`SELECT i.state, i.facet, count(*)::int AS n FROM review_items AS i
          WHERE ${searchCondition(search, viewer, blind)} GROUP BY 1, 2`,
    ));
  const counts = { states: new Map(), rules: new Map(), schools: new Map(), detectors: new Map() } as Record<
    keyof ItemCounts,
    Map<string, number>
  >;
  for (const { state, n, lists } of alike) {
    add(counts.states, state, n);
    for (const list of ['rules', 'schools', 'detectors'] as const)
      for (const value of lists[list]) add(counts[list], value, n);
  }
  return counts;
}

/** How many messages a search finds, where the kept counts suffice; otherwise undefined. */
export async function totalKept(
  db: Kysely<Database>,
  search: Search,
  viewer: Viewer,
  blind: BlindIndex,
): Promise<number | undefined> {
  const alike = await readKept(db, search, viewer, blind);
  return alike?.reduce((sum, { n }) => sum + n, 0);
}

/** Undefined where a search asks for something that messages with the same facet differ in. */
async function readKept(
  db: Kysely<Database>,
  search: Search,
  viewer: Viewer,
  blind: BlindIndex,
): Promise<Alike[] | undefined> {
  const values = search.filter((term) => term.kind === 'value');
  const states = search.filter((term) => term.kind === 'states');
  if (values.length + states.length < search.length) return undefined;
  const groups = await readGroups(
    db,
    sql`SELECT i.state, i.facet, sum(i.n)::int AS n FROM review_counts AS i
        WHERE ${searchCondition(states, viewer, blind)} GROUP BY 1, 2 HAVING sum(i.n) <> 0`,
  );
  return groups.filter(({ lists }) =>
    values.every((term) => lists[term.column].some((entry) => matchesValue(entry, term.value)) !== term.negated),
  );
}

async function readGroups(db: Kysely<Database>, query: RawBuilder<unknown>): Promise<Alike[]> {
  const { rows } = await (query as RawBuilder<{ state: string; facet: string; n: number }>).execute(db);
  return rows.map(({ state, facet, n }) => {
    const [rules = [], schools = [], detectors = [], codes = []] = JSON.parse(facet) as string[][];
    return { state, n, lists: { rules, schools, detectors, codes } };
  });
}

function add(map: Map<string, number>, key: string, n: number): void {
  map.set(key, (map.get(key) ?? 0) + n);
}

/** The counts that are kept beside the rows of review and of mail, as sums of what each change added or took away. */
import { sql, type Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import type { ReviewTables } from './tables.ts';

type CountTable = 'review_counts' | 'review_day_counts' | 'mail_day_counts';

const alike = {
  review_counts: ['state', 'facet', 'schools'],
  review_day_counts: ['day', 'state', 'origin', 'choice', 'disputed', 'rules', 'false_alarm', 'confirmed'],
  mail_day_counts: ['day', 'state'],
} as const satisfies { readonly [Table in CountTable]: readonly (keyof ReviewTables[Table])[] };

/** Folds equal rows into one. Safe while others write, read or fold: each row is taken by one of them. */
export async function foldCounts(db: Kysely<Database>): Promise<void> {
  for (const [table, columns] of Object.entries(alike)) {
    const names = sql.join(columns.map((column) => sql.ref(column)));
    const same = sql.join(
      columns.map((column) => sql`t.${sql.ref(column)} = m.${sql.ref(column)}`),
      sql` AND `,
    );
    await sql`
      WITH many AS (SELECT ${names} FROM ${sql.table(table)} GROUP BY ${names} HAVING count(*) > 1),
      taken AS (DELETE FROM ${sql.table(table)} AS t USING many AS m WHERE ${same} RETURNING t.*)
      INSERT INTO ${sql.table(table)} (${names}, n)
      SELECT ${names}, sum(n) FROM taken GROUP BY ${names} HAVING sum(n) <> 0`.execute(db);
  }
}

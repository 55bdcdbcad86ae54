/** Encrypts the values of one column anew, a page at a time, without waiting for anybody who works on the rows. */
import { sql, type Kysely } from 'kysely';
import type { KeyRing } from '../keys.ts';
import { createBlindIndex, type BlindIndex } from '../review/blind-words.ts';
import type { SearchWords } from '../../message/search-words.ts';
import { disclosureWordsOf, textWordsOf, wordsOf } from '../review/item.ts';
import { readHeld } from '../review/sync.ts';
import type { Database } from '../schema.ts';
import type { SealedColumn } from './sealed-columns.ts';

const AT_ONCE = 300;

/** Rows that somebody works on are left out: they are found again by the next call. @returns how many values were encrypted anew */
export async function resealColumn(db: Kysely<Database>, keys: KeyRing, column: SealedColumn): Promise<number> {
  const blind = createBlindIndex(keys.derive('search'));
  let resealed = 0;
  let last: readonly string[] = column.ids.map(() => '00000000-0000-0000-0000-000000000000');
  for (;;) {
    const page = await db.transaction().execute(async (trx) => {
      const rows = await takePage(trx, keys.activeId, column, last);
      if (rows.length > 0) await writePage(trx, keys, column, rows);
      if (column.column === 'sealed') await renewWords(trx, keys, blind, column, rows);
      return rows;
    });
    resealed += page.length;
    const end = page.at(-1);
    if (end === undefined || page.length < AT_ONCE) return resealed;
    last = column.ids.map((id) => String(end[id]));
  }
}

type Row = Readonly<Record<string, unknown>> & { readonly value: Buffer };

/** The first four bytes of a value are the id of its key. A row that is locked is skipped, so that no deadlock can arise. */
async function takePage(
  trx: Kysely<Database>,
  activeId: string,
  { table, column, ids }: SealedColumn,
  last: readonly string[],
): Promise<Row[]> {
  const names = sql.join(ids.map((id) => sql.ref(id)));
  const after = sql.join(last.map((id) => sql`${id}::uuid`));
  const { rows } = await sql<Row>`
    SELECT ${names}, ${sql.ref(column)} AS value FROM ${sql.table(table)}
    WHERE (${names}) > (${after}) AND substr(${sql.ref(column)}, 1, 4) <> decode(${activeId}, 'hex')
    ORDER BY ${names} LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`.execute(trx);
  return rows;
}

async function writePage(
  trx: Kysely<Database>,
  keys: KeyRing,
  { table, column, ids, context }: SealedColumn,
  rows: readonly Row[],
): Promise<void> {
  const values = rows.map((row) => {
    const name = context(row as unknown as Readonly<Record<string, string>>);
    return keys.seal(keys.unseal(row.value, name), name);
  });
  const lists = ids.map((id) => sql`${rows.map((row) => String(row[id]))}::uuid[]`);
  const same = ids.map((id) => sql`t.${sql.ref(id)} = v.${sql.ref(id)}`);
  await sql`
    UPDATE ${sql.table(table)} AS t SET ${sql.ref(column)} = v.value
    FROM unnest(${sql.join([...lists, sql`${values}::bytea[]`])}) AS v (${sql.join([...ids, 'value'].map((name) => sql.ref(name)))})
    WHERE ${sql.join(same, sql` AND `)}`.execute(trx);
}

/** The search index consists of hashes with a key, too. */
async function renewWords(
  trx: Kysely<Database>,
  keys: KeyRing,
  blind: BlindIndex,
  { table, ids: [id = 'id'] }: SealedColumn,
  rows: readonly Row[],
): Promise<void> {
  const indexed = { review_items: 'review_items', messages: 'disclosures' }[table];
  if (indexed === undefined || rows.length === 0) return;
  const messages = await readHeld(
    trx,
    keys,
    rows.map((row) => String(row[id])),
  );
  const texts = await readTextWords(trx, keys, messages);
  const words = messages.map((message) => {
    const text = texts.get(message.id);
    const all =
      indexed === 'disclosures'
        ? disclosureWordsOf(message, text)
        : [...wordsOf(message), ...(text ? textWordsOf(text) : [])];
    return `{${blind.write(all).join()}}`;
  });
  await sql`
    UPDATE ${sql.table(indexed)} AS t SET words = v.words::bigint[]
    FROM unnest(${messages.map((message) => message.id)}::uuid[], ${words}::text[])
      AS v (id, words) WHERE t.message_id = v.id AND t.words <> '{}'`.execute(trx);
}

/** The words of bodies and attachments' names by message, for those that have them. */
async function readTextWords(
  trx: Kysely<Database>,
  keys: KeyRing,
  messages: readonly { readonly id: string }[],
): Promise<Map<string, SearchWords>> {
  const { rows } = await sql<{ id: string; value: Buffer }>`
    SELECT message_id AS id, text_words AS value FROM review_items
    WHERE message_id = ANY (${messages.map(({ id }) => id)}::uuid[]) AND text_words IS NOT NULL`.execute(trx);
  return new Map(rows.map(({ id, value }) => [id, keys.unseal<SearchWords>(value, `item-words:${id}`)]));
}

/** First step of an evaluation: finds the sets below a folder and reads their rows one by one. */
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';

const mailbox = z.object({ name: z.string().default(''), address: z.string() });
const mailboxes = z.union([mailbox.transform((one) => [one]), z.array(mailbox)]).default([]);

const setSchema = z.object({
  name: z.string(),
  /** Labels that are judged; a row without one of them is a true negative for it. */
  annotated: z.array(z.string()).default([]),
  /** The rows say what the default policy should do. */
  actions: z.boolean().default(false),
  /** Folder of a roster, relative to the set. */
  roster: z.string().optional(),
  domains: z.object({ staff: z.array(z.string()).default([]), students: z.array(z.string()).default([]) }).optional(),
  lists: z
    .array(
      z.object({ address: z.string(), kind: z.enum(['staff', 'department', 'family', 'student', 'other']).optional() }),
    )
    .default([]),
  caution: z.string().optional(),
});

const rowSchema = z.object({
  id: z.string(),
  labels: z.array(z.string()).default([]),
  subject: z.string().optional(),
  text: z.string().optional(),
  html: z.string().optional(),
  /** A whole RFC 5322 message. */
  raw: z.string().optional(),
  from: mailbox.optional(),
  to: mailboxes,
  cc: mailboxes,
  bcc: mailboxes,
  attachments: z.array(z.object({ filename: z.string(), contentType: z.string(), text: z.string() })).default([]),
  students: z.array(z.object({ name: z.string(), locators: z.array(z.string()) })).default([]),
  entitled: z.boolean().default(false),
  action: z.enum(['deliver', 'warn', 'quarantine', 'bounce']).optional(),
  tags: z.array(z.string()).default([]),
  split: z.string().optional(),
  spans: z.array(z.union([z.object({ type: z.string(), start: z.number(), end: z.number() }), z.number()])).default([]),
});

export type SetDescription = z.infer<typeof setSchema>;
export type Row = z.infer<typeof rowSchema>;

export interface EvalSet {
  /** Its folder below the one that was named: `conduct/edos`. */
  readonly id: string;
  readonly folder: string;
  readonly description: SetDescription;
}

/**
 * The sets in a folder: itself where it holds a `set.json`, otherwise every folder below that does, by name.
 *
 * @returns none where the folder is not there or holds no set: whoever asked says so
 * @throws HallpassError `cli.usage` for a `set.json` that cannot be read, naming the file and the keys
 */
export function findSets(folder: string): EvalSet[] {
  if (existsSync(join(folder, 'set.json'))) return [readSet(folder, basename(folder))];
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'set.json')
    .map((entry) => entry.parentPath)
    .sort()
    .map((found) => readSet(found, relative(folder, found)));
}

function readSet(folder: string, id: string): EvalSet {
  const file = join(folder, 'set.json');
  return { id, folder, description: parsed(setSchema, readFileSync(file, 'utf8'), file) };
}

/**
 * Rows of `mail.jsonl` in order, never all of them in memory.
 *
 * @throws HallpassError `cli.usage` for a line that is no row, naming the line and the keys, never a value
 */
export async function* rowsOf(set: EvalSet): AsyncGenerator<Row> {
  const file = join(set.folder, 'mail.jsonl');
  if (!existsSync(file)) throw new HallpassError('cli.usage', `${dirname(file)} has no mail.jsonl`);
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() !== '') yield parsed(rowSchema, line, `${file}, line ${number}`);
  }
}

function parsed<T>(schema: z.ZodType<T>, text: string, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HallpassError('cli.usage', `${where} is not JSON (${codeOf(error)})`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const keys = result.error.issues.map((issue) => issue.path.join('.') || '(row)');
  throw new HallpassError('cli.usage', `${where}: ${[...new Set(keys)].join(', ')} is not as expected`);
}

/**
 * Whether conduct is judged alike whatever the names of the people in it: puts names of several communities into the same sentences
 * (`conduct-frames.yaml`) and reports, by community, the share of offences found, the share of clean mails in which something is found, and how many
 * sentences are judged otherwise under another name.
 *
 * `npm run eval:conduct-names -- NAMES [--per 10] [--seed 1] [--errors]`: NAMES is the folder that `communities.ts` describes. The same seed gives the
 * same names.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { randomNumbers } from '../scripts/train/random.ts';
import { configSchema } from '../src/config/schema.ts';
import { loadPack } from '../src/decide/load-pack.ts';
import { evaluate } from '../src/eval/evaluate.ts';
import { findSets } from '../src/eval/read-set.ts';
import { asText, share } from '../src/eval/table.ts';
import { communities, type Community } from './community-names.ts';

const kinds = ['harassment', 'threat', 'sexual'] as const;
const frameSchema = z.array(z.strictObject({ kind: z.enum(kinds).optional(), text: z.string() }));
type Frame = z.infer<typeof frameSchema>[number];

/** A frame with one person's name in it. */
interface Judged {
  readonly frame: number;
  readonly community: string;
  readonly kind: Frame['kind'];
  /** Its own kind of an offence, any kind of a clean one. */
  readonly found: boolean;
  /** Of what should be found, or is in a clean one; 0 for nothing. */
  readonly score: number;
}

const { values, positionals } = parseArgs({
  options: {
    per: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    errors: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
if (positionals.length !== 1 || !(Number(values.per) > 0)) {
  process.stderr.write('usage: npm run eval:conduct-names -- NAMES [--per 10] [--seed 1] [--errors]\n');
  process.exit(2);
}

/** People of each community from whom names are drawn. */
const people = 60;
const frames = frameSchema.parse(parse(readFileSync(new URL('./conduct-frames.yaml', import.meta.url), 'utf8')));
const all = communities(positionals[0]!, people);
refuseTrained(all);
const folder = mkdtempSync(join(tmpdir(), 'conduct-communities-'));
try {
  writeSet(folder, all, Number(values.per), randomNumbers(Number(values.seed)));
  const judged = await judge(folder);
  console.log(asText(tableOf(judged)));
  console.log(`\n${changed(judged)} of ${frames.length} sentences are not judged alike under all names.`);
} finally {
  rmSync(folder, { recursive: true });
}

/** The model is trained with names of communities, too: what it has seen there proves nothing about names. */
function refuseTrained(from: readonly Community[]): void {
  const lists = readFileSync(new URL('../training/reader/names.txt', import.meta.url), 'utf8');
  const trained = new Set(lists.split('\n').flatMap((line) => line.split('|')[2]?.trim().split(' ') ?? []));
  const names = from.flatMap(({ people: known }) =>
    known.flatMap(({ given, surname }) => [given, ...surname.split(' ')]),
  );
  const both = [...new Set(names)].filter((name) => trained.has(name));
  if (both.length > 0) throw new Error(`names of training/reader/names.txt cannot measure: ${both.join(', ')}`);
}

/** Every frame with names of each community: a person's place in the draw is the same in all of them. */
function writeSet(to: string, from: readonly Community[], per: number, random: () => number): void {
  const rows = frames.flatMap(({ kind, text }, frame) =>
    Array.from({ length: per }, () => Math.floor(random() * people)).flatMap((at, draw) =>
      from.map(({ people: known }, group) => {
        const { given, surname } = known[at]!;
        const named = text
          .replace('{full}', `${given} ${surname}`)
          .replace('{given}', given)
          .replace('{surname}', surname);
        return { id: `${frame}/${group}/${draw}`, text: named, labels: kind ? [kind] : [] };
      }),
    ),
  );
  writeFileSync(join(to, 'mail.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  writeFileSync(join(to, 'set.json'), JSON.stringify({ name: 'Names in sentences about conduct', annotated: kinds }));
}

async function judge(from: string): Promise<Judged[]> {
  const judged: Judged[] = [];
  const pack = loadPack('default');
  await evaluate(findSets(from)[0]!, {
    config: configSchema.parse({}),
    pack,
    roster: false,
    onRow: ({ id, text }, { scores }) => {
      const [frame, group] = id.split('/').map(Number) as [number, number];
      const { kind } = frames[frame]!;
      const score = Math.max(0, ...(kind ? [kind] : kinds).map((label) => scores[label] ?? 0));
      const found = score >= pack.minScore;
      if (values.errors && found !== (kind !== undefined)) console.log(`${kind ? 'missed' : 'false alarm'}: ${text}`);
      judged.push({ frame, community: all[group]!.name, kind, found, score });
    },
  });
  return judged;
}

function tableOf(judged: readonly Judged[]): { head: string[]; rows: string[][] } {
  const columns = [...kinds.map((kind) => [kind, kind] as const), ['clean, found', undefined] as const];
  const rateOf = (of: readonly Judged[]): number => of.filter(({ found }) => found).length / of.length;
  const scoreOf = (of: readonly Judged[]): number => of.reduce((sum, { score }) => sum + score, 0) / of.length;
  const figures = all.map(({ name }) => {
    const own = judged.filter(({ community }) => community === name);
    const rates = columns.map(([, kind]) => rateOf(own.filter((one) => one.kind === kind)));
    return { name, values: [...rates, scoreOf(own.filter(({ kind }) => kind))] };
  });
  const spread = figures[0]!.values.map((_, at) => {
    const column = figures.map(({ values: row }) => row[at]!);
    return share(Math.max(...column) - Math.min(...column));
  });
  return {
    head: ['community', ...columns.map(([title]) => title), 'mean score of offences'],
    rows: [...figures.map(({ name, values: row }) => [name, ...row.map(share)]), ['most less least', ...spread]],
  };
}

/** Frames in which not every name is judged alike. */
function changed(judged: readonly Judged[]): number {
  return [...Map.groupBy(judged, ({ frame }) => frame).values()].filter((of) => {
    return new Set(of.map(({ found }) => found)).size > 1;
  }).length;
}

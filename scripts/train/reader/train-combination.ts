/**
 * `npm run train:reader-combination -- [--data FOLDER] [--model FOLDER] [--observations FILE]`: fits
 * detectors/shared/reader/combination.json on messages that the model was not trained on, and prints what it gives on the
 * writer who was held out. With `--observations` what was observed is kept, and used again the next time.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { combinedOdds, type ReaderCombination } from '../../../detectors/shared/reader/combination.ts';
import { shippedModel, startReader } from '../../../src/reader/start-reader.ts';
import { readDistrict } from '../students/read-corpus.ts';
import { codeLabels } from './code-labels.ts';
import { isDevelopment, readConductCorpus } from './conduct-corpus.ts';
import { fitWeights, withDoubt, withThreshold, type Observation } from './fit-combination.ts';
import { observe, type MessageOdds, type PlainMail } from './observe-messages.ts';

/** Where the messages come from, what they are for. `fit`: weights and thresholds; `clean`: thresholds; `held`: figures. */
interface Source extends PlainMail {
  readonly id: string;
  readonly part: 'fit' | 'clean' | 'held' | 'held-clean';
  readonly labels: readonly string[];
}
interface Observed extends Omit<Source, 'text' | 'subject'> {
  readonly odds: MessageOdds;
}

const heldWriter = 'w5';
const heldDistricts = ['south-fork-island', 'valley-oaks'];
/** Clean mails of strangers: half of each set is for thresholds, the other half for figures. */
const cleanSets = ['ordinary/office', 'ordinary/school-pta'];
/** Share of clean mails in which a code may be found. */
const falseAlarms = 0.001;
/** Weight of a clean mail of strangers beside an invented message in the fit. */
const cleanWeight = 0.3;
const root = fileURLToPath(new URL('../../../', import.meta.url));
const target = join(root, 'detectors/shared/reader/combination.json');

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(root, '../shared/data') },
    model: { type: 'string', default: shippedModel },
    observations: { type: 'string' },
  },
});

const observed = await observedMessages();
const combinations: Record<string, ReaderCombination> = {};
const figures: Record<string, object> = {};
for (const [code, { reader }] of Object.entries(codeLabels)) {
  const clean = observed.filter(({ part }) => part === 'clean').flatMap(({ odds }) => odds[code] ?? []);
  const fit = observationsOf(code, 'fit');
  const usesModel = [...fit, ...clean].some(({ model }) => model !== 0);
  const examples = [...fit, ...clean.map((one) => ({ ...one, label: false, weight: cleanWeight }))];
  const linear = withThreshold(
    fitWeights(examples, usesModel),
    examples.filter(({ label }) => !label),
    falseAlarms,
  );
  combinations[code] = { labels: [...reader], ...rounded(withDoubt(linear, examples)) };
  figures[code] = figuresOf(code, combinations[code]);
}
const provenance = {
  script: 'npm run train:reader-combination',
  reader: (JSON.parse(readFileSync(join(values.model, 'reader.json'), 'utf8')) as { sha256: object }).sha256,
  messages: Object.fromEntries(
    [...Map.groupBy(observed, ({ part }) => part)].map(([part, { length }]) => [part, length]),
  ),
  held: figures,
};
writeFileSync(target, `${JSON.stringify({ provenance, codes: combinations }, null, 2)}\n`);
console.table(figures);

async function observedMessages(): Promise<Observed[]> {
  if (values.observations !== undefined && existsSync(values.observations))
    return JSON.parse(readFileSync(values.observations, 'utf8')) as Observed[];
  const reader = startReader(values.model);
  const { state, detail } = await reader.settled();
  if (state !== 'running') throw new Error(`the reader does not run: ${detail ?? state}`);
  const found: Observed[] = [];
  for (const source of sources()) {
    const { text: _, subject: __, ...rest } = source;
    found.push({ ...rest, odds: await observe(source, reader) });
  }
  await reader.close();
  if (values.observations !== undefined) writeFileSync(values.observations, JSON.stringify(found));
  return found;
}

function* sources(): Generator<Source> {
  for (const { id, writer, to, subject, text, labels } of readConductCorpus(join(root, 'corpus/conduct'))) {
    const part = writer === heldWriter ? 'held' : isDevelopment(id) ? 'fit' : undefined;
    if (part) yield { id, part, subject, text, toList: to === 'list', labels: [...labels] };
  }
  const students = join(root, 'corpus/students');
  for (const district of districtsOf(students)) {
    if (heldDistricts.includes(district)) continue;
    for (const { id, parts } of readDistrict(join(students, district)).messages) {
      const body = parts.find(({ kind, html }) => kind === 'body' && !html);
      if (!body || !isDevelopment(`${district}/${id}`)) continue;
      yield {
        id: `${district}/${id}`,
        part: 'clean',
        subject: parts[0]!.text.trim(),
        text: body.text,
        toList: false,
        labels: [],
      };
    }
  }
  for (const set of cleanSets) {
    const file = join(values.data, set, 'mail.jsonl');
    if (!existsSync(file)) continue;
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    for (const [at, line] of lines.entries()) {
      const { id, subject = '', text } = JSON.parse(line) as { id: string; subject?: string; text: string };
      const part = at % 2 === 0 ? 'clean' : 'held-clean';
      yield { id: `${set}/${id}`, part, subject, text, toList: at % 4 < 2, labels: [] };
    }
  }
}

function districtsOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Messages of a part as examples for a code; those that leave it open are left out. */
function observationsOf(code: string, part: Source['part']): Observation[] {
  const { positive, open } = codeLabels[code]!;
  return observed.flatMap((one) => {
    const odds = one.odds[code];
    if (one.part !== part || !odds) return [];
    const label = positive.some((name) => one.labels.includes(name));
    return !label && open.some((name) => one.labels.includes(name)) ? [] : [{ ...odds, label, weight: 1 }];
  });
}

function rounded(weights: Omit<ReaderCombination, 'labels'>): Omit<ReaderCombination, 'labels'> {
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  const { rules, model, reader, bias, doubt } = weights;
  return { rules: round(rules), model: round(model), reader: round(reader), bias: round(bias), doubt };
}

/** On the held-out writer, and false alarms in the half of the clean mails that set no threshold. */
function figuresOf(code: string, combination: ReaderCombination): object {
  const held = observationsOf(code, 'held');
  const found = (one: Observation): boolean => combinedOdds(combination, one) >= 0;
  const right = held.filter((one) => one.label && found(one)).length;
  const all = held.filter(({ label }) => label).length;
  const wrong = held.filter((one) => !one.label && found(one)).length;
  const clean = observationsOf(code, 'held-clean');
  const precision = right + wrong === 0 ? 0 : right / (right + wrong);
  const recall = all === 0 ? 0 : right / all;
  const three = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    positives: all,
    precision: three(precision),
    recall: three(recall),
    f1: three(precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)),
    falseAlarms: wrong,
    inClean: clean.filter(found).length,
    clean: clean.length,
  };
}

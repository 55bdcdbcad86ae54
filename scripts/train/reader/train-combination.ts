/**
 * `npm run train:reader-combination -- [--data FOLDER] [--model FOLDER] [--observations FILE]`: fits
 * detectors/shared/reader/combination.json on messages that the model was not trained on, and prints what it gives on the
 * writer who was held out. With `--observations` what was observed is kept, and used again the next time.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { combinedOdds, type CodeOdds, type ReaderCombination } from '../../../detectors/shared/reader/combination.ts';
import { shippedModel, startReader } from '../../../src/reader/start-reader.ts';
import { readDistrict } from '../students/read-corpus.ts';
import { codeLabels } from './code-labels.ts';
import { isDevelopment, readConductCorpus } from './conduct-corpus.ts';
import { fitWeights, withDoubt, withThreshold, type Linear, type Observation } from './fit-combination.ts';
import { observe, type MessageOdds, type PlainMail } from './observe-messages.ts';

/** What the messages are for. `fit` and the invented ones of `clean`: weights and thresholds; other `clean`: thresholds; `held`: figures. */
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
/**
 * Mails of the first half that were looked at and do hold what the reader finds (the set is not adjudicated): remarks about
 * women's bodies, a colleague's "bull", a crude joke that is passed on. They set no threshold.
 */
const notClean = [
  'nemec-g_sent_590',
  'nemec-g_sent_504',
  'nemec-g_sent_600',
  'nemec-g_sent_49',
  'germany-c_sent_1286',
  'germany-c_sent_1287',
  'delainey-d_sent_1507',
  'scott-s_sent_756',
  'love-p_sent_557',
  'farmer-d_sent_38',
];
/**
 * Share of clean mails in which a detector may find something. A question costs its sender less than a hold, and a password is
 * found by rules. Harassment and remarks that are only hinted at are not found with fewer: half of them are lost at half the share.
 */
const falseAlarms: Readonly<Record<string, number>> = {
  harassment: 0.006,
  threat: 0.002,
  sexual: 0.005,
  solicitation: 0.003,
  political: 0.002,
  listserv: 0.006,
  credentials: 0.001,
  profanity: 0.001,
};
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
for (const [kind, share] of Object.entries(falseAlarms)) {
  const codes = codesOf(kind);
  const fitted = Object.fromEntries(codes.map((code) => [code, fitOf(code)]));
  const clean = observed
    .filter(({ part, odds }) => part === 'clean' && codes.some((code) => odds[code]))
    .map(({ odds }) => Object.fromEntries(codes.flatMap((code) => (odds[code] ? [[code, odds[code]]] : []))));
  for (const [code, linear] of Object.entries(withThreshold(fitted, clean, share))) {
    // What passwords and profane words look like, rules know better.
    const weights = usesModel(code) ? withDoubt(linear, examplesOf(code)) : { ...linear, doubt: 0 };
    combinations[code] = { labels: [...codeLabels[code]!.reader], ...rounded(weights) };
    figures[code] = figuresOf(code, combinations[code]);
  }
  figures[`${kind}, all codes`] = figuresOfKind(kind);
}
const provenance = {
  script: 'npm run train:reader-combination',
  reader: (JSON.parse(readFileSync(join(values.model, 'reader.json'), 'utf8')) as { sha256: object }).sha256,
  messages: Object.fromEntries(
    [...Map.groupBy(observed, ({ part }) => part)].map(([part, { length }]) => [part, length]),
  ),
  held: figures,
};
const written = JSON.stringify({ provenance, codes: combinations });
writeFileSync(target, await format(written, { ...(await resolveConfig(target)), parser: 'json' }));
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
      if (at % 2 === 0 && notClean.includes(id)) continue;
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

function codesOf(kind: string): string[] {
  return Object.keys(codeLabels).filter((code) => code.startsWith(`${kind}.`));
}

function fitOf(code: string): Linear {
  return fitWeights(examplesOf(code), usesModel(code));
}

function usesModel(code: string): boolean {
  return observed.some(({ odds }) => odds[code]?.some(({ model }) => model !== 0));
}

/** Messages of the corpus, and clean ones; sets that are there to measure with set thresholds, no weights. */
function examplesOf(code: string): Observation[] {
  const clean = observed
    .filter(({ part, id, odds }) => part === 'clean' && odds[code] && !id.startsWith('ordinary/office/'))
    .map(({ odds }) => ({ all: odds[code]!, label: false, weight: cleanWeight }));
  return [...observationsOf(code, 'fit'), ...clean];
}

/** Messages of a part as examples for a code; those that leave it open are left out. */
function observationsOf(code: string, part: Source['part']): Observation[] {
  const { positive, open } = codeLabels[code]!;
  return observed.flatMap((one) => {
    const all = one.odds[code];
    if (one.part !== part || !all) return [];
    const label = positive.some((name) => one.labels.includes(name));
    return !label && open.some((name) => one.labels.includes(name)) ? [] : [{ all, label, weight: 1 }];
  });
}

function rounded({ doubt, ...weights }: Omit<ReaderCombination, 'labels'>): Omit<ReaderCombination, 'labels'> {
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  const { rules, model, reader, next, words, chance, bias } = weights;
  return {
    rules: round(rules),
    model: round(model),
    reader: round(reader),
    next: round(next),
    words: round(words),
    chance: round(chance),
    bias: round(bias),
    doubt,
  };
}

/** Whether a message has a finding of the code. */
function isFound(combination: ReaderCombination, all: readonly CodeOdds[]): boolean {
  return all.some((one) => combinedOdds(combination, one) >= 0);
}

/** On the held-out writer, and false alarms in the half of the clean mails that set no threshold. */
function figuresOf(code: string, combination: ReaderCombination): object {
  const judged = (part: Source['part']): Judged[] =>
    observationsOf(code, part).map((one) => ({ label: one.label, found: isFound(combination, one.all) }));
  return counted(judged('held'), judged('held-clean'));
}

/** A message counts as found where any code of the detector is, and as labelled where it has a label of any of them. */
function figuresOfKind(kind: string): object {
  const codes = codesOf(kind);
  const judged = (part: Source['part']): Judged[] =>
    observed
      .filter((one) => one.part === part && codes.some((code) => one.odds[code]))
      .map(({ labels, odds }) => ({
        label: codes.some((code) => codeLabels[code]!.positive.some((name) => labels.includes(name))),
        found: codes.some((code) => odds[code] && isFound(combinations[code]!, odds[code])),
      }));
  return counted(judged('held'), judged('held-clean'));
}

interface Judged {
  readonly label: boolean;
  readonly found: boolean;
}

function counted(held: readonly Judged[], clean: readonly Judged[]): object {
  const right = held.filter(({ label, found }) => label && found).length;
  const all = held.filter(({ label }) => label).length;
  const wrong = held.filter(({ label, found }) => !label && found).length;
  const precision = right + wrong === 0 ? 0 : right / (right + wrong);
  const recall = all === 0 ? 0 : right / all;
  const three = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    positives: all,
    precision: three(precision),
    recall: three(recall),
    f1: three(precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)),
    falseAlarms: wrong,
    inClean: clean.filter(({ found }) => found).length,
    clean: clean.length,
  };
}

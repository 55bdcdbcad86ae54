/** `npm run train -- DATA_FOLDER`: trains the models of conduct and writes them with their provenance beside the detectors. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { conducts, type Combination, type Conduct } from '../../detectors/shared/conduct/conduct-models.ts';
import { combine, combinedOdds, observe, type Judged, type Observation } from './combine.ts';
import { readCorpora, type Corpus, type CorpusRow } from './corpora.ts';
import { labelArray, wholeText, windowsOf, type Example } from './examples.ts';
import { averagePrecision, bestF1, f1At } from './figures.ts';
import { oddsOf, trainModels, type Trained, type TrainingOptions } from './logistic.ts';
import { ownLines, patternLines, type OwnLine } from './own-lines.ts';
import { featureBytes, quantise } from './quantise.ts';
import { partOfKey, randomNumbers } from './random.ts';

const options: TrainingOptions = {
  epochs: 4,
  rate: 0.3,
  l2: 3e-3,
  positiveWeight: 2,
  fewestExamples: 3,
  features: 40_000,
  seed: 20_261,
};
/** Weight of an invented line relative to a public one. */
const ownWeight = 5;
const patternWeight = 1.5;
const folds = 5;
/** Weight of near misses in the combinations: there are many of them here and few in mail. */
const lookalikeWeight = 0.5;
/** Mails for the combinations are cut to the usual length of a mail. */
const mailLength = 4000;
/** Weight of such a mail relative to an invented line: almost all mail is ordinary. */
const mailWeight = 2;
const models = new URL('../../detectors/shared/conduct/models/', import.meta.url);

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: npm run train -- DATA_FOLDER');
  process.exit(2);
}
const corpora = readCorpora(folder);
const lines = ownLines(fileURLToPath(new URL('own', import.meta.url)));
const patterns = patternLines(fileURLToPath(new URL('own/patterns', import.meta.url)), randomNumbers(options.seed));
const random = randomNumbers(options.seed + 1);
const patternExamples = patterns.flatMap((line) => ownExamples(line, patternWeight));
const trainable = corpora.flatMap(({ rows }) => rows.filter(({ heldOut }) => !heldOut));
/** Business mails and pages of schools: they show the scores that texts of real length reach by chance. */
const mailSets = ['conduct/personal-or-business', 'ordinary/school-pta'];
const mails = corpora.filter(({ name }) => mailSets.includes(name)).flatMap(({ rows }) => rows);
const posts = trainable.filter((row) => !mails.includes(row)).flatMap(examplesOf);

// Each invented line is scored by models that were not trained on it; these scores are used for the combinations and metrics.
const observations: Record<string, Observation[]> = {};
const judged: { odds: number[]; line: OwnLine }[] = [];
for (let fold = 0; fold < folds; fold += 1) {
  const isUnseen = (text: string): boolean => partOfKey(text, folds) === fold;
  const unseenLines = lines.filter(({ text }) => isUnseen(text));
  const unseenMails = mails.filter(({ text }) => isUnseen(text));
  const trained = train(
    lines.filter(({ text }) => !isUnseen(text)),
    mails.filter(({ text, heldOut }) => !heldOut && !isUnseen(text)),
  );
  for (const line of unseenLines)
    for (const example of ownExamples(line, ownWeight)) judged.push({ odds: oddsOf(trained, example), line });
  add(
    observe([...unseenLines.map((line) => amongOthers(line, unseenLines)), ...unseenMails.map(asMail)], {
      ...trained,
      combinations: {},
    }),
  );
}
const final = train(
  lines,
  mails.filter(({ heldOut }) => !heldOut),
);
const unseen = corpora.map((corpus) => ({ name: corpus.name, windows: leftOut(corpus) }));
const combinations: Record<string, Combination> = {};
const combinedFigures: Record<string, object> = {};
for (const [code, all] of Object.entries(observations)) {
  const combination = combine(all);
  combinations[code] = rounded(combination);
  const scored = all.map((one) => ({ odds: combinedOdds(combination, one), label: one.label }));
  const byRules = all.map((one) => ({ odds: one.rules, label: one.label }));
  combinedFigures[code] = rounded({
    positives: scored.filter(({ label }) => label).length,
    texts: scored.length,
    ...f1At(scored, 0),
    averagePrecision: averagePrecision(scored),
    falseAlarmsInMails: falseAlarms(all, combination),
    rulesAloneF1: f1At(byRules, 0).f1,
    rulesAloneRecall: f1At(byRules, 0).recall,
  });
}
write();

function train(seen: readonly OwnLine[], seenMails: readonly CorpusRow[]): Trained {
  const examples = [
    ...posts,
    ...patternExamples,
    ...seenMails.flatMap(examplesOf),
    ...seen.flatMap((line) => ownExamples(line, ownWeight)),
  ];
  return trainModels(examples, conducts.length, options);
}

function examplesOf(row: CorpusRow): Example[] {
  return (row.long ? windowsOf : wholeText)(row.text, labelArray(row.labels), row.weight);
}

/** An invented line is an example of its labels only; a sale to a list is also personal mail. */
function ownExamples({ text, labels }: OwnLine, weight: number): Example[] {
  const known = Object.fromEntries(conducts.map((conduct) => [conduct, labels.includes(conduct) ? 1 : 0]));
  const sells = labels.some((label) => ['sale', 'business', 'appeal'].includes(label));
  return wholeText(text, labelArray(sells ? { ...known, personal: 1 } : known), weight);
}

/** A line as part of a mail: most have a few neutral sentences around them. */
function amongOthers({ text, labels, everyday: plain }: OwnLine, all: readonly OwnLine[]): Judged {
  const everyday = all.filter((line) => line.everyday && line.text !== text);
  const others = Array.from(
    { length: Math.floor(random() * 5) },
    () => everyday[Math.floor(random() * everyday.length)]!.text,
  );
  others.splice(Math.floor(random() * (others.length + 1)), 0, text);
  return { text: others.join(' '), labels, weight: labels.length > 0 || plain ? 1 : lookalikeWeight };
}

function asMail({ text, subject, labels }: CorpusRow): Judged {
  return {
    text: text.slice(0, mailLength),
    ...(subject === undefined ? {} : { subject }),
    labels: conducts.filter((conduct) => labels[conduct] === 1),
    weight: mailWeight,
  };
}

function add(found: Record<string, Observation[]>): void {
  for (const [code, all] of Object.entries(found)) (observations[code] ??= []).push(...all);
}

/** Share of the mails in which a code was found wrongly. */
function falseAlarms(all: readonly Observation[], combination: Combination): number {
  const clean = all.filter(({ label, weight }) => !label && weight === mailWeight);
  return clean.filter((one) => combinedOdds(combination, one) >= 0).length / clean.length;
}

function figuresOf(conduct: Conduct): Record<string, object> {
  const column = conducts.indexOf(conduct);
  const figures: Record<string, object> = {};
  const own = judged.map(({ odds, line }) => ({ odds: odds[column]!, label: line.labels.includes(conduct) }));
  figures['own lines, five folds'] = summary(own);
  for (const { name, windows } of unseen) {
    const known = windows.filter(({ labels }) => labels[column] !== -1);
    const scored = known.map(({ odds, labels }) => ({ odds: odds[column]!, label: labels[column] === 1 }));
    if (scored.length > 0) figures[`${name}, held out`] = summary(scored);
  }
  return figures;
}

/** Windows of the rows that were left out, each with the scores of all models. */
function leftOut({ rows }: Corpus): { odds: number[]; labels: Int8Array }[] {
  const examples = rows.filter(({ heldOut }) => heldOut).flatMap(examplesOf);
  return examples.map((example) => ({ odds: oddsOf(final, example), labels: example.labels }));
}

function summary(scored: readonly { odds: number; label: boolean }[]): object {
  const positives = scored.filter(({ label }) => label).length;
  if (positives === 0) return { windows: scored.length, foundAt0: scored.filter(({ odds }) => odds > 0).length };
  return rounded({
    windows: scored.length,
    positives,
    averagePrecision: averagePrecision(scored),
    bestF1: bestF1(scored).f1,
  });
}

function rounded<T extends object>(figures: T): T {
  return Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [key, typeof value === 'number' ? Number(value.toFixed(3)) : value]),
  ) as T;
}

/** Writes a file of weights. @returns the hash for `models.json` */
function writeWeights(name: string, bytes: Uint8Array | Int8Array): string {
  writeFileSync(new URL(name, models), bytes);
  return createHash('sha256').update(bytes).digest('hex');
}

function write(): void {
  const sha256: Record<string, string> = {
    'features.u32': writeWeights('features.u32', featureBytes(final.hashes)),
  };
  const written: Record<string, { scale: number; bias: number; heldOut: object }> = {};
  for (const [column, conduct] of conducts.entries()) {
    const { bytes, scale } = quantise(final.weights, column, conducts.length);
    sha256[`${conduct}.i8`] = writeWeights(`${conduct}.i8`, bytes);
    written[conduct] = { scale, bias: final.biases[column]!, heldOut: figuresOf(conduct) };
  }
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const provenance = {
    script: `npm run train, Hallpass ${version}`,
    date: dateOf(sha256),
    options: { ...options, ownWeight, patternWeight, mailWeight, lookalikeWeight, folds },
    ownLines: lines.length,
    patternLines: patterns.length,
    sets: corpora.map(({ name, source, licence, rows }) => ({
      name,
      source,
      licence,
      trained: rows.filter(({ heldOut }) => !heldOut).length,
      heldOut: rows.filter(({ heldOut }) => heldOut).length,
    })),
    sha256,
  };
  writeFileSync(
    new URL('models.json', models),
    `${JSON.stringify({ provenance, models: written, combinations, combined: combinedFigures }, undefined, 2)}\n`,
  );
  console.table(combinedFigures);
}

/** Unchanged weights keep their date, so that the same training writes the same bytes. */
function dateOf(sha256: Readonly<Record<string, string>>): string {
  const file = new URL('models.json', models);
  const today = new Date().toISOString().slice(0, 10);
  if (!existsSync(file)) return today;
  const { provenance } = JSON.parse(readFileSync(file, 'utf8')) as {
    provenance: { date: string; sha256?: Record<string, string> };
  };
  return JSON.stringify(provenance.sha256) === JSON.stringify(sha256) ? provenance.date : today;
}

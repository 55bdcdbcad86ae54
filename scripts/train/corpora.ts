/** Reads the public sets that may be trained on (`"train": true`) and labels each row as an example. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conducts, type Conduct } from '../../detectors/shared/conduct/conduct-models.ts';
import { sentencesOf } from '../../detectors/shared/text/sentences.ts';
import { partOfKey } from './random.ts';

export interface CorpusRow {
  readonly id: string;
  readonly text: string;
  readonly subject?: string;
  /** 1 or 0 for the kinds of conduct that the set labels. */
  readonly labels: Readonly<Partial<Record<Conduct, 0 | 1>>>;
  readonly weight: number;
  /** Excluded from training, for the reported metrics. */
  readonly heldOut: boolean;
  /** A mail or page of many sentences, each of which is an example. */
  readonly long: boolean;
}

export interface Corpus {
  readonly name: string;
  readonly source: string;
  readonly licence: string;
  readonly rows: readonly CorpusRow[];
}

interface Row {
  readonly id: string;
  readonly text?: string;
  readonly subject?: string;
  readonly labels: readonly string[];
  readonly note?: string;
  readonly split?: string;
  readonly spans?: readonly (number | object)[];
}

interface Reading {
  readonly weight: number;
  readonly long?: boolean;
  readonly bySentence?: boolean;
  /** Undefined where the row is not an example. */
  labels(row: Row): CorpusRow['labels'] | undefined;
  heldOut?(row: Row): boolean;
}

const nothing: CorpusRow['labels'] = Object.fromEntries(conducts.map((conduct) => [conduct, 0]));
const label = (row: Row, name: string): 0 | 1 => (row.labels.includes(name) ? 1 : 0);
/** The kinds of conduct that a forum about people does not contain: offers and office mail. */
const noBusiness = { sale: 0, business: 0, appeal: 0 } as const;

/** How each set is read; a set that is missing here or in the folder is not used. */
const readings: Readonly<Record<string, Reading>> = {
  'conduct/edos': {
    weight: 0.6,
    labels: (row) => ({ ...noBusiness, harassment: label(row, 'harassment'), threat: label(row, 'threat') }),
    heldOut: (row) => row.split !== 'train',
  },
  // Offensive tweets are left out because the set does not separate harassing from merely profane ones.
  'conduct/davidson': {
    weight: 0.5,
    labels: (row) => (row.note === 'offensive' ? undefined : { ...noBusiness, harassment: label(row, 'harassment') }),
  },
  'conduct/moderation': {
    weight: 0.7,
    labels: (row) => ({
      harassment: label(row, 'harassment'),
      sexual: label(row, 'sexual'),
      threat: label(row, 'threat'),
    }),
  },
  'conduct/wiki-toxicity': { weight: 0.7, labels: (row) => ({ ...nothing, harassment: label(row, 'harassment') }) },
  // Each sentence is an example: harassing where a marked span lies in it.
  'conduct/toxic-spans': { weight: 0.4, labels: () => ({ ...noBusiness }), bySentence: true },
  'conduct/identity-templates': {
    weight: 0.15,
    labels: (row) => ({ ...nothing, harassment: label(row, 'harassment') }),
  },
  'conduct/political': { weight: 0.4, long: true, labels: () => ({ political: 1, harassment: 0, sexual: 0 }) },
  // Business mail contains almost no misconduct; its personal mails are labelled for lists only.
  'conduct/personal-or-business': {
    weight: 1.5,
    long: true,
    labels: (row) => (row.labels.includes('listserv_misuse') ? { ...nothing, personal: 1 } : nothing),
  },
  'ordinary/school-pta': { weight: 1, long: true, labels: () => nothing },
};

/**
 * The sets below the folder that are read here, in a fixed order.
 * @throws Error where a set may not be trained on
 */
export function readCorpora(folder: string): Corpus[] {
  return Object.entries(readings).flatMap(([name, reading]) => {
    if (!existsSync(join(folder, name))) return [];
    const description = JSON.parse(readFileSync(join(folder, name, 'set.json'), 'utf8')) as Record<string, unknown>;
    if (description['train'] !== true) throw new Error(`${name} is for measuring only`);
    const lines = readFileSync(join(folder, name, 'mail.jsonl'), 'utf8').split('\n');
    const rows = lines.filter((line) => line !== '').flatMap((line) => toRow(name, reading, JSON.parse(line) as Row));
    return [{ name, source: String(description['source']), licence: String(description['licence']), rows }];
  });
}

function toRow(name: string, reading: Reading, row: Row): CorpusRow[] {
  const labels = reading.labels(row);
  if (labels === undefined || row.text === undefined) return [];
  if (reading.bySentence) return sentenceRows(name, row.text, row, labels, reading.weight);
  return [
    {
      id: `${name}/${row.id}`,
      text: row.text,
      ...(row.subject === undefined ? {} : { subject: row.subject }),
      labels,
      weight: reading.weight,
      heldOut: reading.heldOut?.(row) ?? partOfKey(row.id, 4) === 0,
      long: reading.long ?? false,
    },
  ];
}

function sentenceRows(name: string, text: string, row: Row, labels: CorpusRow['labels'], weight: number): CorpusRow[] {
  const borders = sentencesOf(text);
  const marked = new Set((row.spans ?? []).filter((at) => typeof at === 'number').map((at) => borders.indexAt(at)));
  return Array.from({ length: borders.count }, (_, index) => index).flatMap((index) => {
    const { start, end } = borders.at(index);
    const sentence = text.slice(start, end).trim();
    if (sentence === '') return [];
    const harassment = marked.has(index) ? 1 : 0;
    const heldOut = partOfKey(row.id, 4) === 0;
    return [
      {
        id: `${name}/${row.id}/${index}`,
        text: sentence,
        labels: { ...labels, harassment },
        weight,
        heldOut,
        long: false,
      },
    ];
  });
}

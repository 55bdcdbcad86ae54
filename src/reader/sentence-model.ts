/** The sentence model in memory: checks its files, opens the ONNX session, and reads one sentence at a time. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Runtime from 'onnxruntime-node';
import { modelDescriptionSchema, type ModelDescription } from '../../detectors/shared/reader/model-description.ts';
import { sentenceTokens, type SentenceText } from '../../detectors/shared/reader/sentence-tokens.ts';
import { createWordPieces, type WordPieces } from '../../detectors/shared/reader/word-pieces.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { createReadingCache } from './reading-cache.ts';

export interface SentenceOdds {
  /** Calibrated log-odds in the order of `labels`. */
  readonly odds: Float32Array;
  /** Tokens that were read, whether they were known already or not. */
  readonly tokens: number;
}

export interface SentenceModel {
  readonly labels: readonly string[];
  /**
   * Reads the sentence by itself, and with its neighbours where it may mean something that detectors ask for.
   * The same text always gives the same numbers.
   */
  read(sentence: SentenceText): Promise<SentenceOdds>;
  close(): Promise<void>;
}

/** Sentences whose odds are kept: some 200 bytes each. */
const mostKept = 20_000;
/** Meanings that do not call for the neighbours: statements about children, which no detector asks for, and unions of others. */
const unused = /^about-child-|-any$/;
const files = ['model.onnx', 'vocab.txt'] as const;

/**
 * @param folder with `model.onnx`, `vocab.txt` and `reader.json`
 * @throws HallpassError `reader.missing` where there is no model, `reader.not-loaded` where it cannot be used
 */
export async function openSentenceModel(folder: string): Promise<SentenceModel> {
  const { description, pieces, model } = readFolder(folder);
  const runtime = await importRuntime();
  let session: Runtime.InferenceSession;
  try {
    session = await runtime.InferenceSession.create(model, {
      // One thread: the other processors belong to the scan workers.
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
    });
  } catch (cause) {
    throw new HallpassError('reader.not-loaded', 'the model cannot be opened', { cause });
  }
  const { labels, calibration, tokenTypeIds, screen } = description;
  const used = labels.flatMap((label, at) => (unused.test(label) ? [] : [at]));
  const cache = createReadingCache(mostKept);
  const run = async (tokens: readonly number[]): Promise<Float32Array> => {
    const key = cache.keyOf(tokens);
    const known = cache.get(key);
    if (known) return known;
    const row = (fill: (at: number) => bigint): Runtime.Tensor =>
      new runtime.Tensor(
        'int64',
        BigInt64Array.from(tokens, (_, at) => fill(at)),
        [1, tokens.length],
      );
    const output = await session.run({
      input_ids: row((at) => BigInt(tokens[at]!)),
      attention_mask: row(() => 1n),
      ...(tokenTypeIds && { token_type_ids: row(() => 0n) }),
    });
    const logits = output['logits']?.data;
    if (!(logits instanceof Float32Array) || logits.length !== labels.length)
      throw new HallpassError('reader.not-loaded', 'the model has other labels than reader.json');
    const odds = Float32Array.from(labels, (label, at) => {
      const { slope, intercept } = calibration[label]!;
      return slope * logits[at]! + intercept;
    });
    cache.set(key, odds);
    return odds;
  };
  return {
    labels,
    async read(sentence) {
      const bare = sentenceTokens({ ...sentence, before: '', behind: '' }, pieces, description);
      const odds = await run(bare);
      const hasNeighbours = sentence.before !== '' || sentence.behind !== '';
      // Most sentences are harmless by themselves already.
      if (!hasNeighbours || !used.some((at) => odds[at]! >= screen)) return { odds, tokens: bare.length };
      const whole = sentenceTokens(sentence, pieces, description);
      return { odds: await run(whole), tokens: bare.length + whole.length };
    },
    close: () => session.release(),
  };
}

interface ModelFolder {
  readonly description: ModelDescription;
  readonly pieces: WordPieces;
  readonly model: Uint8Array;
}

function readFolder(folder: string): ModelFolder {
  const [model, vocabulary, text] = [...files, 'reader.json'].map((name) => readModelFile(join(folder, name)));
  const parsed = modelDescriptionSchema.safeParse(jsonOf(text!));
  if (!parsed.success) throw new HallpassError('reader.not-loaded', 'reader.json is not valid');
  for (const [name, bytes] of [
    ['model.onnx', model!],
    ['vocab.txt', vocabulary!],
  ] as const)
    if (createHash('sha256').update(bytes).digest('hex') !== parsed.data.sha256[name])
      throw new HallpassError('reader.not-loaded', `${name} is not the file that reader.json names`);
  return { description: parsed.data, pieces: createWordPieces(vocabulary!.toString('utf8')), model: model! };
}

function readModelFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new HallpassError('reader.missing', undefined, { cause });
  }
}

function jsonOf(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Its library is native: it is loaded when it is needed, and a system that it does not support has no reader. */
async function importRuntime(): Promise<typeof Runtime> {
  try {
    // Node.js does not see the names that this CommonJS package exports.
    const loaded = (await import('onnxruntime-node')) as unknown as { default: typeof Runtime };
    return loaded.default;
  } catch (cause) {
    throw new HallpassError('reader.not-loaded', 'ONNX Runtime does not load on this system', { cause });
  }
}

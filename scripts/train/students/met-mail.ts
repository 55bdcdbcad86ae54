/** Mail of the sets in eval/first-met, as the detectors meet it: sets that were measured with once and are known since. */
import path from 'node:path';
import type { ExtractedMessage } from '../../../detectors/detector.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { loadDirectory, type Directory } from '../../../src/directory/directory.ts';
import { districtOf } from '../../../src/eval/evaluate.ts';
import { findSets, rowsOf, type EvalSet, type Row } from '../../../src/eval/read-set.ts';
import { requestOf } from '../../../src/eval/row-request.ts';
import { extract } from '../../../src/extract/extract.ts';

export interface MetMail {
  readonly row: Row;
  readonly message: ExtractedMessage;
}

const { config } = loadConfig({ env: {} });

export function metSets(): EvalSet[] {
  return findSets(path.join(import.meta.dirname, '../../../eval/first-met'));
}

/** @param roster without it, names are known by what the mail says alone */
export function openMetDirectory({ folder, description }: EvalSet, roster: boolean): Directory {
  const rosterDir = roster && description.roster !== undefined ? path.join(folder, description.roster) : undefined;
  return loadDirectory({ ...config, district: districtOf(description, config.district), rosterDir });
}

export async function* metMail(set: EvalSet, directory: Directory): AsyncGenerator<MetMail> {
  for await (const row of rowsOf(set)) {
    const { raw, sender, recipients } = requestOf(row, set.description);
    const facts = recipients.map((address) => directory.recipientFacts(address));
    yield { row, message: await extract(Buffer.from(raw), { sender, recipients: facts }, config.scan) };
  }
}

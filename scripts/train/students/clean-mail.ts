/**
 * How sure the joint models are of findings in mail that holds no student's data, without a roster: what `least.strangers` is set by.
 * usage: clean-mail.ts MAIL.JSONL [ROWS]: rows with subject and text; each is judged as sent to somebody outside
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { caseFinder, leastOfRules } from '../../../detectors/shared/evidence/joint-cases.ts';
import { openJointModel, type JointModelData } from '../../../detectors/shared/evidence/joint-model.ts';
import * as pii from '../../../detectors/student-pii/by-evidence.ts';
import { findByRules as piiRules } from '../../../detectors/student-pii/by-rules.ts';
import * as record from '../../../detectors/student-record/by-evidence.ts';
import { findByRules as recordRules } from '../../../detectors/student-record/by-rules.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { loadDirectory } from '../../../src/directory/directory.ts';
import { composeMime } from '../../../src/eval/compose-mime.ts';
import { extract } from '../../../src/extract/extract.ts';

const rowSchema = z.object({ subject: z.string().default(''), text: z.string() });
const { config } = loadConfig({ env: {} });
const directory = loadDirectory({ ...config, rosterDir: undefined });
const detectors = new URL('../../../detectors/', import.meta.url);
const models = {
  'student-pii': caseFinder(directory, {
    rules: piiRules(directory, true, leastOfRules),
    pairsOf: pii.findByEvidence(directory, true),
    shape: pii.jointShape,
  }),
  'student-record': caseFinder(directory, {
    rules: recordRules(directory, true, leastOfRules),
    pairsOf: record.findByEvidence(directory, true),
    shape: record.jointShape,
  }),
};
const joint = new Map(
  Object.keys(models).map((id) => [
    id,
    openJointModel(JSON.parse(readFileSync(new URL(`${id}/joint.json`, detectors), 'utf8')) as JointModelData),
  ]),
);
const [file, most] = process.argv.slice(2);
const rows = readFileSync(file!, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .slice(0, most === undefined ? undefined : Number(most))
  .map((line) => rowSchema.parse(JSON.parse(line)));
const from = { name: '', address: 'staff@school.example' };
const to = [{ name: '', address: 'reader@elsewhere.example' }];
const surest = new Map<string, number[]>();
for (const { subject, text } of rows) {
  const raw = composeMime({ from, to, cc: [], subject, text, attachments: [] });
  const recipients = to.map(({ address }) => directory.recipientFacts(address));
  const message = await extract(raw, { sender: from.address, recipients }, config.scan);
  for (const [id, casesOf] of Object.entries(models)) {
    const model = joint.get(id)!;
    const best = new Map<string, number>();
    for (const { rule, pair, values } of casesOf(message)) {
      const kind = `${(rule ?? pair!).code}, ${rule ? 'by a rule too' : 'by the models alone'}`;
      best.set(kind, Math.max(model.trees.probability(values), best.get(kind) ?? 0));
    }
    for (const [kind, score] of best) surest.set(kind, [...(surest.get(kind) ?? []), score]);
  }
}
console.log(`${rows.length} messages; how many have a finding with at least this score`);
for (const [kind, scores] of [...surest].sort())
  console.log(
    `${kind}: ${[0.5, 0.6, 0.7, 0.8, 0.9, 0.95].map((least) => `${least} ${scores.filter((score) => score >= least).length}`).join(', ')}`,
  );

/** Detector: a named student's confidential record: special education, discipline, health, grades, family circumstances, numbers. */
import { z } from 'zod';
import { defineDetector } from '../detector.ts';
import { caseFinder, leastOfRules } from '../shared/evidence/joint-cases.ts';
import { jointFindings, openJointModel, type JointModelData } from '../shared/evidence/joint-model.ts';
import { overLongTables } from '../shared/reading/long-tables.ts';
import { readDataFile } from '../shared/text/data-file.ts';
import { findByEvidence, jointShape } from './by-evidence.ts';
import { findByRules } from './by-rules.ts';
import { codes } from './rules.ts';

const options = z.strictObject({
  minScore: z.number().min(0).max(1).default(0.5).describe('Findings with a lower score are not reported.'),
  byContext: z
    .boolean()
    .default(true)
    .describe('Also look for students who are not on the roster, by the words around their names.'),
});

const joint = openJointModel(JSON.parse(readDataFile(new URL('./joint.json', import.meta.url))) as JointModelData);

export default defineDetector({
  meta: {
    id: 'student-record',
    version: 6,
    title: 'A named student’s confidential record',
    codes,
  },
  options,
  create({ minScore, byContext }, { directory }) {
    const casesOf = caseFinder(directory, {
      rules: findByRules(directory, byContext, leastOfRules),
      pairsOf: findByEvidence(directory, byContext),
      shape: jointShape,
    });
    return overLongTables((message) => jointFindings(casesOf(message), joint, minScore), directory);
  },
});

/** Detector: a student's full name together with what locates that student, in the subject, bodies and attachments. */
import { z } from 'zod';
import { defineDetector } from '../detector.ts';
import { caseFinder, leastOfRules } from '../shared/evidence/joint-cases.ts';
import { jointFindings, openJointModel, type JointModelData } from '../shared/evidence/joint-model.ts';
import { overLongTables } from '../shared/reading/long-tables.ts';
import { readDataFile } from '../shared/text/data-file.ts';
import { findByEvidence, jointShape } from './by-evidence.ts';
import { findByRules } from './by-rules.ts';
import { codes } from './codes.ts';

const options = z.strictObject({
  /** Findings with a lower score are not reported. */
  minScore: z.number().min(0).max(1).default(0.5),
  /** Also look for students who are not on the roster, by the words around their names. */
  byContext: z.boolean().default(true),
});

const joint = openJointModel(JSON.parse(readDataFile(new URL('./joint.json', import.meta.url))) as JointModelData);

export default defineDetector({
  meta: {
    id: 'student-pii',
    version: 8,
    title: 'A student’s full name with an address, a phone, family or a location',
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

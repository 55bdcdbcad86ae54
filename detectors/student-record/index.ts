/** Detector: a named student's confidential record: special education, discipline, health, grades, family circumstances, numbers. */
import { z } from 'zod';
import { defineDetector } from '../detector.ts';
import { combined } from '../shared/evidence/combined.ts';
import { findByEvidence } from './by-evidence.ts';
import { findByRules } from './by-rules.ts';
import { codes } from './rules.ts';

const options = z.strictObject({
  minScore: z.number().min(0).max(1).default(0.5).describe('Findings with a lower score are not reported.'),
  byContext: z
    .boolean()
    .default(true)
    .describe('Also look for students who are not on the roster, by the words around their names.'),
});

export default defineDetector({
  meta: {
    id: 'student-record',
    version: 3,
    title: 'A named student’s confidential record',
    codes,
  },
  options,
  create({ minScore, byContext }, { directory }) {
    const rules = findByRules(directory, byContext, minScore);
    const evidence = findByEvidence(directory, byContext, 0);
    return (message) => combined(rules(message), evidence(message), { minScore, alone: 0.75 });
  },
});

/** Detector: a student's full name together with what locates that student, in the subject, bodies and attachments. */
import { z } from 'zod';
import { defineDetector } from '../detector.ts';
import { combined } from '../shared/evidence/combined.ts';
import { findByEvidence } from './by-evidence.ts';
import { findByRules } from './by-rules.ts';

const options = z.strictObject({
  /** Findings with a lower score are not reported. */
  minScore: z.number().min(0).max(1).default(0.5),
  /** Also look for students who are not on the roster, by the words around their names. */
  byContext: z.boolean().default(true),
});

export default defineDetector({
  meta: {
    id: 'student-pii',
    version: 5,
    title: 'A student’s full name with an address, a phone, family or a location',
    codes: ['student-pii.home-address', 'student-pii.phone', 'student-pii.family-name', 'student-pii.location'],
  },
  options,
  create({ minScore, byContext }, { directory }) {
    const rules = findByRules(directory, byContext, minScore);
    const evidence = findByEvidence(directory, byContext, 0);
    return (message) => combined(rules(message), evidence(message), { minScore, alone: () => 0.95 });
  },
});

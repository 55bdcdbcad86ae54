/** Detector: a named student's confidential record: special education, discipline, health, grades, family circumstances, numbers. */
import { z } from 'zod';
import { defineDetector, type Finding } from '../detector.ts';
import { combined } from '../shared/evidence/combined.ts';
import { zoneOf } from '../shared/evidence/part-view.ts';
import { studentReader } from '../shared/evidence/read-students.ts';
import type { ZoneName } from '../shared/reading/zones/zone.ts';
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

/** Of family circumstances no rule knows anything. */
const alone = ({ code }: Finding): number => (code === 'student-record.circumstances' ? 0.8 : 0.985);

/** Zones whose words state nothing about anybody. */
const notices: ReadonlySet<ZoneName> = new Set(['legal', 'list', 'meeting', 'machine']);

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
    const read = studentReader(directory);
    return (message) => {
      const { views } = read(message).context.weighed;
      const absent = ({ part, start }: Finding): number => {
        const view = views.find((one) => one.part.id === part);
        return view && notices.has(zoneOf(view, start)) ? 0.03 : 0.25;
      };
      return combined(rules(message), evidence(message), { minScore, alone, absent });
    };
  },
});

/** Detector: say in one sentence what it finds. */
import { z } from 'zod';
import { defineDetector, type Finding } from '../detector.ts';
import { readYamlFile } from '../shared/text/data-file.ts';

const options = z.strictObject({
  minScore: z.number().min(0).max(1).default(0.5).describe('Findings with a lower score are not reported.'),
});

const rulesSchema = z.array(
  z.strictObject({ id: z.string(), source: z.string(), phrase: z.string(), score: z.number().min(0).max(1) }),
);
const rules = readYamlFile(new URL('./rules.yaml', import.meta.url), rulesSchema);

export default defineDetector({
  meta: {
    id: '_template',
    version: 1,
    title: 'What it finds, as reviewers read it',
    codes: ['_template.example'],
  },
  options,
  create({ minScore }) {
    const wanted = rules.filter((rule) => rule.score >= minScore);
    return (message) => {
      const findings: Finding[] = [];
      for (const part of message.parts) {
        const text = part.text.toLowerCase();
        for (const rule of wanted) {
          for (let at = text.indexOf(rule.phrase); at >= 0; at = text.indexOf(rule.phrase, at + rule.phrase.length)) {
            findings.push({
              code: '_template.example',
              part: part.id,
              start: at,
              end: at + rule.phrase.length,
              score: rule.score,
              because: [{ rule: rule.id }],
              masked: 'a phrase of the example rules',
            });
          }
        }
      }
      return findings;
    };
  },
});

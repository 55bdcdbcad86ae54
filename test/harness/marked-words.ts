/** A detector for scenarios about what happens after a finding: each of these words asks for an outcome by its code. */
import { z } from 'zod';
import { defineDetector } from '../../detectors/detector.ts';

const codes = {
  'please-warn': 'marked.warn',
  'please-hold': 'marked.hold',
  'please-bounce': 'marked.bounce',
  'please-agree': 'marked.agree',
} as const;

export default defineDetector({
  meta: { id: 'marked', version: 1, title: 'Marked words', codes: Object.values(codes) },
  options: z.strictObject({}),
  create: () => (message) =>
    message.parts.flatMap((part) =>
      [...part.text.matchAll(/please-(?:warn|hold|bounce|agree)/g)].map((match) => ({
        code: codes[match[0] as keyof typeof codes],
        part: part.id,
        start: match.index,
        end: match.index + match[0].length,
        score: 0.95,
        because: [{ rule: 'marked' }],
        masked: 'a marked word',
      })),
    ),
});

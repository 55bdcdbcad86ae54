/** What every failed call of the console's API answers: problem details (RFC 9457), `application/problem+json`. */
import { z } from 'zod';

export const problem = z.object({
  /** `about:blank` or `/problems/<code>`. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** What to do, in plain words; never content of a message. */
  detail: z.string().optional(),
  /** Stable, for programs: `conflict.already-decided`. */
  code: z.string(),
  /** Of a bad request: which fields, and why. */
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;

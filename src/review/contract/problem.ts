/** Problem details (RFC 9457, `application/problem+json`), which every failed call of the console's API answers. */
import { z } from 'zod';

export const problem = z.object({
  /** `about:blank` or `/problems/<code>`. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** What to do, in plain English; never has message content. */
  detail: z.string().optional(),
  /** Stable code for programs: `conflict.already-decided`. */
  code: z.string(),
  /** For an invalid request: the invalid fields, with the reason for each. */
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;

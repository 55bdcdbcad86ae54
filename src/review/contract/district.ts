/** The district in the console's API: its name and its written policy, which notices and pages quote. */
import { z } from 'zod';

const line = (max: number) => z.string().trim().min(1).max(max);
const spanish = (max: number) => z.string().trim().min(1).max(max).optional();

export const districtClause = z.strictObject({
  /** As written in the policy: `section 3`. */
  number: line(80),
  /** Default: the number. */
  numberEs: spanish(80),
  /** Quoted in notices. */
  text: line(2000),
  /** Default: the text, marked as English. */
  textEs: spanish(2000),
  /** Ids of the rules that enforce the clause. */
  rules: z.array(z.string().min(1).max(80)).min(1).max(200),
});
export type DistrictClause = z.infer<typeof districtClause>;

export const writtenPolicy = z.strictObject({
  title: line(200),
  titleEs: spanish(200),
  link: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  clauses: z.array(districtClause).max(100),
});
export type WrittenPolicy = z.infer<typeof writtenPolicy>;

export const saveDistrict = z.strictObject({
  name: line(120),
  /** Null: notices give the reason and quote no policy. */
  policy: writtenPolicy.nullable(),
});

export const district = z.object({
  /** Null where the district has no name yet. */
  name: z.string().nullable(),
  policy: writtenPolicy.nullable(),
  /** What the configuration file says counts, whatever was entered in the console. */
  fixed: z.object({ name: z.boolean(), policy: z.boolean() }),
  /** When the details were entered in the console; null where they were not. */
  changedAt: z.iso.datetime().nullable(),
  changedBy: z.string().nullable(),
  /** The rules of the policy, for clauses to name. */
  rules: z.array(z.object({ id: z.string(), title: z.string() })),
});
export type District = z.infer<typeof district>;

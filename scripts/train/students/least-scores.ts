/** How sure a finding of each code has to be, from what was right on writers left out of the fit. */
import type { TreeModel } from '../../../detectors/shared/evidence/tree-model.ts';
import type { LabelledCase } from './gather.ts';

/** Of the findings of a code this share has to be right, on writers left out of the fit. */
const rightEnough = 0.85;
/** No code asks for more: beyond it few findings are left. */
const mostAsked = 0.6;

/** The least score of each code, in hundredths, from which on enough findings are right: the surest of each student and message. */
export function leastByCode(
  codes: readonly string[],
  cases: ReadonlyMap<string, readonly (readonly LabelledCase[])[]>,
  {
    data,
    leftOut,
  }: { readonly data: { slope: number; offset: number }; readonly leftOut: ReadonlyMap<string, TreeModel> },
): Record<string, number> {
  const scored = [...cases].flatMap(([district, messages]) =>
    messages.flatMap((found) =>
      [...Map.groupBy(found, ({ student, code }) => `${student} ${code}`).values()].map((own) => {
        const sums = own.map(({ values }) => leftOut.get(district)!.odds(values));
        const at = sums.indexOf(Math.max(...sums));
        const score = 1 / (1 + Math.exp(-(data.slope * sums[at]! + data.offset)));
        return { code: own[0]!.code, score, label: own[at]!.label };
      }),
    ),
  );
  return Object.fromEntries(
    codes.map((code) => {
      const own = scored.filter((one) => one.code === code);
      for (let least = 0.5; least < mostAsked; least = Math.round(100 * least + 1) / 100) {
        const found = own.filter(({ score }) => score >= least);
        if (found.filter(({ label }) => label === 1).length >= rightEnough * found.length) return [code, least];
      }
      return [code, mostAsked];
    }),
  );
}

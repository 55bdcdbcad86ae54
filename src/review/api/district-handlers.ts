/** Handlers of the district's name and written policy: entered at the set-up, changed under Settings. */
import type { PolicyPack } from '../../decide/pack-schema.ts';
import type { DistrictStore } from '../../store/district-details.ts';
import type { ReviewHandlers } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import type { District, WrittenPolicy } from '../contract/district.ts';

export interface DistrictParts {
  readonly districts: DistrictStore;
  /** As in force now; the configuration may set name and policy, and then the console cannot. */
  readonly present: () => {
    readonly name: string | null;
    readonly policy: WrittenPolicy | null;
    readonly fixed: District['fixed'];
  };
  /** Takes over in this process what was entered. */
  readonly takeOver: () => Promise<void>;
  readonly pack: Pick<PolicyPack, 'rules'>;
  readonly now: () => Date;
}

export function createDistrictHandlers(parts: DistrictParts): Pick<ReviewHandlers, 'district' | 'saveDistrict'> {
  const { districts, present, takeOver, pack, now } = parts;
  return {
    district: () => districtOf(parts),
    async saveDistrict({ body: { name, policy }, caller }) {
      const known = new Set(pack.rules.map(({ id }) => id));
      const unknown = (policy?.clauses ?? []).flatMap(({ rules }, at) =>
        rules.some((id) => !known.has(id))
          ? [{ path: `policy.clauses.${at}.rules`, message: 'expected rules of the policy' }]
          : [],
      );
      if (unknown.length > 0) throw new ApiProblem('request.invalid', { fields: unknown });
      const { fixed, ...before } = present();
      await districts.save(
        {
          name: fixed.name ? (before.name ?? name) : name,
          policy: fixed.policy || policy === null ? null : stored(policy),
        },
        caller.account.email,
        now(),
      );
      await takeOver();
      return districtOf(parts);
    },
  };
}

async function districtOf({ districts, present, pack }: DistrictParts): Promise<District> {
  const entered = await districts.read();
  const { name, policy, fixed } = present();
  return {
    name,
    policy: policy === null ? null : stored(policy),
    fixed,
    changedAt: entered?.changedAt.toISOString() ?? null,
    changedBy: entered?.changedBy ?? null,
    rules: pack.rules.map(({ id, title }) => ({ id, title })),
  };
}

/** Without keys whose value is undefined. */
function stored({ title, titleEs, link, clauses }: WrittenPolicy) {
  return {
    title,
    ...(titleEs !== undefined && { titleEs }),
    ...(link !== undefined && { link }),
    clauses: clauses.map(({ number, numberEs, text, textEs, rules }) => ({
      number,
      ...(numberEs !== undefined && { numberEs }),
      text,
      ...(textEs !== undefined && { textEs }),
      rules,
    })),
  };
}

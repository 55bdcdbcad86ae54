/** Clauses belong to the district that wrote them: to another district, notices and pages quote nothing of them. */
import { createHash } from 'node:crypto';
import type { PolicyPack } from './pack-schema.ts';

const asCompared = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/**
 * @param districtName `district.name`; undefined where the district has no name yet
 * @returns the pack without clauses of policies that belong to another district; the rules decide as before
 */
export function withoutForeignPolicies(pack: PolicyPack, districtName: string | undefined): PolicyPack {
  const own = districtName === undefined ? undefined : asCompared(districtName);
  const foreign = new Set(
    Object.entries(pack.policies).flatMap(([id, { district }]) =>
      district === undefined || asCompared(district) === own ? [] : [id],
    ),
  );
  if (foreign.size === 0) return pack;
  const clauses = Object.fromEntries(Object.entries(pack.clauses).filter(([, { policy }]) => !foreign.has(policy)));
  return {
    ...pack,
    hash: createHash('sha256')
      .update(JSON.stringify([pack.hash, Object.keys(clauses)]))
      .digest('hex'),
    policies: Object.fromEntries(Object.entries(pack.policies).filter(([id]) => !foreign.has(id))),
    clauses,
    rules: pack.rules.map((rule) => ({ ...rule, clauses: rule.clauses.filter((id) => Object.hasOwn(clauses, id)) })),
  };
}

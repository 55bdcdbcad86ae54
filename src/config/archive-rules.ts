/** Rules of the policy that archives of the configuration name: a policy without them would end their copies silently. */
import type { Config } from './schema.ts';

export const archivesOf = ({ journals, buckets, folders }: Config['archive']) => [...journals, ...buckets, ...folders];

/** @param known ids of the rules of a policy @returns `archive: rule` for each that is not among them */
export function missingArchiveRules(section: Config['archive'], known: Iterable<string>): string[] {
  const ids = new Set(known);
  return archivesOf(section).flatMap(({ name, rules }) =>
    rules.filter((rule) => !ids.has(rule)).map((rule) => `${name}: ${rule}`),
  );
}

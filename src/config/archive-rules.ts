/** Ids of policy rules that archives of the configuration name: a policy without them would end their copies silently. */
import type { Config } from './schema.ts';

export function archivedRules({ journals, buckets, folders }: Config['archive']): string[] {
  return [...new Set([...journals, ...buckets, ...folders].flatMap(({ rules }) => rules))];
}

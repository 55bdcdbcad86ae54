/** Cache keys of the queries about versions of the policy, and what is read again after a change. */
import { queryClient } from '../api/queries.ts';

export const policyKeys = {
  versions: ['policy', 'versions'],
  draft: ['policy-draft'],
  version: (version: number) => ['policy-version', version],
  check: (text: string) => ['policy-check', text],
} as const;

/** The processes take a change over within two seconds: the page is read again then. */
const TAKEN_OVER_MS = 3000;

export async function renewPolicy(): Promise<void> {
  const renew = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['policy'] });
  setTimeout(() => void renew(), TAKEN_OVER_MS);
  await renew();
}

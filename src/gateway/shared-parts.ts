/** What all generations of a process share: stores, metrics, and what is known about the next hops. */
import type { Logger } from 'pino';
import { createHopStates, type HopStates } from '../act/deliver/hop-states.ts';
import { createMetrics, type Metrics } from '../log/metrics.ts';
import { createAlertStore, type AlertStore } from '../store/alerts.ts';
import { createDistrictStore, type DistrictStore } from '../store/district-details.ts';
import type { KeyRing } from '../store/keys.ts';
import { createPolicyStore, type PolicyStore } from '../store/policy/policy-store.ts';
import { createReviewStore, type ReviewStore } from '../store/review/review-store.ts';
import { createRosterStore, type RosterStore } from '../store/rosters.ts';
import { followSenderLanguages, type SenderLanguages } from '../store/sender-languages.ts';
import type { Lifecycle } from './lifecycle.ts';
import { logHop } from './next-hops.ts';
import type { Storage } from './storage.ts';

export interface SharedParts {
  readonly storage: Storage;
  readonly rosters: RosterStore;
  readonly policies: PolicyStore;
  readonly districts: DistrictStore;
  readonly alerts: AlertStore;
  readonly review: ReviewStore;
  readonly exceptions: ReviewStore['exceptions'];
  readonly languages: SenderLanguages;
  readonly metrics: Metrics;
  readonly hops: HopStates;
}

export async function openSharedParts(
  storage: Storage,
  { keys, log, lifecycle }: { readonly keys: KeyRing; readonly log: Logger; readonly lifecycle: Lifecycle },
): Promise<SharedParts> {
  const { db, pool } = storage;
  const review = createReviewStore(db, keys);
  const languages = lifecycle.started(await followSenderLanguages(db, lifecycle.onError('languages')), (follower) =>
    follower.stop(),
  );
  return {
    storage,
    rosters: createRosterStore(db, pool, keys),
    policies: createPolicyStore(db, keys),
    districts: createDistrictStore(db),
    alerts: createAlertStore(db, keys),
    review,
    exceptions: review.exceptions,
    languages,
    metrics: createMetrics(),
    hops: createHopStates((state) => logHop(log, state)),
  };
}

/** Takes over a version of the policy within seconds of the moment at which it comes into force, in every process. */
import type { Logger } from 'pino';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import type { PolicyStore } from '../store/policy/policy-store.ts';
import { poll, type Poll } from '../timing/poll.ts';
import type { Generation } from './generation.ts';

const EVERY_MS = 2000;

export interface FollowPolicyParts {
  readonly policies: Pick<PolicyStore, 'changeInForce' | 'inForce'>;
  readonly log: Logger;
  readonly present: () => Generation;
  readonly use: (generation: Generation) => void;
  readonly onError: (error: unknown) => void;
}

export interface FollowedPolicy extends Poll {
  /** Whether this process has refused the version that is in force. */
  refused(): boolean;
}

/** A version that does not pass the checks of this program, in a process of an older one, is not taken over: the one before stays. */
export async function followPolicy({
  policies,
  log,
  present,
  use,
  onError,
}: FollowPolicyParts): Promise<FollowedPolicy> {
  let refused = 0;
  const look = async (): Promise<void> => {
    const before = present();
    const change = await policies.changeInForce();
    if (before.config.policySource === 'file' || change === before.policy.change) {
      refused = 0;
      return;
    }
    if (change === refused) return;
    try {
      const policy = await policyInForce(policies, before.config, before.configured);
      // A reload has come first: the next look compares again.
      if (present() !== before) return;
      use({ ...before, policy });
      refused = 0;
      const { version = 0, pack } = policy;
      log.info({ change: policy.change, version, policy: pack.hash }, 'policy in force');
    } catch (error) {
      if (!(error instanceof HallpassError) || error.code !== 'policy.stored-refused') throw error;
      refused = change;
      log.error({ code: codeOf(error), change }, 'the new policy was not taken over; the one before stays');
    }
  };
  const following = await poll(look, { everyMs: EVERY_MS, onError });
  return { ...following, refused: () => refused !== 0 };
}

/** Takes over name and policy of the district that administrators enter in the console, in every process within seconds. */
import type { Logger } from 'pino';
import { withEnteredDistrict } from '../config/district-details.ts';
import { loadDistrictPack } from '../decide/load-pack.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import type { DistrictDetails, DistrictStore } from '../store/district-details.ts';
import type { PolicyStore } from '../store/policy/policy-store.ts';
import { poll, type Poll } from '../timing/poll.ts';
import type { Generation } from './generation.ts';

const EVERY_MS = 2000;

export interface FollowDistrictParts {
  readonly districts: Pick<DistrictStore, 'revision' | 'read'>;
  readonly policies: Pick<PolicyStore, 'inForce'>;
  readonly log: Logger;
  readonly present: () => Generation;
  /** Mail continues with it. */
  readonly use: (generation: Generation) => void;
  /** The context of a configuration: names and texts of notices. */
  readonly contextOf: (config: Generation['config']) => Generation['context'];
  readonly onError: (error: unknown) => void;
}

export interface DistrictFollower extends Poll {
  /** Takes over what was entered, at once. */
  look(): Promise<void>;
}

/** Details that do not fit the policy (a clause names a rule that it does not have) are not taken over: those before stay. */
export async function followDistrict(parts: FollowDistrictParts): Promise<DistrictFollower> {
  const { districts, log, present, use, onError } = parts;
  let refused = 0;
  const look = async (): Promise<void> => {
    const before = present();
    const revision = await districts.revision();
    if (revision === before.districtRevision || revision === refused) return;
    const entered = await districts.read();
    if (entered === undefined) return;
    try {
      const next = await withDistrict(parts, before, entered);
      // A reload or a policy has come first: the next look compares again.
      if (present() !== before) return;
      use(next);
      log.info({ revision: entered.revision, policy: next.policy.pack.hash }, 'district details in force');
    } catch (error) {
      if (!(error instanceof HallpassError)) throw error;
      refused = revision;
      log.error({ code: codeOf(error) }, 'the district details were not taken over; those before stay');
    }
  };
  return { ...(await poll(look, { everyMs: EVERY_MS, onError })), look };
}

/** What carries messages, with other details. @throws HallpassError policy.invalid, policy.stored-refused */
async function withDistrict(
  { policies, contextOf }: Pick<FollowDistrictParts, 'policies' | 'contextOf'>,
  before: Generation,
  entered: DistrictDetails,
): Promise<Generation> {
  const config = withEnteredDistrict({ ...before.config, district: before.configuredDistrict }, entered);
  const configured = loadDistrictPack(config.policy, config.district);
  const policy = await policyInForce(policies, config, configured);
  return { ...before, config, configured, policy, context: contextOf(config), districtRevision: entered.revision };
}

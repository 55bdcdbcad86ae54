/** Which policy decides: the version that managers have put in force, else the pack of the configuration. Checked before it decides. */
import type { Config } from '../config/schema.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { codesOf } from '../detect/detectors.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import type { InForce, PolicyStore } from '../store/policy/policy-store.ts';
import { checkDraft, describeChecked, type PolicyDistrict } from './check-draft.ts';

export interface PolicyInForce {
  readonly pack: PolicyPack;
  /** Number of the change that brought it; 0 where there has been none. */
  readonly change: number;
  /** The stored version; undefined: the pack of the configuration. */
  readonly version: number | undefined;
}

export type PolicyConfig = Pick<Config, 'policySource' | 'detectors' | 'archive'> & {
  readonly district: PolicyDistrict;
};

/**
 * @param configured the pack that the configuration names
 * @throws HallpassError `policy.stored-refused` where the stored version does not pass the checks of this program: no policy
 *   decides unchecked, and none takes its place unasked
 */
export async function policyInForce(
  policies: Pick<PolicyStore, 'inForce'>,
  config: PolicyConfig,
  configured: PolicyPack,
): Promise<PolicyInForce> {
  const stored: InForce = await policies.inForce();
  const { change, version } = stored;
  if (version === undefined || config.policySource === 'file') return { pack: configured, change, version: undefined };
  const checked = checkDraft(version.text, {
    district: config.district,
    codes: await codesOf(config.detectors),
    archive: config.archive,
  });
  if (checked.pack === undefined || !checked.passes)
    throw new HallpassError(
      'policy.stored-refused',
      `${describeChecked(checked, `version ${version.version}`)}\n${whatToDo}`,
    );
  return { pack: checked.pack, change, version: version.version };
}

const whatToDo =
  'Correct the configuration if it is what has changed. Otherwise start with HALLPASS_POLICY_SOURCE=file: the pack of the configuration then decides. ' +
  'Put a corrected version in force (console, Policy, or "hallpass policy put"), and start again without the variable.';

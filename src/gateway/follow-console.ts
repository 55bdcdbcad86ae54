/** Follows what is changed in the console: the policy in force, and the details of the district. */
import type { Logger } from 'pino';
import { followDistrict } from './follow-district.ts';
import { followPolicy } from './follow-policy.ts';
import { contextOf, type Generation, type GenerationParts } from './generation.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { SharedParts } from './shared-parts.ts';

export interface FollowConsoleParts
  extends Pick<SharedParts, 'policies' | 'districts'>, Pick<GenerationParts, 'keys' | 'publicUrl' | 'languages'> {
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly present: () => Generation;
  readonly use: (generation: Generation) => void;
}

export interface ConsoleFollower {
  /** Whether this process has refused the version of the policy that is in force. */
  readonly policyRefused: () => boolean;
  /** Takes over in this process what was just entered about the district; other processes follow within seconds. */
  readonly takeOverDistrict: () => Promise<void>;
}

export async function followConsole(parts: FollowConsoleParts): Promise<ConsoleFollower> {
  const { policies, districts, log, lifecycle, present, use } = parts;
  const following = { policies, log, present, use };
  const policy = await followPolicy({ ...following, onError: lifecycle.onError('policy') });
  lifecycle.started(policy, ({ stop }) => stop());
  const district = await followDistrict({
    ...following,
    districts,
    contextOf: (config) => contextOf(config, parts),
    onError: lifecycle.onError('district details'),
  });
  lifecycle.started(district, ({ stop }) => stop());
  return { policyRefused: () => policy.refused(), takeOverDistrict: () => district.look() };
}

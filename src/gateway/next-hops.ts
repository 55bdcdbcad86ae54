/** The conditions of the next hops as a process shows and logs them. */
import type { Logger } from 'pino';
import type { HopState, HopStates } from '../act/deliver/hop-states.ts';
import type { Config } from '../config/schema.ts';

/** Without those of an earlier configuration. */
export function configuredHops(hops: HopStates, { deliver }: Config): readonly HopState[] {
  const names = new Set(deliver.smarthosts.map(({ address }) => address.replace(/^\[(.*)\]:/, '$1:')));
  return hops.all().filter(({ hop }) => names.has(hop));
}

/** A change of a next hop's condition, with the code of what is wrong. */
export function logHop(log: Logger, { hop, condition }: HopState): void {
  if (condition === 'up') log.info({ hop }, 'the next hop takes mail');
  else log.error({ hop, code: `deliver.hop-${condition}` }, 'the next hop does not work');
}

/** The route to the next hop: nothing is sent to a hop that is paused, nor to one with an outage. */
import type { Route } from '../act/deliver/attempt.ts';
import { createRoute } from '../act/deliver/create-route.ts';
import { withLoopBack } from '../act/deliver/loop-back.ts';
import { hopConditions, type HopStates } from '../act/deliver/hop-states.ts';
import type { Config } from '../config/schema.ts';
import { createCanaries } from '../store/canaries.ts';
import type { OpenDatabase } from '../store/database.ts';
import { createHopOutages } from '../store/hop-outages.ts';
import { followPausedHops, PAUSED } from '../store/paused-hops.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface RouteParts {
  readonly config: Config;
  readonly hops: HopStates;
  readonly lifecycle: Lifecycle;
  readonly storage: Pick<OpenDatabase, 'db'>;
}

export async function openRoute({ config, hops, lifecycle, storage: { db } }: RouteParts): Promise<Route> {
  const { started, onError } = lifecycle;
  const paused = started(await followPausedHops(db, onError('paused hops')), ({ stop }) => stop());
  const pauseReason = (hop: string): string | undefined => (paused.isPaused(hop) ? PAUSED : undefined);
  const outages = createHopOutages(db, onError('outages'));
  const canaries = createCanaries(db);
  const route = started(
    withLoopBack(createRoute(config, { hops, pauseReason, outages }), {
      hostname: config.hostname,
      timeoutMs: config.deliver.timeoutMs,
      portOf: (token) => canaries.portOf(token),
    }),
    (way) => way.close(),
  );
  if (route.probes !== undefined)
    started(
      await outages.follow({
        probes: route.probes,
        onCondition(hop, name) {
          const condition = hopConditions.find((one) => one === name);
          if (condition !== undefined) hops.report(hop, condition);
        },
      }),
      ({ stop }) => stop(),
    );
  return route;
}

/** Workers that read stored messages, started when the first message is to be read: most processes never need them. */
import type { Config } from '../config/schema.ts';
import type { Viewing } from '../view/view-result.ts';
import { createViewPool, type ViewPool } from '../workers/view-pool.ts';
import type { Lifecycle } from './lifecycle.ts';

export function readOnDemand(config: Config, { started }: Lifecycle): Viewing {
  let pool: ViewPool | undefined;
  started(undefined, () => pool?.close() ?? Promise.resolve());
  return (request) => {
    pool ??= createViewPool({ ...config, roster: undefined });
    return pool.run(request);
  };
}

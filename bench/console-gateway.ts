/** A gateway with its console alone, on an embedded database in a folder. */
import { configSchema } from '../src/config/schema.ts';
import { startGateway, type Gateway } from '../src/gateway/gateway.ts';
import { createLogger } from '../src/log/logger.ts';

/** @param key as in HALLPASS_KEY */
export function startConsoleGateway(data: string, key: string): Promise<Gateway> {
  const config = configSchema.parse({
    data,
    http: { port: 0 },
    smtp: { listen: [{ port: 0 }] },
    log: { level: 'error' },
  });
  return startGateway({
    config,
    secrets: { key },
    roles: new Set(['console'] as const),
    log: createLogger(config.log),
  });
}

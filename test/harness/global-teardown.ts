/** After all tests: stops the servers of global-setup and removes their files. */
import { rmSync } from 'node:fs';

export default async function globalTeardown(): Promise<void> {
  const servers = globalThis.hallpassTestServers;
  if (servers === undefined) return;
  await Promise.all([servers.postgres.stop(), servers.redis.stop()]);
  rmSync(servers.folder, { recursive: true, force: true });
}

/** A gateway that is told to stop before it has started leaves nothing behind. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runningEmbeddedPostgres } from '../../src/store/postmaster.ts';
import { installGateway, type GatewayProcess } from '../harness/process.ts';
import { until } from '../harness/wait.ts';

let gateway: GatewayProcess;
beforeAll(async () => {
  gateway = await installGateway();
});
afterAll(() => gateway.remove());

function databaseRuns(): boolean {
  try {
    runningEmbeddedPostgres(gateway.data);
    return true;
  } catch {
    return false;
  }
}

it('stops its database, too, where SIGTERM comes while it starts', async () => {
  gateway.spawn();
  await until(databaseRuns);
  expect(await gateway.isReady()).toBe(false);
  expect(await gateway.stop()).toBe(0);
  expect(databaseRuns()).toBe(false);
});

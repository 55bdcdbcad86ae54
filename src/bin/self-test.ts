/** `hallpass self-test`: tries this installation beside the running gateway. Ends with 1 where something does not work. */
import { runSelfTest, type Check } from '../gateway/self-test.ts';
import { createCanaries } from '../store/canaries.ts';
import { checkStorage } from '../store/self-check.ts';
import { withStore } from './open-store.ts';

const marks: Readonly<Record<Check['state'], string>> = { bad: '■', attention: '▲', good: '✓' };

export async function selfTest(options: { config?: string; json: boolean }): Promise<void> {
  await withStore(options.config, async ({ config, rosters, database, keys }) => {
    const checks = await runSelfTest({
      config,
      rosters,
      storage: () => checkStorage(database.db, keys),
      canaries: createCanaries(database.db),
    });
    const lines = checks.map((check) =>
      options.json ? JSON.stringify(check) : `${marks[check.state]} ${check.title}: ${check.detail}`,
    );
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    if (checks.some(({ state }) => state === 'bad')) process.exitCode = 1;
  });
}

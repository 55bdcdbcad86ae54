/** `hallpass audit`: recomputes the chain of audit events. */
import { withStore } from './open-store.ts';

export async function verify(options: { config?: string }): Promise<void> {
  await withStore(options.config, async ({ store }) => {
    const { events, firstBroken } = await store.verifyAudit();
    if (firstBroken === null) {
      process.stdout.write(`${events} audit events; each holds the hash of the one before.\n`);
      return;
    }
    process.stdout.write(
      `The chain of audit events is broken at event ${firstBroken} of ${events}: it, or the one before, was altered or removed.\n`,
    );
    process.exitCode = 1;
  });
}

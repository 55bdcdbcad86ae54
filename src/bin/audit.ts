/** `hallpass audit`: verifies the chain of hashes in the audit log. */
import { withStore } from './open-store.ts';

export async function verify(options: { config?: string }): Promise<void> {
  await withStore(options.config, async ({ store }) => {
    const { events, firstBroken } = await store.verifyAudit();
    if (firstBroken === null) {
      process.stdout.write(`The audit log is intact: all ${events} events match the chain of hashes.\n`);
      return;
    }
    process.stdout.write(
      `The audit log has been altered: the chain of hashes breaks at event ${firstBroken} of ${events}. This event or the one before it was changed or removed.\n`,
    );
    process.exitCode = 1;
  });
}

/** `hallpass exceptions`: what reviewers have allowed, at a terminal instead of in the console. */
import { HallpassError } from '../errors/hallpass-error.ts';
import { sessionPermissions } from '../review/access/permissions.ts';
import { sealReason } from '../store/audit-reasons.ts';
import type { ReviewException } from '../store/review/exceptions.ts';
import { withStore, type OpenStore } from './open-store.ts';
import { givenReason, type Acting } from './reason.ts';
import { reviewerAccount } from './reviewer-account.ts';

interface Common {
  readonly config?: string;
}
interface Deciding extends Acting {
  /** Email address of a console account. */
  readonly as: string;
}

export async function list(options: Common & { json: boolean }): Promise<void> {
  await withStore(options.config, async ({ review }) => {
    const exceptions = await review.exceptions.list({ schools: [] }, new Date());
    const lines = options.json ? exceptions.map((one) => JSON.stringify(one)) : describe(exceptions);
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  });
}

/** A manager consents with a console account. */
export async function consent(id: string, options: Deciding): Promise<void> {
  const reason = givenReason(options.reason);
  await withStore(options.config, async (open) => {
    const exception = await find(open, id);
    if (!exception.waitsForConsent) throw new HallpassError('cli.usage', 'this exception is not waiting for approval');
    const account = await reviewerAccount(options.as, open);
    if (!sessionPermissions(account.role).has('exceptions.consent'))
      throw new HallpassError('cli.usage', 'only a manager can approve an exception');
    if (
      !(await open.review.exceptions.consent(
        exception.id,
        account,
        { ...account, why: sealReason(open.keys, reason) },
        new Date(),
      ))
    )
      throw new HallpassError('cli.usage', 'this account does not review everything that the exception covers');
    process.stdout.write('The exception will be active within a few seconds.\n');
  });
}

export async function end(id: string, options: Deciding): Promise<void> {
  const reason = givenReason(options.reason);
  await withStore(options.config, async (open) => {
    const exception = await find(open, id);
    const account = await reviewerAccount(options.as, open);
    if (
      !(await open.review.exceptions.end(
        exception.id,
        account,
        { ...account, why: sealReason(open.keys, reason) },
        new Date(),
      ))
    )
      throw new HallpassError('cli.usage', 'this account does not review the schools of this exception');
    process.stdout.write('The exception has ended. Similar messages will be held again within a few seconds.\n');
  });
}

/** An exception by its id or the first characters of its id. */
async function find({ review }: Pick<OpenStore, 'review'>, id: string): Promise<ReviewException> {
  const all = await review.exceptions.list({ schools: [] }, new Date());
  const found = all.filter((one) => one.id.startsWith(id.toLowerCase()));
  if (found.length > 1)
    throw new HallpassError('cli.usage', `${found.length} ids begin with these characters; give more characters`);
  if (found[0] === undefined)
    throw new HallpassError('cli.usage', 'no exception has this id: see "hallpass exceptions list"');
  return found[0];
}

function describe(exceptions: readonly ReviewException[]): string[] {
  if (exceptions.length === 0) return ['There are no exceptions.'];
  return exceptions.flatMap((one) => [
    `${one.id.slice(0, 8)}  ${one.sender ?? 'anyone'} → ${one.recipient ?? 'anyone'}`,
    `          ${one.codes.join(', ')}; ${one.students === 0 ? 'no students' : `at most ${one.students} student${one.students === 1 ? '' : 's'}`}`,
    `          by ${one.by} until ${one.expiresAt.toISOString().slice(0, 16)}Z: ${one.reason}`,
    `          ${stateOf(one)}`,
  ]);
}

function stateOf({ waitsForConsent, used, consentedBy }: ReviewException): string {
  if (waitsForConsent) return 'waiting for a manager to approve it; no effect yet';
  return `used ${used} time${used === 1 ? '' : 's'}${consentedBy === null ? '' : `; approved by ${consentedBy}`}`;
}

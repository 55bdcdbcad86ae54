/** `hallpass quarantine`: reviewing held messages at a terminal instead of in the console. */
import type { ErrorCode } from '../errors/codes.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import type { StoredAccount } from '../store/accounts/accounts.ts';
import type { DecideOutcome } from '../store/review/decisions.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import type { Store } from '../store/store.ts';
import { describeList, describeMessage, listLine, messageJson } from './describe-held.ts';
import { withStore, type OpenStore } from './open-store.ts';
import { givenReason } from './reason.ts';
import { reviewerAccount } from './reviewer-account.ts';

interface Common {
  readonly config?: string;
}

export async function list(options: Common & { all: boolean; limit: number; json: boolean }): Promise<void> {
  await withStore(options.config, async ({ store }) => {
    const held = await store.list(options.all ? ['quarantined', 'warned'] : ['quarantined'], options.limit);
    process.stdout.write(
      options.json
        ? held.map((message) => `${JSON.stringify(listLine(message))}\n`).join('')
        : describeList(held, new Date()),
    );
  });
}

export async function show(id: string, options: Common & { json: boolean }): Promise<void> {
  await withStore(options.config, async ({ store }) => {
    const message = await find(store, id);
    process.stdout.write(
      options.json ? `${JSON.stringify(messageJson(message), null, 2)}\n` : describeMessage(message),
    );
  });
}

/**
 * Releases a message to all its recipients in the name of a console account, as the console does: with the limits of the
 * account, a reason, a reading or a statement where the release weighs heavily, and as many people as the policy wants.
 */
export async function release(id: string, options: Common & ReleaseOptions): Promise<void> {
  const { as, withoutReading = false } = options;
  const reason = givenReason(options.reason);
  await withStore(options.config, async (open) => {
    const message = await findHeld(open.store, id);
    const account = await reviewerAccount(as, open);
    const outcome = await decideAs(open, message, account, { choice: 'release', reason }, withoutReading);
    if (outcome.outcome === 'agreed')
      process.stdout.write(
        `Not released yet: ${outcome.given} of ${outcome.needed} people have approved it. Another person can approve it in the console, or with this command and their own account.\n`,
      );
    else process.stdout.write(`${releasedWords(message)}\n`);
  });
}

interface ReleaseOptions {
  readonly reason?: string;
  /** Email address of a console account. */
  readonly as: string;
  readonly withoutReading?: boolean;
}

/** Returns a message to its sender, who reads the reason, in the name of a console account. */
export async function reject(id: string, options: Common & { reason?: string; as: string }): Promise<void> {
  const { as } = options;
  const reason = givenReason(options.reason);
  await withStore(options.config, async (open) => {
    const message = await findHeld(open.store, id);
    await decideAs(open, message, await reviewerAccount(as, open), { choice: 'reject', reason });
    process.stdout.write('The gateway is returning it to its sender, with your reason.\n');
  });
}

/** Begins a decision without time to undo it; the gateway carries it out. */
async function decideAs(
  { review }: OpenStore,
  { id: messageId, recipients }: MessageDetail,
  { id, name, email, schools }: StoredAccount,
  decision: { readonly choice: 'release' | 'reject'; readonly reason: string },
  withoutReading = false,
): Promise<Extract<DecideOutcome, { outcome: 'pending' | 'agreed' }>> {
  const outcome = await review.decisions.decide(messageId, { schools }, decision, {
    actor: { id, name, email },
    now: new Date(),
    undoMs: 0,
    recipients: recipients.length,
    withoutReading,
  });
  if (outcome.outcome === 'pending' || outcome.outcome === 'agreed') return outcome;
  const [code, why] = refusals[outcome.outcome];
  throw new HallpassError(code, why);
}

const refusals = {
  'already-agreed': ['cli.usage', 'you have already approved it; another person has to approve it as well'],
  'same-person': [
    'cli.usage',
    'another account with your name or mailbox has already approved it; another person has to approve it',
  ],
  'needs-reason': ['cli.usage', 'this message is sensitive: give a --reason'],
  'needs-reading': ['cli.usage', 'this message is sensitive: reveal it in the console first, or use --without-reading'],
  'too-late': ['link.used', 'the message has changed in the meantime; see "hallpass quarantine show"'],
  'not-there': ['store.not-found', 'this account does not review the schools of this message'],
} as const satisfies Record<string, readonly [ErrorCode, string]>;

function releasedWords({ id, recipients }: MessageDetail): string {
  const count = `${recipients.length} recipient${recipients.length === 1 ? '' : 's'}`;
  return `Released to ${count}; the gateway is delivering it. To see when the next hop has accepted it: hallpass quarantine show ${id.slice(0, 13)}`;
}

async function findHeld(store: Store, id: string): Promise<MessageDetail> {
  const message = await find(store, id);
  if (message.state !== 'quarantined')
    throw new HallpassError('link.used', `it is ${message.state}, not held for review`);
  return message;
}

/** A message by its id or the first characters of its id. */
async function find(store: Store, id: string): Promise<MessageDetail> {
  const ids = await store.idsLike(id.toLowerCase());
  if (ids.length > 1)
    throw new HallpassError('cli.usage', `${ids.length} ids begin with these characters; give more characters`);
  const message = ids[0] === undefined ? undefined : await store.message(ids[0]);
  if (message === undefined) throw new HallpassError('store.not-found', 'see "hallpass quarantine list" for the ids');
  return message;
}

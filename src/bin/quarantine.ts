/** `hallpass quarantine`: reviewers' work at a terminal, beside the console. */
import { createActContext } from '../act/act-context.ts';
import { decideHeld, type HeldDecision } from '../act/decide-held.ts';
import { heldMessage } from '../act/message-facts.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import type { StoredAccount } from '../store/accounts/accounts.ts';
import { unalteredBody } from '../store/body.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import type { Store } from '../store/store.ts';
import { describeList, describeMessage, listLine, messageJson } from './describe-held.ts';
import { withStore, type OpenStore } from './open-store.ts';
import { operator } from './operator.ts';
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

/** Where the policy wants several people, each of them agrees with an account of the console, here or there: one count. */
export async function release(id: string, options: Common & { reason?: string; as?: string }): Promise<void> {
  const { reason = '', as } = options;
  await withStore(options.config, async (open) => {
    const message = await findHeld(open.store, id);
    const needed = message.verdict?.releasers ?? 1;
    if (as !== undefined) return releaseAs(open, message, await reviewerAccount(as, open), reason);
    if (needed > 1)
      throw new HallpassError(
        'cli.usage',
        `the policy wants ${needed} people to agree: give --as with the address of your account, or use the console`,
      );
    await decide(open, message, { by: 'reviewer', choice: 'release', actor: operator(), reason });
    process.stdout.write(`${releasedWords(message)}\n`);
    return undefined;
  });
}

async function releaseAs(
  { review }: OpenStore,
  message: MessageDetail,
  { id, name, email, schools }: StoredAccount,
  reason: string,
): Promise<void> {
  const outcome = await review.decisions.decide(
    message.id,
    { schools },
    { choice: 'release', reason },
    { actor: { id, name, email }, now: new Date(), undoMs: 0, recipients: message.recipients.length },
  );
  switch (outcome.outcome) {
    case 'pending':
      process.stdout.write(`${releasedWords(message)}\n`);
      return;
    case 'agreed':
      process.stdout.write(
        `Not released yet: the policy wants ${outcome.needed} people, ${outcome.given} agreed so far. Another person agrees in the console, or with this command and an account of their own.\n`,
      );
      return;
    case 'too-late':
      throw new HallpassError('link.used', 'somebody else was faster; see "hallpass quarantine show"');
    case 'not-there':
      throw new HallpassError('store.not-found', 'it is not of the schools of this account');
  }
}

function releasedWords({ id, recipients }: MessageDetail): string {
  const count = `${recipients.length} recipient${recipients.length === 1 ? '' : 's'}`;
  return `Released to ${count}; the gateway delivers it now. "hallpass quarantine show ${id.slice(0, 13)}" tells when the next hop has it.`;
}

export async function reject(id: string, options: Common & { reason: string }): Promise<void> {
  const { reason } = options;
  await withStore(options.config, async (open) => {
    const message = await findHeld(open.store, id);
    await decide(open, message, { by: 'reviewer', choice: 'reject', actor: operator(), reason });
    process.stdout.write('Rejected: it goes back to its sender with your words.\n');
  });
}

/** Takes effect at once, in the name of the person who uses the shell. */
async function decide(
  { store, config, keys }: OpenStore,
  message: MessageDetail,
  decision: Extract<HeldDecision, { by: 'reviewer' }>,
): Promise<void> {
  const context = createActContext(config, keys, () => config.publicUrl ?? '');
  try {
    await decideHeld(store, context, heldMessage(message), decision, { body: () => unalteredBody(store, message.id) });
  } catch (error) {
    if (codeOf(error) !== 'store.lost-lease') throw error;
    throw new HallpassError('link.used', 'somebody else was faster; see "hallpass quarantine show"', {
      cause: error,
    });
  }
}

async function findHeld(store: Store, id: string): Promise<MessageDetail> {
  const message = await find(store, id);
  if (message.state !== 'quarantined') throw new HallpassError('link.used', `it is ${message.state}, not quarantined`);
  return message;
}

/** A message by its id or the first characters of it. */
async function find(store: Store, id: string): Promise<MessageDetail> {
  const ids = await store.idsLike(id.toLowerCase());
  if (ids.length > 1)
    throw new HallpassError('cli.usage', `${ids.length} ids begin with these characters; give more of them`);
  const message = ids[0] === undefined ? undefined : await store.message(ids[0]);
  if (message === undefined) throw new HallpassError('store.not-found', 'see "hallpass quarantine list" for the ids');
  return message;
}

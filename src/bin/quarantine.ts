/** `hallpass quarantine`: reviewing held messages at a terminal instead of in the console. */
import { createActContext } from '../act/act-context.ts';
import { decideHeld, type HeldDecision } from '../act/decide-held.ts';
import { heldMessage } from '../act/message-facts.ts';
import { gravityOfRelease } from '../decide/verdict.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import type { StoredAccount } from '../store/accounts/accounts.ts';
import { unalteredBody } from '../store/body.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import { readSenderLanguage } from '../store/sender-languages.ts';
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

/** Where the policy wants several people, each agrees with a console account, here or in the console; both count together. */
export async function release(id: string, options: Common & ReleaseOptions): Promise<void> {
  const { reason = '', as, withoutReading } = options;
  await withStore(options.config, async (open) => {
    const message = await findHeld(open.store, id);
    const needed = message.verdict?.releasers ?? 1;
    if (as === undefined && needed > 1)
      throw new HallpassError(
        'cli.usage',
        `the policy wants ${needed} people to agree: use --as with the email address of your account, or use the console`,
      );
    checkWeight(message, options);
    if (as !== undefined)
      return releaseAs(open, message, await reviewerAccount(as, open), {
        reason,
        withoutReading: withoutReading === true,
      });
    await decide(open, message, { by: 'reviewer', choice: 'release', actor: operator(), reason });
    process.stdout.write(`${releasedWords(message)}\n`);
    return undefined;
  });
}

interface ReleaseOptions {
  readonly reason?: string;
  readonly as?: string;
  readonly withoutReading?: boolean;
}

/** The command line shows no content, so that a release that weighs heavily is one without reading unless it was revealed. */
function checkWeight({ verdict }: MessageDetail, { reason = '', as, withoutReading = false }: ReleaseOptions): void {
  const gravity = gravityOfRelease(verdict);
  if (gravity.length === 0) return;
  const why = `releasing this message weighs heavily (${gravity.map((one) => one.replaceAll('-', ' ')).join(', ')})`;
  if (reason.trim() === '') throw new HallpassError('cli.usage', `${why}: give a --reason`);
  if (as === undefined && !withoutReading)
    throw new HallpassError('cli.usage', `${why}: read it in the console, or use --without-reading`);
}

async function releaseAs(
  { review }: OpenStore,
  message: MessageDetail,
  { id, name, email, schools }: StoredAccount,
  { reason, withoutReading }: { reason: string; withoutReading: boolean },
): Promise<void> {
  const outcome = await review.decisions.decide(
    message.id,
    { schools },
    { choice: 'release', reason },
    { actor: { id, name, email }, now: new Date(), undoMs: 0, recipients: message.recipients.length, withoutReading },
  );
  switch (outcome.outcome) {
    case 'pending':
      process.stdout.write(`${releasedWords(message)}\n`);
      return;
    case 'agreed':
      process.stdout.write(
        `Not released yet: ${outcome.given} of ${outcome.needed} people have agreed. Another person can agree in the console, or with this command and their own account.\n`,
      );
      return;
    case 'already-agreed':
      throw new HallpassError('cli.usage', 'you have agreed already; another person has to agree as well');
    case 'same-person':
      throw new HallpassError(
        'cli.usage',
        'another account with your name or mailbox has agreed already; another person has to agree',
      );
    case 'needs-reason':
      throw new HallpassError('cli.usage', 'releasing this message weighs heavily: give a --reason');
    case 'needs-reading':
      throw new HallpassError(
        'cli.usage',
        'releasing this message weighs heavily: reveal it in the console first, or use --without-reading',
      );
    case 'too-late':
      throw new HallpassError('link.used', 'the message has changed in the meantime; see "hallpass quarantine show"');
    case 'not-there':
      throw new HallpassError('store.not-found', 'this account does not review the schools of this message');
  }
}

function releasedWords({ id, recipients }: MessageDetail): string {
  const count = `${recipients.length} recipient${recipients.length === 1 ? '' : 's'}`;
  return `Released to ${count}; the gateway is delivering it. To see when the next hop has accepted it: hallpass quarantine show ${id.slice(0, 13)}`;
}

export async function reject(id: string, options: Common & { reason: string }): Promise<void> {
  const { reason } = options;
  await withStore(options.config, async (open) => {
    const message = await findHeld(open.store, id);
    await decide(open, message, { by: 'reviewer', choice: 'reject', actor: operator(), reason });
    process.stdout.write('Returned to its sender, with your reason.\n');
  });
}

/** Takes effect at once, in the name of the operating system account. */
async function decide(
  { store, config, keys, database }: OpenStore,
  message: MessageDetail,
  decision: Extract<HeldDecision, { by: 'reviewer' }>,
): Promise<void> {
  const language = await readSenderLanguage(database.db, message.sender);
  const context = createActContext(
    config,
    keys,
    () => config.publicUrl ?? '',
    () => language,
  );
  try {
    await decideHeld(store, context, heldMessage(message), decision, { body: () => unalteredBody(store, message.id) });
  } catch (error) {
    if (codeOf(error) !== 'store.lost-lease') throw error;
    throw new HallpassError('link.used', 'the message has changed in the meantime; see "hallpass quarantine show"', {
      cause: error,
    });
  }
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

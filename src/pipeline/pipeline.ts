/** The table of contents: the stages of a message's way, in order. Each runs again after a crash without harm. */
import type { RecipientFacts } from '../../detectors/detector.ts';
import type { ActContext } from '../act/act-context.ts';
import { applyVerdict } from '../act/apply-verdict.ts';
import { decideHeld } from '../act/decide-held.ts';
import type { Route } from '../act/deliver/attempt.ts';
import { settle } from '../act/deliver/settle.ts';
import { headersOnly } from '../act/notices/headers-only.ts';
import { actOn, decisionOf, heldOf, isAltered, outgoing, retryScan, setAside } from './claimed-message.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import type { ScanFailure } from '../decide/verdict.ts';
import type { ScanPool } from '../workers/scan-pool.ts';
import type { ScanResult } from '../workers/scan-result.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { judge, unscanned, type Known } from './judge.ts';
import { countRepliers } from './list-thread.ts';
import type { Observer } from '../log/observer.ts';
import type { MessageId } from '../message/message-id.ts';
import { createByteBudget, type ByteBudget } from '../queue/byte-budget.ts';
import type { WorkQueue } from '../queue/work-queue.ts';
import type { NewMessage, Step } from '../store/change.ts';
import type { ListPosts } from '../store/list-posts.ts';
import type { LeaseKeeper } from '../store/lease-keeper.ts';
import type { ReviewDecisions } from '../store/review/decisions.ts';
import type { ClaimedMessage, Store } from '../store/store.ts';

export interface PipelineParts {
  readonly store: Store;
  readonly queue: Pick<WorkQueue, 'wake'>;
  readonly keeper: LeaseKeeper;
  readonly budget: ByteBudget;
  readonly scanPool: Pick<ScanPool, 'run'>;
  readonly listPosts: ListPosts;
  readonly pack: PolicyPack;
  readonly maxScanAttempts: number;
  readonly context: ActContext;
  /** Absent where this process does not deliver. */
  readonly route?: Route | undefined;
  readonly recipientFacts: (address: string) => RecipientFacts;
  /** What is known beside a message. @param students directory ids of those whom it is about */
  readonly known: (students: readonly string[], sender: string) => Known;
  /** What a reviewer has decided on a held message and is to be carried out at a time. */
  readonly pendingDecision: ReviewDecisions['pending'];
  readonly observe: Observer;
}

export interface Pipeline {
  /** receive → store → queue. Resolves when the message is durable. */
  accept(message: NewMessage): Promise<void>;
  /** queue → extract → detect → decide → act, through the first delivery attempt. */
  scan(id: MessageId): Promise<void>;
  /** What waited: a further delivery attempt, a released message, a notice, the end of a hold. */
  act(id: MessageId): Promise<void>;
}

/** Time for a database that was away to come back. */
const AGAIN_AFTER_MS = 3000;

export function createPipeline(parts: PipelineParts): Pipeline {
  const { store, queue, keeper, budget, scanPool, listPosts, pack, context, route, observe } = parts;

  /** One at a time. */
  const suspects = createByteBudget(1);

  async function scanClaimed(claimed: ClaimedMessage): Promise<void> {
    const raw = await observe.stage('read', () => store.body(claimed.id)).catch((error: unknown) => ifAltered(error));
    const judged = await inTurn(claimed, () => scanAndJudge(claimed, raw));
    if (judged?.step.to !== 'delivering') return;
    const { step, verdict, sealed } = judged;
    if (step.keepLease)
      await deliver({ ...claimed, state: 'delivering', expiresAt: step.expiresAt ?? null, verdict, sealed }, raw!);
    else queue.wake('act', { id: claimed.id, wake: 'scanned' });
  }

  /**
   * Messages of which an earlier scan did not end come one after another, each until its outcome is committed. They are
   * counted when their turn comes and not before: a message that ends the process must not be blamed on its neighbours.
   */
  async function inTurn<Outcome>(claimed: ClaimedMessage, work: () => Promise<Outcome>): Promise<Outcome> {
    if (!claimed.suspect || claimed.attempts > parts.maxScanAttempts) return work();
    return suspects.during(1, async () => {
      await store.countAttempt(claimed.id, claimed.lease);
      return work();
    });
  }

  /** Commits the outcome; undefined where the message is set back to be tried again. */
  async function scanAndJudge(claimed: ClaimedMessage, raw: Buffer | undefined) {
    const scan = raw === undefined ? failed(claimed, { code: 'malformed' }) : await scanOrFail(claimed, raw);
    if (scan === undefined) {
      await store.step(retryScan(context, claimed));
      return undefined;
    }
    const thread = raw && (await countRepliers(listPosts, claimed, scan, raw));
    const known = parts.known(
      scan.findings.flatMap(({ subject }) => subject?.id ?? []),
      claimed.sender,
    );
    const judgement = observe.time('decide', () =>
      judge(scan, claimed.sender, claimed.receivedAt, pack, thread, known),
    );
    const judged = {
      message: actOn(claimed),
      lease: claimed.lease,
      raw: raw ?? Buffer.alloc(0),
      ...judgement,
      findings: scan.findings,
      unread: scan.unread,
    };
    const step = applyVerdict(context, judged, route !== undefined);
    await store.step(step);
    observe.verdict(claimed.id, judgement.verdict, step.to);
    return { step, verdict: judgement.verdict, sealed: judgement.sealed };
  }

  /** Undefined: the worker failed in a way that may pass, and the message is to be tried once more, alone. */
  async function scanOrFail(
    claimed: ClaimedMessage,
    raw: Buffer,
  ): Promise<Omit<ScanResult, 'parts' | 'ms'> | undefined> {
    if (claimed.attempts > parts.maxScanAttempts) return failed(claimed, { code: 'poison' });
    try {
      const request = {
        raw: new Uint8Array(raw),
        sender: claimed.sender,
        recipients: claimed.recipients.map(({ address }) => address),
      };
      return await observe.stage('scan', () => scanPool.run(request));
    } catch (error) {
      const code = (['timed-out', 'out-of-memory', 'worker-died'] as const).find(
        (name) => codeOf(error) === `scan.${name}`,
      );
      if (code === undefined) throw error;
      return claimed.attempts < 2 ? undefined : failed(claimed, { code });
    }
  }

  function failed(claimed: ClaimedMessage, failure: ScanFailure): ReturnType<typeof unscanned> {
    return unscanned(
      claimed.recipients.map(({ address }) => address),
      failure,
      parts.recipientFacts,
    );
  }

  async function deliver(claimed: ClaimedMessage, raw: Buffer): Promise<void> {
    if (route === undefined) return store.release(claimed.id, claimed.lease, context.now());
    const results = await observe.stage('deliver', () => route.send(outgoing(claimed, raw)));
    const step = settle(
      context,
      {
        ...actOn(claimed),
        lease: claimed.lease,
        recipients: claimed.recipients,
        // Of a notice none is stored: it is tried for as long as mail is.
        expiresAt: claimed.expiresAt ?? new Date(claimed.receivedAt.getTime() + context.schedule.maxAgeMs),
        ...(claimed.decision ? { decision: claimed.decision } : {}),
      },
      results,
      raw,
    );
    await observe.retrying(() => store.step(step));
    observe.delivery(claimed.id, results, step.to);
  }

  async function actClaimed(claimed: ClaimedMessage): Promise<void> {
    const held = claimed.state === 'warned' || claimed.state === 'quarantined';
    const pending = held ? await parts.pendingDecision(claimed.id) : undefined;
    if (pending) return carryOut(claimed, pending);
    if (held && claimed.expiresAt && claimed.expiresAt > context.now())
      return store.release(claimed.id, claimed.lease, claimed.expiresAt);
    const raw = await store.body(claimed.id).catch((error: unknown) => ifAltered(error));
    if (held)
      return store.step(decideHeld(context, heldOf(claimed), { by: 'expiry' }, headersOnly(raw ?? Buffer.alloc(0))));
    return raw === undefined ? store.step(setAside(context, claimed)) : deliver(claimed, raw);
  }

  /** A reviewer's decision whose time to undo it is over. */
  async function carryOut(claimed: ClaimedMessage, pending: PendingOf): Promise<void> {
    if (pending.due > context.now()) return store.release(claimed.id, claimed.lease, pending.due);
    const raw = await store.body(claimed.id).catch((error: unknown) => ifAltered(error));
    const step = decideHeld(context, heldOf(claimed), decisionOf(pending), headersOnly(raw ?? Buffer.alloc(0)));
    await store.step(step);
    if (step.to === 'delivering') queue.wake('act', { id: claimed.id, wake: 'decided' });
  }

  /** What fails in the middle is due again soon, rather than when its lease has ended. */
  async function orGiveBack(claimed: ClaimedMessage, run: (claimed: ClaimedMessage) => Promise<void>): Promise<void> {
    try {
      await run(claimed);
    } catch (error) {
      if (codeOf(error) !== 'store.lost-lease')
        await observe.retrying(() =>
          store.release(claimed.id, claimed.lease, new Date(context.now().getTime() + AGAIN_AFTER_MS)),
        );
      throw error;
    }
  }

  const work =
    (states: readonly Step['from'][], run: (claimed: ClaimedMessage) => Promise<void>) => async (id: MessageId) => {
      const claimed = await observe.retrying(() => store.claim(id, states));
      if (claimed === undefined) return; // somebody else has it, or had it
      await keeper.during(id, claimed.lease, () =>
        budget.during(claimed.size, () => observe.work(id, () => orGiveBack(claimed, run))),
      );
    };
  return {
    async accept(message) {
      await observe.stage('store', () => store.accept(message));
      queue.wake('scan', { id: message.id, wake: '0' });
    },
    scan: work(['received', 'scanning'], scanClaimed),
    act: work(['delivering', 'warned', 'quarantined'], actClaimed),
  };
}

type PendingOf = NonNullable<Awaited<ReturnType<ReviewDecisions['pending']>>>;

function ifAltered(error: unknown): undefined {
  if (!isAltered(error)) throw error;
}

/** The store: where a message is committed before its 250, and every step of it afterwards. The database is the truth. */
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { HallpassError } from '../errors/hallpass-error.ts';
import type { MessageId } from '../message/message-id.ts';
import { noArchive, type ArchivePlan } from './archive/archive-plan.ts';
import { createAcceptBatcher } from './accept.ts';
import { acceptSurely } from './accept-surely.ts';
import { readBody } from './body.ts';
import type { AuditEvent, NewMessage, Step } from './change.ts';
import { createClaimBatcher, type ClaimedMessage } from './claim.ts';
import type { KeyRing } from './keys.ts';
import { createLeases, type Leases } from './leases.ts';
import { pruneListPosts } from './list-posts.ts';
import { dropExpiredPartitions, ensurePartitions } from './partitions.ts';
import { createReader, type StoreReader } from './read.ts';
import { foldCounts } from './review/counts.ts';
import { pruneSignatureLocators } from './signature-locators.ts';
import type { Database } from './schema.ts';
import { mayBecome, type MessageState } from './states.ts';
import { createStepBatcher } from './step.ts';
import { appendAudit } from './write.ts';

export interface Store extends StoreReader, Leases {
  /**
   * Commits a new message durably. After it resolves the message cannot be lost.
   *
   * @throws HallpassError store.commit-unknown where the database was lost before it answered; after any other error nothing is stored
   */
  accept(message: NewMessage): Promise<void>;
  /**
   * Takes one step of a message: state, results, notices and audit events in one transaction.
   *
   * @throws HallpassError store.lost-lease when the message is no longer in the state, or under the lease, that the step expects
   */
  step(step: Step): Promise<void>;
  /** Leases a message in one of the states; undefined where another worker has it, or there is no such message. Counts the first scan attempt. */
  claim(id: MessageId, states: readonly MessageState[]): Promise<ClaimedMessage | undefined>;
  /** The message as it arrived. @throws HallpassError store.altered-body, store.bad-ciphertext, store.not-found */
  body(id: MessageId): Promise<Buffer>;
  audit(messageId: MessageId | null, event: AuditEvent): Promise<void>;
  /** Makes the partitions of the coming days, drops those past retention, prunes and folds old counts. @returns the days dropped */
  maintain(now: Date, bodyDays: number): Promise<string[]>;
  /** Resolves when all requested writes are committed. */
  idle(): Promise<void>;
}

/** @param archive says which archives get a copy of a message; it is asked for each one */
export function createStore(
  db: Kysely<Database>,
  pool: pg.Pool,
  keys: KeyRing,
  archive: ArchivePlan = noArchive,
): Store {
  const accepting = createAcceptBatcher(db, keys);
  const stepping = createStepBatcher(db, keys);
  const claiming = createClaimBatcher(db, keys);
  return {
    ...createReader(db, keys),
    ...createLeases(db),
    accept: (message) => acceptSurely((one) => accepting.add(one), withArchives(message, archive)),
    async step(step) {
      if (!mayBecome(step.from, step.to)) throw new Error(`no transition from ${step.from} to ${step.to}`);
      if (!(await stepping.add(stepWithArchives(step, archive)))) throw new HallpassError('store.lost-lease', step.id);
    },
    claim: (id, states) => claiming.add({ id, states }),
    body: (id) => readBody(pool, keys, id),
    async audit(messageId, event) {
      await db.transaction().execute((trx) => appendAudit(trx, [{ messageId, event }]));
    },
    async maintain(now, bodyDays) {
      await pruneListPosts(db, now);
      await pruneSignatureLocators(db, now);
      await foldCounts(db);
      await ensurePartitions(db, new Date(now.getTime() - 86_400_000), 9);
      return dropExpiredPartitions(db, keys, now, bodyDays);
    },
    async idle() {
      await Promise.all([accepting.idle(), stepping.idle(), claiming.idle()]);
    },
  };
}

function withArchives(message: NewMessage, { accepted }: ArchivePlan): NewMessage {
  return { ...message, archives: accepted() };
}

function stepWithArchives(step: Step, plan: ArchivePlan): Step {
  const archives = step.verdict === undefined ? [] : plan.judged(step.verdict);
  return { ...step, archives, ...(step.copy && { copy: withArchives(step.copy, plan) }) };
}

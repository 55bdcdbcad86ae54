/** What the pipeline works with: the gateway puts it together. */
import type { RecipientFacts } from '../../detectors/detector.ts';
import type { ActContext } from '../act/act-context.ts';
import type { Route } from '../act/deliver/attempt.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import type { Observer } from '../log/observer.ts';
import type { ByteBudget } from '../queue/byte-budget.ts';
import type { WorkQueue } from '../queue/work-queue.ts';
import type { LeaseKeeper } from '../store/lease-keeper.ts';
import type { ListPosts } from '../store/list-posts.ts';
import type { ReviewDecisions } from '../store/review/decisions.ts';
import type { Store } from '../store/store.ts';
import type { ScanPool } from '../workers/scan-pool.ts';
import type { AssessmentContext } from './assess.ts';
import type { SignatureLearning } from './signature-learning.ts';

export interface PipelineParts {
  readonly store: Store;
  readonly queue: Pick<WorkQueue, 'wake'>;
  readonly keeper: LeaseKeeper;
  readonly budget: ByteBudget;
  /** Whether this process scans what it accepts. */
  readonly scans: boolean;
  readonly scanPool: Pick<ScanPool, 'run'>;
  readonly listPosts: ListPosts;
  /** Absent where nothing is learnt from signatures. */
  readonly signatures?: Pick<SignatureLearning, 'forScan' | 'learn'> | undefined;
  readonly pack: PolicyPack;
  readonly maxScanAttempts: number;
  readonly context: ActContext;
  /** Absent where this process does not deliver. */
  readonly route?: Route | undefined;
  readonly recipientFacts: (address: string) => RecipientFacts;
  /** @param students directory ids of the students found */
  readonly assessmentContext: (students: readonly string[], sender: string) => AssessmentContext;
  /** A reviewer's decision on a held message, with the time from which it may be carried out. */
  readonly pendingDecision: ReviewDecisions['pending'];
  readonly observe: Observer;
}

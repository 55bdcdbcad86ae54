/** Which archives get a copy of a message: asked when it is accepted and when its verdict is written. */
import type { Verdict } from '../../decide/verdict.ts';

export interface ArchivePlan {
  /** Names of the archives that get a copy of each message as soon as it is accepted. */
  readonly accepted: () => readonly string[];
  /** Names of those that get one because of its verdict. */
  readonly judged: (verdict: Verdict) => readonly string[];
}

export const noArchive: ArchivePlan = { accepted: () => [], judged: () => [] };

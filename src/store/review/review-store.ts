/** Review in the database, put together: what the console reads and writes, and what the pipeline asks of it. */
import type { Kysely } from 'kysely';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { createAbsences, type Absences } from './absences.ts';
import { foldWords } from '../../message/search-words.ts';
import { createBlindIndex } from './blind-words.ts';
import { createDecisions, type ReviewDecisions } from './decisions.ts';
import { createExceptions, type Exceptions } from './exceptions.ts';
import { heldSince, type PastHold } from './held-since.ts';
import { createItemReader, type ItemReader } from './read-items.ts';
import { createRecords, type ReviewRecords } from './records.ts';
import { createReports, type Reports } from './reports.ts';
import { createSavedSearches, type SavedSearches } from './views.ts';

export interface ReviewStore {
  readonly absences: Absences;
  readonly items: ItemReader;
  readonly decisions: ReviewDecisions;
  readonly records: ReviewRecords;
  readonly exceptions: Exceptions;
  /** Newest first: messages that were held since then, in which one of these codes was found. */
  readonly heldSince: (since: Date, codes: readonly string[]) => AsyncGenerator<PastHold>;
  readonly searches: SavedSearches;
  readonly reports: Reports;
  /** How words are folded before they are looked up. */
  readonly foldWords: (text: string) => string[];
}

export function createReviewStore(db: Kysely<Database>, keys: KeyRing): ReviewStore {
  const blind = createBlindIndex(keys.derive('search'));
  return {
    absences: createAbsences(db),
    items: createItemReader(db, keys, blind),
    decisions: createDecisions(db, keys),
    records: createRecords(db, keys),
    exceptions: createExceptions(db, keys),
    heldSince: (since, codes) => heldSince(db, since, codes),
    searches: createSavedSearches(db, keys),
    reports: createReports(db, keys, blind),
    foldWords,
  };
}

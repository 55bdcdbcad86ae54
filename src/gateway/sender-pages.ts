/** The pages of senders: a message that waits for them, a message that is held, and what became of a message. */
import type { ActContext } from '../act/act-context.ts';
import { registerAppealPages } from '../review/api/appeal-pages.ts';
import { registerCopyPages } from '../review/api/copy-pages.ts';
import type { HttpServer } from '../review/api/http-server.ts';
import { registerSenderPages } from '../review/api/sender-pages.ts';
import { registerStatusPages } from '../review/api/status-pages.ts';
import type { ReviewRecords } from '../store/review/records.ts';
import type { SenderLanguages } from '../store/sender-languages.ts';
import type { Store } from '../store/store.ts';
import type { Viewing } from '../view/view-result.ts';
import { liveObject } from './live-object.ts';
import { createSenderAppeals } from './sender-appeals.ts';
import { createSenderCopies } from './sender-copies.ts';
import { createSenderDecisions } from './sender-decisions.ts';
import { createSenderStatus } from './sender-status.ts';

export interface SenderPagesParts {
  readonly store: Store;
  readonly records: ReviewRecords;
  readonly languages: SenderLanguages;
  readonly context: ActContext;
  /** Reads stored messages in limited workers. */
  readonly read: Viewing;
}

export function addSenderPages(app: HttpServer, { store, records, languages, context, read }: SenderPagesParts): void {
  const settings = liveObject(() => context.settings);
  registerSenderPages(app, createSenderDecisions(store, context), settings);
  registerAppealPages(app, createSenderAppeals(store, records, context), settings);
  registerCopyPages(app, createSenderCopies({ store, read, context }), settings);
  registerStatusPages(app, createSenderStatus(store, languages, context), settings);
}

/** Traces and the queue for the next hop, for the console and the command line. */
import type { ActContext } from '../act/act-context.ts';
import type { HopStates } from '../act/deliver/hop-states.ts';
import type { Config } from '../config/schema.ts';
import { returnWaiting } from '../pipeline/return-waiting.ts';
import type { MailFlowParts } from '../review/api/mail-flow-handlers.ts';
import { retryCopies } from '../store/archive/archive-status.ts';
import { pausedHops, setPaused } from '../store/paused-hops.ts';
import type { Archiving } from './archiving.ts';
import type { OpenDatabase } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { queueGroups, retryNow, traceMessages, waitingIds, type QueueSelection } from '../store/trace.ts';

/** A call ends within the time that a browser waits. */
const MOST_RETURNED = 500;

export interface MailFlowStorage {
  readonly db: OpenDatabase['db'];
  readonly store: Pick<Store, 'claim' | 'step' | 'body'>;
}

export function openMailFlow({
  db,
  store,
  config,
  context,
  hops,
  archiving,
  reload,
}: MailFlowStorage & {
  readonly config: Pick<Config, 'deliver'>;
  readonly context: ActContext;
  readonly hops: Pick<HopStates, 'all'>;
  readonly archiving: Pick<Archiving, 'status'>;
  readonly reload: MailFlowParts['reload'];
}): Omit<MailFlowParts, 'audit' | 'now'> {
  return {
    trace: (search) => traceMessages(db, search),
    queue: () => queueGroups(db),
    archives: () => archiving.status(db),
    retryArchive: (selection) => retryCopies(db, selection),
    retry: (selection) => retryNow(db, selection),
    returnNow: (selection, actor) => returnNow({ db, store }, context, selection, actor),
    hops() {
      const known = hops.all();
      return known.length > 0
        ? known
        : config.deliver.smarthosts.map(({ address }) => ({ hop: address, condition: null }));
    },
    reload,
    pausedHops: () => pausedHops(db),
    setPaused: (change) => setPaused(db, change),
  };
}

/** @returns how many messages were returned: 500 at most */
export async function returnNow(
  { db, store }: MailFlowStorage,
  context: ActContext,
  selection: QueueSelection,
  actor: string,
): Promise<number> {
  let returned = 0;
  for (const id of await waitingIds(db, selection, MOST_RETURNED))
    if (await returnWaiting(store, context, id, { actor })) returned += 1;
  return returned;
}

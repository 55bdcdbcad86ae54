/** Follows the changes in review by all processes: PostgreSQL notifies its listeners once a transaction is committed. */
import pg from 'pg';

export interface ReviewWatch {
  /** @returns ends the watch; ids are undefined where there are many, or some may have been missed */
  watch(changed: (ids: readonly string[] | undefined) => void): () => void;
  close(): Promise<void>;
}

const AGAIN_MS = 2000;

/** Keeps one connection of its own, and takes another when it breaks. */
export function watchReview(connection: pg.ClientConfig, onError: (error: unknown) => void): ReviewWatch {
  const watchers = new Set<(ids: readonly string[] | undefined) => void>();
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const notify = (ids: readonly string[] | undefined): void => {
    for (const changed of watchers) changed(ids);
  };

  async function open(): Promise<void> {
    const next = new pg.Client({ ...connection, application_name: 'hallpass-watch', keepAlive: true });
    client = next;
    next.on('notification', ({ payload }) => notify(!payload || payload === '*' ? undefined : payload.split(' ')));
    next.on('error', onError);
    next.on('end', again);
    try {
      await next.connect();
      await next.query('LISTEN hallpass_review');
      notify(undefined); // changes may have been missed
    } catch (error) {
      onError(error);
      await next.end().catch(onError);
      again();
    }
  }
  function again(): void {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => void open(), AGAIN_MS);
  }
  void open();
  return {
    watch(changed) {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(onError);
    },
  };
}

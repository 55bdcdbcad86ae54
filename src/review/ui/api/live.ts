/** Listens to server-sent events and reloads the lists and the open message when something changes. */
import { useEffect, useState } from 'react';
import { addressOf } from './client.ts';
import { keys, queryClient } from './queries.ts';

export type Liveness = 'connecting' | 'live' | 'away';

/** Collects events, so that a bulk action of another reviewer reloads the list only once. */
const settleMs = 400;

export function useLive(enabled: boolean): Liveness {
  const [liveness, setLiveness] = useState<Liveness>('connecting');
  useEffect(() => {
    if (!enabled) return;
    const source = new EventSource(addressOf('events'));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refreshSoon = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queryClient.invalidateQueries({ queryKey: keys.lists });
        void queryClient.invalidateQueries({ queryKey: keys.counts });
      }, settleMs);
    };
    let wasAway = false;
    source.onopen = () => {
      setLiveness('live');
      // Events during the interruption are lost, so everything is reloaded.
      if (wasAway) void queryClient.invalidateQueries();
      wasAway = false;
    };
    source.onerror = () => {
      wasAway = true;
      setLiveness('away');
      // The gateway also ends the events of a session that has ended.
      void queryClient.invalidateQueries({ queryKey: keys.session });
    };
    source.addEventListener('message', (event: MessageEvent<string>) => {
      refreshSoon();
      const id = idIn(event.data);
      if (id !== undefined) void queryClient.invalidateQueries({ queryKey: keys.message(id) });
    });
    source.addEventListener('counts', refreshSoon);
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [enabled]);
  return liveness;
}

function idIn(data: string): string | undefined {
  try {
    const event: unknown = JSON.parse(data);
    return typeof event === 'object' && event !== null && 'id' in event && typeof event.id === 'string'
      ? event.id
      : undefined;
  } catch {
    // An event without an id, for example of a newer gateway, still reloads the lists.
    return undefined;
  }
}

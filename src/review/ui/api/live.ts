/** What changed at the gateway, as it happens: the lists and the open message are asked for anew. */
import { useEffect, useState } from 'react';
import { addressOf } from './client.ts';
import { keys, queryClient } from './queries.ts';

export type Liveness = 'connecting' | 'live' | 'away';

/** Many events at once (a bulk act of somebody else) cost one new list. */
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
      // What happened in between was told to nobody here.
      if (wasAway) void queryClient.invalidateQueries();
      wasAway = false;
    };
    source.onerror = () => {
      wasAway = true;
      setLiveness('away');
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
    const told: unknown = JSON.parse(data);
    return typeof told === 'object' && told !== null && 'id' in told && typeof told.id === 'string'
      ? told.id
      : undefined;
  } catch {
    // A heartbeat or a newer gateway's event: the lists are fresh all the same.
    return undefined;
  }
}

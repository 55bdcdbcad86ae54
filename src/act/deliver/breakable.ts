/** A next hop with a circuit breaker: during an outage nothing is sent to it, and its messages wait without an attempt. */
import type { HopCondition } from './hop-states.ts';
import type { SmtpClient } from './smtp-client.ts';
import type { Unreachable } from './smtp-replies.ts';

export interface Outages {
  /** Whether the hop (`host:port`) has an outage now. */
  isDown(hop: string): boolean;
  begin(hop: string, condition: HopCondition): void;
  /** When the last one ended, as `performance.now()`. */
  endedAtMs(hop: string): number;
}

/** Stands in the reply of recipients that wait for the end of an outage. */
const WAITS = 'it cannot be reached; the message is tried as soon as it answers';

export function breakable(client: SmtpClient, outages: Outages): SmtpClient {
  const { remote } = client;
  let lastWorkedMs = -Infinity;
  let confirming = false;

  /** A connection may also break for reasons of its message, so that only a probe tells whether it is the hop. */
  async function confirm(): Promise<void> {
    if (confirming) return;
    confirming = true;
    const startedMs = performance.now();
    const { works, condition } = await client.probe();
    confirming = false;
    if (!works && lastWorkedMs < startedMs) outages.begin(remote, condition);
  }

  function failed({ noConnection, condition }: Unreachable, startedMs: number): void {
    if (lastWorkedMs >= startedMs || outages.isDown(remote)) return;
    if (noConnection) outages.begin(remote, condition);
    else void confirm();
  }

  return {
    ...client,
    async send(message) {
      if (outages.isDown(remote))
        return { unreachable: `${remote}: ${WAITS}`, condition: 'down', noConnection: true, untried: true };
      const startedMs = performance.now();
      let sent = await client.send(message);
      // It was on its way during the outage: the hop is back since.
      if ('unreachable' in sent && outages.endedAtMs(remote) > startedMs) sent = await client.send(message);
      if ('results' in sent) lastWorkedMs = performance.now();
      else failed(sent, startedMs);
      return sent;
    },
  };
}

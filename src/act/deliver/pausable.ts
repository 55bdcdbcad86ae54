/** A next hop that can be paused: it counts as one that cannot be reached, so that another one may take the message. */
import type { SmtpClient } from './smtp-client.ts';

/** Why nothing may be sent to a hop (`host:port`) now; undefined where it may. */
export type PauseReason = (hop: string) => string | undefined;

export function pausable(client: SmtpClient, pauseReason: PauseReason): SmtpClient {
  return {
    ...client,
    async send(message) {
      const reason = pauseReason(client.remote);
      if (reason === undefined) return client.send(message);
      return { unreachable: `${client.remote}: ${reason}`, condition: 'unknown', noConnection: true };
    },
  };
}

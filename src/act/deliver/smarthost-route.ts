/** Route over the configured next hops: the first that can be reached takes the message. */
import type { AttemptResult, Route } from './attempt.ts';
import { forAll } from './attempt.ts';
import type { SmtpClient } from './smtp-client.ts';
import { unreachable } from './smtp-replies.ts';

export function createSmarthostRoute(clients: readonly SmtpClient[]): Route {
  return {
    description: clients.map((client) => client.remote).join(', '),
    async send(message): Promise<AttemptResult[]> {
      const reasons: string[] = [];
      for (const client of clients) {
        const sent = await client.send(message);
        if ('results' in sent) return sent.results;
        reasons.push(sent.unreachable);
      }
      return forAll(message.recipients, unreachable(reasons.join('; ')));
    },
    close: () => clients.forEach((client) => client.close()),
  };
}

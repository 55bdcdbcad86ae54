/** Route over the configured next hops: the first that can be reached takes the message. */
import type { AttemptResult, Route } from './attempt.ts';
import { forAll } from './attempt.ts';
import type { HopStates } from './hop-states.ts';
import type { SmtpClient } from './smtp-client.ts';
import { unreachable, type Unreachable } from './smtp-replies.ts';

/** A hop of which nothing was heard for so long is probed: its condition is true even where no mail flows. */
const PROBE_AFTER_MS = 60_000;

/** @param hops what is known about the clients' hops; without it they are not probed */
export function createSmarthostRoute(clients: readonly SmtpClient[], hops?: HopStates): Route {
  const stop = hops ? probing(clients, hops) : () => undefined;
  return {
    description: clients.map((client) => client.remote).join(', '),
    async send(message): Promise<AttemptResult[]> {
      const failures: Unreachable[] = [];
      for (const client of clients) {
        const sent = await client.send(message);
        if ('results' in sent) return sent.results;
        failures.push(sent);
      }
      const result = unreachable(failures.map((failure) => failure.unreachable).join('; '));
      const untried = failures.every((failure) => failure.untried);
      return forAll(message.recipients, untried ? { ...result, untried } : result);
    },
    probes: new Map(clients.map((client) => [client.remote, () => client.probe()])),
    close() {
      stop();
      clients.forEach((client) => client.close());
    },
  };
}

function probing(clients: readonly SmtpClient[], hops: HopStates): () => void {
  const timer = setInterval(() => {
    const heard = new Map(hops.all().map(({ hop, checkedAt }) => [hop, checkedAt.getTime()]));
    for (const client of clients)
      if (Date.now() - (heard.get(client.remote) ?? 0) >= PROBE_AFTER_MS) void client.probe();
  }, PROBE_AFTER_MS / 4);
  timer.unref();
  return () => clearInterval(timer);
}

/** Mail that goes on while a test works on the gateway's storage: each message is sent again until it is accepted. */
import { letter, sender } from '../harness/gateway.ts';
import { openSmtp, queueId } from '../harness/smtp-session.ts';

export interface Load {
  /** Where mail goes from now on. */
  port: number;
  /** Ids of accepted messages so far, by subject. */
  readonly accepted: ReadonlyMap<string, string>;
  /** Sends no further message; resolves when those that have begun are accepted. */
  stop(): Promise<void>;
}

const SENDERS = 3;

/** Every fourth message is held by marked-policy.yaml. */
export function startLoad(port: number): Load {
  const accepted = new Map<string, string>();
  let going = true;
  let count = 0;
  const load: Load = {
    port,
    accepted,
    async stop() {
      going = false;
      await Promise.all(senders);
    },
  };
  const senders = Array.from({ length: SENDERS }, async () => {
    while (going) {
      const subject = `Load ${(count += 1)}`;
      const raw = letter({ subject, text: count % 4 === 0 ? 'please-hold' : 'Hello' });
      for (let id: string | undefined; id === undefined;) {
        // Refused for now, or nobody listens: what mail servers do is to try again.
        id = await sendOnce(load.port, raw).catch(() => undefined);
        if (id !== undefined) accepted.set(subject, id);
        else await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  });
  return load;
}

async function sendOnce(port: number, raw: string): Promise<string> {
  const session = await openSmtp(port);
  try {
    await session.ehlo();
    return queueId(await session.send({ sender, recipients: ['pat@museum.example'], raw }));
  } finally {
    await session.quit().catch(() => undefined);
  }
}

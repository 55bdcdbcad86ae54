/** Sends the events of the audit log to the outputs of the configuration, each from its own position. */
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import { readSecretFile } from '../config/environment.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { createFileOutput } from '../events/file-output.ts';
import type { EventOutput } from '../events/output.ts';
import { createSyslogOutput } from '../events/syslog-output.ts';
import { createWebhookOutput } from '../events/webhook-output.ts';
import type { OpenDatabase } from '../store/database.ts';
import { sendNextEvents } from '../store/event-positions.ts';
import { poll, type Poll } from '../timing/poll.ts';

const EVERY_MS = 1000;
/** After a failure, an output is left alone for longer and longer. */
const LONGEST_PAUSE_MS = 60_000;

export interface EventOutputsParts {
  readonly config: Pick<Config, 'events' | 'hostname'>;
  readonly db: OpenDatabase['db'];
  readonly log: Logger;
}

interface NamedOutput {
  readonly name: string;
  readonly from: 'now' | 'start';
  readonly output: EventOutput;
}

export async function startEventOutputs(parts: EventOutputsParts): Promise<Poll> {
  const polls = await Promise.all(outputsOf(parts.config).map((output) => follow(output, parts)));
  return {
    async stop() {
      await Promise.all(polls.map((one) => one.stop()));
    },
  };
}

function outputsOf({ events, hostname }: EventOutputsParts['config']): NamedOutput[] {
  return [
    ...events.files.map(({ name, from, path }) => ({ name, from, output: createFileOutput(path, hostname) })),
    ...events.webhooks.map(({ name, from, url, secretFile }) => {
      const read = readSecretFile(secretFile);
      const webhook = { url, secret: 'value' in read ? read.value : undefined };
      return { name, from, output: createWebhookOutput(webhook, hostname) };
    }),
    ...events.syslog.map(({ name, from, ...server }) => ({ name, from, output: createSyslogOutput(server, hostname) })),
  ];
}

async function follow({ name, from, output }: NamedOutput, { db, log }: EventOutputsParts): Promise<Poll> {
  let failures = 0;
  let notBeforeMs = 0;
  const look = async (stopping: AbortSignal): Promise<void> => {
    if (Date.now() < notBeforeMs) return;
    try {
      for (let sent = 1; sent > 0 && !stopping.aborted;)
        sent = await sendNextEvents(db, name, from, (events) => output.send(events));
      failures = 0;
    } catch (error) {
      failures += 1;
      notBeforeMs = Date.now() + Math.min(LONGEST_PAUSE_MS, EVERY_MS * 2 ** failures);
      log.error({ code: codeOf(error), output: name }, 'events were not sent; they will be sent again');
    }
  };
  const running = await poll(look, { everyMs: EVERY_MS, onError: () => undefined });
  return {
    async stop() {
      await running.stop();
      await output.close();
    },
  };
}

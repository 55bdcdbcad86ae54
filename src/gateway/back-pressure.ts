/** Back-pressure: while too much waits to be scanned or delivered, senders' servers keep their mail and come again. */
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { readBacklog, type Backlog, type Waiting } from '../store/backlog.ts';
import type { OpenDatabase } from '../store/database.ts';
import { poll } from '../timing/poll.ts';
import type { Lifecycle } from './lifecycle.ts';

export type BacklogStage = keyof Backlog;

export interface BackPressure {
  /** Why no mail is accepted now; undefined where it is. */
  refusal(): ErrorCode | undefined;
  /** The same for each stage in which too much waits. */
  putOff(): readonly ErrorCode[];
  /** Counts a message that was accepted after the last look. */
  accepted(bytes: number): void;
  /** By stage: what waits, and whether no mail is accepted for it. */
  stages(): readonly (Waiting & { readonly stage: BacklogStage; readonly full: boolean })[];
}

export interface BackPressureParts {
  readonly db: OpenDatabase['db'];
  readonly roles: ReadonlySet<string>;
  readonly log: Logger;
  readonly lifecycle: Pick<Lifecycle, 'started' | 'onError'>;
  /** The limits as they are now. */
  readonly limits: () => Config['smtp']['limits'];
}

const EVERY_MS = 1000;
/** Mail is accepted again below this part of a limit, so that a gateway at its limit does not change its mind every second. */
const AGAIN_BELOW = 0.9;
const stages: readonly BacklogStage[] = ['scan', 'deliver'];
const codes = { scan: 'receive.unscanned', deliver: 'receive.undelivered' } as const;

/** A process that does not receive looks at nothing. */
export async function openBackPressure({
  db,
  roles,
  log,
  lifecycle,
  limits,
}: BackPressureParts): Promise<BackPressure> {
  let backlog: Backlog = { scan: { messages: 0, bytes: 0 }, deliver: { messages: 0, bytes: 0 } };
  const since = { messages: 0, bytes: 0 };
  const full = new Set<BacklogStage>();

  const waiting = (stage: BacklogStage): Waiting => {
    const { messages, bytes } = backlog[stage];
    return stage === 'scan' ? { messages: messages + since.messages, bytes: bytes + since.bytes } : { messages, bytes };
  };
  const mostOf = (stage: BacklogStage): Waiting => {
    const { unscannedMessages, unscannedBytes, undeliveredMessages, undeliveredBytes } = limits();
    return stage === 'scan'
      ? { messages: unscannedMessages, bytes: unscannedBytes }
      : { messages: undeliveredMessages, bytes: undeliveredBytes };
  };
  function judge(stage: BacklogStage): void {
    const [now, most, before] = [waiting(stage), mostOf(stage), full.has(stage)];
    const part = Math.max(now.messages / most.messages, now.bytes / most.bytes);
    const isFull = part >= (before ? AGAIN_BELOW : 1);
    if (isFull === before) return;
    if (isFull) full.add(stage);
    else full.delete(stage);
    if (isFull) log.error({ code: codes[stage], ...now }, 'mail is put off: too much waits');
    else log.info({ code: codes[stage], ...now }, 'mail is accepted again');
  }

  const look = async (): Promise<void> => {
    const before = { ...since };
    backlog = await readBacklog(db);
    // What was accepted while the database counted may be in it or not: it is counted again until the next look.
    since.messages -= before.messages;
    since.bytes -= before.bytes;
    stages.forEach(judge);
  };
  const putOff = (): ErrorCode[] => stages.filter((stage) => full.has(stage)).map((stage) => codes[stage]);
  if (roles.has('receive'))
    lifecycle.started(
      await poll(look, { everyMs: EVERY_MS, onError: lifecycle.onError('back-pressure') }),
      ({ stop }) => stop(),
    );
  return {
    refusal: () => putOff()[0],
    putOff,
    accepted(bytes) {
      since.messages += 1;
      since.bytes += bytes;
      judge('scan');
    },
    stages: () =>
      roles.has('receive') ? stages.map((stage) => ({ stage, ...waiting(stage), full: full.has(stage) })) : [],
  };
}

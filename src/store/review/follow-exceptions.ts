/** Keeps the active exceptions in memory for the scans: a new one counts within seconds, without a restart. */
import { poll, type Poll } from '../../timing/poll.ts';
import type { AllowedUntil, Exceptions } from './exceptions.ts';

const EVERY_MS = 2000;

export interface ExceptionsFollower extends Poll {
  /** The exceptions that are active at a moment, as of the last look. */
  at(now: Date): readonly AllowedUntil[];
}

/** Looks once before it resolves: no message is assessed without the exceptions. */
export async function followExceptions(
  exceptions: Pick<Exceptions, 'active'>,
  onError: (error: unknown) => void,
): Promise<ExceptionsFollower> {
  let active: readonly AllowedUntil[] = [];
  const look = async (): Promise<void> => {
    active = await exceptions.active(new Date());
  };
  const { stop } = await poll(look, { everyMs: EVERY_MS, onError });
  return { at: (now) => active.filter(({ expiresAt }) => expiresAt > now), stop };
}

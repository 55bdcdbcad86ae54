/** Keeps what reviewers have allowed in memory for the scans: an exception is in force within seconds, without a restart. */
import type { AllowedUntil, Exceptions } from './exceptions.ts';

const EVERY_MS = 2000;

export interface ExceptionsFollower {
  /** Those that hold at a moment, as of the last look. */
  at(now: Date): readonly AllowedUntil[];
  stop(): Promise<void>;
}

/** Looks once before it resolves: no message is judged without knowing what is allowed. */
export async function followExceptions(
  exceptions: Pick<Exceptions, 'inForce'>,
  onError: (error: unknown) => void,
): Promise<ExceptionsFollower> {
  let known = await exceptions.inForce(new Date());
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const next = (): void => {
    timer = setTimeout(() => {
      running = exceptions
        .inForce(new Date())
        .then((found) => {
          known = found;
        })
        .catch(onError)
        .then(() => {
          if (!stopped) next();
        });
    }, EVERY_MS);
  };
  next();
  return {
    at: (now) => known.filter(({ expiresAt }) => expiresAt > now),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

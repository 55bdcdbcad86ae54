/** When a deferred message is tried again, when its sender gets a delay notice, and when it is given up. */
import type { Config } from '../../config/schema.ts';

export interface Schedule {
  /** Wait before the next attempt, after `attempts` of them; a little less or more, so that a backlog does not come back as one. */
  nextWaitMs(attempts: number, random: () => number): number;
  /** Attempts that a message of this age would have had if each had been put off. */
  attemptsAtAge(ageMs: number): number;
  readonly maxAgeMs: number;
  readonly delayNoticeMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function createSchedule(
  deliver: Pick<Config['deliver'], 'retryMinutes' | 'maxAgeHours' | 'delayNoticeHours'>,
): Schedule {
  return {
    nextWaitMs(attempts, random) {
      const minutes =
        deliver.retryMinutes[Math.min(attempts, deliver.retryMinutes.length) - 1] ?? deliver.retryMinutes[0]!;
      return minutes * MINUTE_MS * (0.9 + 0.2 * random());
    },
    attemptsAtAge(ageMs) {
      let untilMs = 0;
      const due = deliver.retryMinutes.filter((minutes) => (untilMs += minutes * MINUTE_MS) <= ageMs);
      return 1 + due.length;
    },
    maxAgeMs: deliver.maxAgeHours * HOUR_MS,
    delayNoticeMs: deliver.delayNoticeHours * HOUR_MS,
  };
}

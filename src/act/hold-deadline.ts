/** When a hold ends: its time passes on school days only, so that nothing expires while nobody reads mail. */
import type { Config } from '../config/schema.ts';

type Hold = Pick<Config['hold'], 'daysOff' | 'weekends'>;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Days off are ranges of a configuration, and a hold ends in any case. */
const daysAtMost = 800;

/** @returns the end of a hold of that length which begins at a moment */
export function createHoldDeadline(
  { daysOff, weekends }: Hold,
  timeZone: string | undefined,
): (from: Date, lengthMs: number) => Date {
  if (daysOff.length === 0 && weekends === 'count') return (from, lengthMs) => new Date(from.getTime() + lengthMs);
  const localDay = dayAndMinute(timeZone);
  const ranges = daysOff.map((entry) => (typeof entry === 'string' ? { from: entry, to: entry } : entry));
  const isOff = (day: string, weekday: string): boolean =>
    (weekends === 'skip' && (weekday === 'Sat' || weekday === 'Sun')) ||
    ranges.some(({ from, to }) => day >= from && day <= to);

  return (from, lengthMs) => {
    let at = from.getTime();
    let left = lengthMs;
    for (let days = 0; days < daysAtMost; days += 1) {
      const { day, weekday, minute } = localDay(at);
      // On a day on which clocks change, midnight is reached in a further step, or passed by an hour.
      const toMidnightMs = DAY_MS - minute * MINUTE_MS - (at % MINUTE_MS);
      if (!isOff(day, weekday)) {
        if (left <= toMidnightMs) return new Date(at + left);
        left -= toMidnightMs;
      }
      at += toMidnightMs;
    }
    return new Date(at);
  };
}

function dayAndMinute(timeZone: string | undefined) {
  const format = new Intl.DateTimeFormat('en-US', {
    ...(timeZone !== undefined && { timeZone }),
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (atMs: number) => {
    const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
    return {
      day: `${parts['year']}-${parts['month']}-${parts['day']}`,
      weekday: parts['weekday'] ?? '',
      minute: Number(parts['hour']) * 60 + Number(parts['minute']),
    };
  };
}

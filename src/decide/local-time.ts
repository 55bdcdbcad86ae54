/** Day and time of day of an instant in a time zone, and whether a time condition holds then. Pure: no clock. */
import type { TimeCondition } from './pack-schema.ts';

interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly day: (typeof week)[number];
  /** Minutes since midnight on the clock face. */
  readonly minute: number;
}

const week = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError where the instant is not an ISO 8601 date */
export function localTime(instant: string, timeZone: string): LocalTime {
  const format = formats.get(timeZone) ?? newFormat(timeZone);
  formats.set(timeZone, format);
  const parts = Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
  return { date, day: dayOfWeek(date, 0), minute: Number(parts['hour']) * 60 + Number(parts['minute']) };
}

/** A span over midnight belongs to the day on which it began: `fri 22:00 to 06:00` holds on Saturday at 5. */
export function timeHolds(when: TimeCondition, instant: string, packTimeZone: string): boolean {
  const { date, day, minute } = localTime(instant, when.timeZone ?? packTimeZone);
  const from = minutes(when.from ?? '00:00');
  const to = when.to === undefined ? 24 * 60 : minutes(when.to);
  const overMidnight = to <= from;
  const tail = overMidnight && minute < to;
  const inside = overMidnight ? minute >= from || tail : minute >= from && minute < to;
  return inside && (when.days === undefined || when.days.includes(tail ? dayOfWeek(date, -1) : day));
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
}

function dayOfWeek(date: string, shift: number): (typeof week)[number] {
  const at = new Date(`${date}T00:00:00Z`).getUTCDay();
  return week[(at + shift + 7) % 7] ?? 'sun';
}

function minutes(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

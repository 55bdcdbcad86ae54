/** Periods of the pages and reports: days in UTC, as the counts are kept. */

export const DAY_MS = 86_400_000;

/** Midnight (UTC) of the first day of a period of so many days that ends today. */
export function firstDay(now: Date, days: number): Date {
  return new Date((Math.floor(now.getTime() / DAY_MS) - days + 1) * DAY_MS);
}

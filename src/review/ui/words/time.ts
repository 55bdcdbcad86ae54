/** Formats times in the reader's time zone: relative ones for pages, exact ones for tooltips and tables. */

const steps: readonly (readonly [unitSeconds: number, limitSeconds: number, name: string])[] = [
  [1, 60, 's'],
  [60, 3600, 'min'],
  [3600, 86_400 * 2, 'h'],
  [86_400, 86_400 * 60, 'd'],
];

/** `14 min`, `3 h`, `5 d`; after two months the date. @param at ISO 8601 */
export function span(at: string, now: number): string {
  const seconds = Math.abs(now - Date.parse(at)) / 1000;
  for (const [unit, limit, name] of steps) {
    if (seconds < limit) return `${Math.max(1, Math.floor(seconds / unit))} ${name}`;
  }
  return day(at);
}

/** `14 min ago`, `in 3 d`. @param isPast it has happened: it is `now` at most, whatever the clock of this computer says */
export function relative(at: string, now: number, isPast: boolean): string {
  if (isPast && Date.parse(at) >= now - 1000) return 'now';
  const words = span(at, now);
  if (!/^\d+ (s|min|h|d)$/.test(words)) return words;
  return Date.parse(at) > now ? `in ${words}` : `${words} ago`;
}

/** `Sunday, November 22, 2026 at 1:38 AM`. */
export function exact(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'short' });
}

/** `Nov 22, 2026, 1:38:05 AM`: for tables of events. */
export function stamp(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** `Sunday, November 22`: a day without a time, which is the same day everywhere. @param isoDate `2026-11-22` */
export function dayName(isoDate: string): string {
  return new Date(`${isoDate}T12:00:00Z`).toLocaleDateString(undefined, {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    timeZone: 'UTC',
  });
}

/** `Nov 22, 2026`. */
export function day(at: string): string {
  return new Date(at).toLocaleDateString(undefined, { dateStyle: 'medium' });
}

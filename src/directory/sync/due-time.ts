/** Whether a time of day has come since something was done last, by the clock of the district. */

/** `2027-03-14 02:30` where the district is. */
function localMinute(at: Date, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...(timeZone !== undefined && { timeZone }),
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(at);
  return parts.replace(', ', ' ');
}

const DAY_MS = 86_400_000;

/**
 * @param times of day: `03:15`
 * @param last when it was done last; undefined where it never was, and then it is due
 */
export function isDue(
  times: readonly string[],
  last: Date | undefined,
  now: Date,
  timeZone: string | undefined,
): boolean {
  if (last === undefined) return true;
  const [minute, lastMinute] = [localMinute(now, timeZone), localMinute(last, timeZone)];
  const yesterday = localMinute(new Date(now.getTime() - DAY_MS), timeZone).slice(0, 10);
  const moments = [yesterday, minute.slice(0, 10)].flatMap((day) => times.map((time) => `${day} ${time}`));
  return moments.some((moment) => moment <= minute && moment > lastMinute);
}

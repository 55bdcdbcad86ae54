/** Dates as header fields and delivery reports write them. */

/** RFC 5322 date-time in UTC: `Tue, 03 Mar 2026 12:00:00 +0000`. */
export function mailDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

/** Dates of exports as ISO days: ISO 8601, the United States' order, months by name, and serial numbers of spreadsheets. */

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const serialEpochMs = Date.UTC(1899, 11, 30);
const dayMs = 86_400_000;

/**
 * `8/25/2026`, `08-25-26 12:00 AM`, `20260825`, `25-Aug-2026`, `Aug 25, 2026`, `46259`. A date with points has the day
 * first: `25.08.2026`.
 *
 * @returns `2026-08-25`; undefined where it is none of these or no day of the calendar
 */
export function isoDay(text: string): string | undefined {
  const day = text.trim();
  let found = /^(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(day) ?? /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?!\d)/.exec(day);
  found ??= /^(\d{4})(\d{2})(\d{2})(?!\d)/.exec(day);
  if (found) return dayOf(found[1]!, Number(found[2]), found[3]!);
  found = /^(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/.exec(day);
  if (found) return dayOf(found[4]!, Number(found[1]), found[3]!);
  found = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)/.exec(day);
  if (found) return dayOf(found[3]!, Number(found[2]), found[1]!);
  found = /^(\d{1,2})[- ]([a-z]{3})[a-z]*\.?[-, ]+(\d{4}|\d{2})(?!\d)/i.exec(day);
  if (found) return dayOf(found[3]!, monthOf(found[2]!), found[1]!);
  found = /^([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})(?!\d)/i.exec(day);
  if (found) return dayOf(found[3]!, monthOf(found[1]!), found[2]!);
  return /^[2-7]\d{4}(?:\.0)?$/.test(day)
    ? new Date(serialEpochMs + Math.trunc(Number(day)) * dayMs).toISOString().slice(0, 10)
    : undefined;
}

function monthOf(name: string): number {
  return months.indexOf(name.toLowerCase()) + 1;
}

/** Years of two digits as POSIX reads them: 69 to 99 are of the last century. */
function dayOf(year: string, month: number, day: string): string | undefined {
  const short = Number(year);
  const full = year.length === 4 ? short : short + (short < 69 ? 2000 : 1900);
  const iso = `${String(full).padStart(4, '0')}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== iso ? undefined : iso;
}

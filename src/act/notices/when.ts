/** Dates and spans in words, as people read them in a notice. */
import type { Language } from './notice.ts';

const locales: Readonly<Record<Language, string>> = { en: 'en-US', es: 'es-US' };
const hourMs = 3_600_000;

/** `Friday, March 6, 2026 at 3:15 PM CST`. */
export function dateInWords(date: Date, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(locales[language], {
    timeZone,
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  })
    .format(date)
    .replace(/\s/gu, ' ');
}

/** `in 3 days`, `in 20 hours`, `in 30 minutes`; at least a minute. */
export function untilInWords(from: Date, to: Date, language: Language): string {
  const ms = to.getTime() - from.getTime();
  const format = new Intl.RelativeTimeFormat(locales[language], { numeric: 'always' });
  if (ms >= 47 * hourMs) return format.format(Math.round(ms / (24 * hourMs)), 'day');
  if (ms >= 1.75 * hourMs) return format.format(Math.round(ms / hourMs), 'hour');
  return format.format(Math.max(1, Math.round(ms / 60_000)), 'minute');
}

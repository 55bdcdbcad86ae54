/** The time left until a deadline, as a notice shows it. */
import { locales } from '../../message/date-in-words.ts';
import type { Language } from './notice.ts';

const hourMs = 3_600_000;

/** `in 3 days`, `in 20 hours`, `in 30 minutes`; at least a minute. */
export function timeLeft(from: Date, to: Date, language: Language): string {
  const ms = to.getTime() - from.getTime();
  const format = new Intl.RelativeTimeFormat(locales[language], { numeric: 'always' });
  if (ms >= 47 * hourMs) return format.format(Math.round(ms / (24 * hourMs)), 'day');
  if (ms >= 1.75 * hourMs) return format.format(Math.round(ms / hourMs), 'hour');
  return format.format(Math.max(1, Math.round(ms / 60_000)), 'minute');
}

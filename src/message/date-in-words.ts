/** Dates as people read them in notices and on the senders' pages. */

export type WrittenLanguage = 'en' | 'es';

export const locales: Readonly<Record<WrittenLanguage, string>> = { en: 'en-US', es: 'es-US' };

/**
 * `Friday, March 6, 2026 at 3:15 PM CST`.
 *
 * @param timeZone IANA name of the zone in which the date is shown
 */
export function dateInWords(date: Date, language: WrittenLanguage, timeZone: string): string {
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

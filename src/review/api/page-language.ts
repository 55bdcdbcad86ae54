/** The language of a page: that of the switch link, otherwise the one that the browser prefers. */
import type { PageLanguage } from './page.ts';

/**
 * @param asked value of the `lang` parameter
 * @param acceptLanguage the header field (RFC 9110 12.5.4), any text
 */
export function pageLanguage(asked: unknown, acceptLanguage: string | undefined): PageLanguage {
  if (asked === 'en' || asked === 'es') return asked;
  const weights = { en: 0, es: 0, '*': 0 };
  for (const range of (acceptLanguage ?? '').slice(0, 1000).split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((piece) => piece.trim().toLowerCase());
    const language = tag.split('-')[0];
    if (language !== 'en' && language !== 'es' && language !== '*') continue;
    const q = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    if (q >= 0 && q <= 1) weights[language] = Math.max(weights[language], q);
  }
  return weights.es > Math.max(weights.en, weights['*']) ? 'es' : 'en';
}

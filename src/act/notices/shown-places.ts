/** The places that a notice and the sender's page point to, each once, with the masked line. */
import type { ShownPlace } from '../../detect/detected-finding.ts';
import { stoppingRules, type Verdict } from '../../decide/verdict.ts';
import type { Language, NoticeFinding } from './notice.ts';
import { oneLine } from './one-line.ts';
import { placeInWords } from './place-words.ts';

export interface PlaceInWords {
  /** `in row 3 of the table` */
  readonly where: string;
  /** The line that stands there, masked. */
  readonly line?: string;
}

const maxPlaces = 6;
const maxLine = 130;
const more: Readonly<Record<Language, (count: number) => string>> = {
  en: (count) => (count === 1 ? 'and in 1 more place' : `and in ${count} more places`),
  es: (count) => (count === 1 ? 'y en 1 lugar más' : `y en ${count} lugares más`),
};

/** Where the findings stand that counted, in their order; a long list is cut and ends with the number of the rest. */
export function placesInWords(
  findings: readonly NoticeFinding[],
  verdict: Verdict | undefined,
  language: Language,
): PlaceInWords[] {
  const counted = new Set(stoppingRules(verdict).flatMap((rule) => rule.findings));
  const places = new Map<string, PlaceInWords>();
  for (const [index, { shown }] of findings.entries()) {
    if (!counted.has(index) || shown === undefined) continue;
    const place = inWords(shown, language);
    const known = places.get(place.where);
    if (known?.line === undefined) places.set(place.where, place);
  }
  const all = [...places.values()];
  if (all.length <= maxPlaces) return all;
  return [...all.slice(0, maxPlaces - 1), { where: more[language](all.length - maxPlaces + 1) }];
}

function inWords({ place, line }: ShownPlace, language: Language): PlaceInWords {
  const shown = line === undefined ? '' : oneLine(line, maxLine);
  return { where: placeInWords(place, language), ...(shown !== '' && { line: shown }) };
}

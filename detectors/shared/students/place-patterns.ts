/** Turns of phrase that lead to a place: candidates only, the model of locators weighs whether somebody is found there. */
import { z } from 'zod';
import { readYamlFile } from '../text/data-file.ts';

export interface PlacePattern {
  readonly id: string;
  readonly pattern: RegExp;
  /** Start and end of the place within the text. */
  span(match: RegExpMatchArray & { index: number }): [start: number, end: number];
}

const words = z.array(z.string());
const data = readYamlFile(
  new URL('./place-phrases.yaml', import.meta.url),
  z.strictObject({ leads: z.record(z.string(), words), kinds: z.record(z.string(), words), stops: z.string() }),
);

/** Up to eight words, on one line, to the end of the clause. */
const rest = `[^.;:!?\\n|()\\t]{2,60}?(?=[.;:!?\\n|()\\t]|,? (?:${data.stops})\\b|$)`;

const leads = Object.entries(data.leads).map(([id, phrases]): PlacePattern => ({
  id,
  pattern: new RegExp(`(?<!\\p{L})(?:${phrases.map(spaced).join('|')})[ \\n]+(${rest})`, 'giu'),
  span: (match) => {
    const end = match.index + match[0].length;
    return [end - match[1]!.length, end];
  },
}));

/** `Pine Ridge Apartments`, `the Starlite Motel`: up to three words before a word for such a place. */
const kinds = Object.entries(data.kinds).map(([id, phrases]): PlacePattern => ({
  id,
  pattern: new RegExp(
    `(?<![\\p{L}'’])(?:[\\p{L}'’&-]{1,20}[ ]){0,3}(?:${phrases.map(spaced).join('|')})(?!\\p{L})(?: (?:#|no\\.? |unit |apt |rm |room |lot )?\\d{1,4}[a-z]?)?`,
    'giu',
  ),
  span: (match) => [match.index, match.index + match[0].length],
}));

const street =
  'st|street|ave|avenue|rd|road|dr|drive|ln|lane|ct|court|cir|circle|blvd|boulevard|pl|place|way|terrace|trail|pkwy|parkway|highway|hwy|loop|pike|alley|hill|hollow|ridge|row|square|crossing|creek';
const roadNumber =
  '(?:county|co|state|us|township|twp|fm|cr|tr|rural)?\\.?[ ]?(?:road|rd|route|rte?|highway|hwy|cr|fm|tr|avenue|ave)\\.?[ ][a-z]?\\d{1,4}[a-z]?';
const streetName = `(?:\\d{1,3}(?:st|nd|rd|th)|[\\p{L}'’-]{2,20})(?:[ ][\\p{L}'’-]{2,20}){0,2}[ ](?:${street})\\.?`;

/** Streets without a house number, numbered roads, crossings: `Wigwam Burner Road`, `Co Rd 18`, `Hwy 214 and Thayer`. */
const roads: readonly PlacePattern[] = [
  [
    'crossing',
    `(?:${roadNumber}|${streetName}|\\p{Lu}[\\p{L}'’-]{2,20}|\\d{1,3}(?:st|nd|rd|th))[ ](?:and|&|at|\\+|y)[ ](?:${roadNumber}|${streetName}|\\d{1,3}(?:st|nd|rd|th))`,
  ],
  ['road number', roadNumber],
  ['street name', streetName],
].map(([id, source]) => ({
  id: id!,
  pattern: new RegExp(`(?<![\\p{L}\\d'’-])(?:${source})(?![\\p{L}\\d])`, 'giu'),
  span: (match) => [match.index, match.index + match[0].length],
}));

export const placePatterns: readonly PlacePattern[] = [...roads, ...leads, ...kinds];

function spaced(phrase: string): string {
  return phrase.replaceAll(' ', '[ \\n]+');
}

/** Finds United States street addresses in a text, and the form in which two writings of one address are compared. */
import { withAnyCase } from '../text/any-case.ts';
import { readPhrases } from '../text/phrase-pattern.ts';
import { foldName } from './names.ts';

export interface AddressMatch {
  readonly start: number;
  readonly end: number;
  /** House number and first word of the street, folded: `4394 22nd`. */
  readonly key: string;
  /** Without a street suffix only a cue such as "lives at" makes it an address. */
  readonly needsCue: boolean;
}

const { pattern, phrases, source } = readPhrases(new URL('./contact-phrases.yaml', import.meta.url));
const suffix = source('<streetSuffixes>');
const direction = source(String.raw`(?:(?:[NSEW]{1,2}|<directions>)\.?[ ]+)?`);
const compass = source('<directions>');
const ordinal = source(String.raw`\d{1,3}<ordinalEnds>`);
const name = `(?:[\\p{L}][\\p{L}.'’-]{0,24}|${ordinal})`;
const unit = source(
  String.raw`(?:,?[ ]+(?:(?:<units>\.?[ ]|#[ ]?)[\p{L}\d-]{1,6}|<halves>)(?:[ ]unit)?(?![\p{L}\d]))?`,
);
const zipped = "(?:,?[ ]+(?:\\p{L}[\\p{L}.’']{1,20},?[ ]+){1,3}\\p{L}{2},?[ ]+\\d{5}(?:-\\d{4})?(?!\\d))";
const place = `(?:${zipped}|,[ ]+\\p{Lu}[\\p{L}.’']{1,20}(?:[ ]\\p{L}[\\p{L}.’']{1,20}){0,2}(?:,?[ ]+\\p{Lu}{2})?(?:,?[ ]+\\d{5}(?:-\\d{4})?)?)?`;
const number =
  '(?<![\\p{L}\\d#$.:/-])(?:[NSEW]\\d{1,4}[ ]*(?=[NSEW]))?(?:[NSEW])?\\d{1,6}(?:-?[A-Za-z]|-\\d{1,4}|[ ]1/2)?';

const states = source('<states>');
const road = source(String.raw`(?:(?:<roadOwners>|[a-z]{2})[ ]+)?(?:<trunk>[ ]+)?<roads>[ ]+`);
const romance = source(String.raw`<romanceStreets>\.?[ ]+(?:<romanceLinks>[ ])?`);
const inner = source('<romanceInner>');
const floor = source(String.raw`<floors>\.?[ ]#?[ ]?\d{1,4}[a-z]?|\d{1,2}<ordinalEnds>[ ]<storeys>`);

// Every repetition is bounded and starts at a digit, so the work is a constant for each number of the text.
const patterns = [
  withAnyCase(
    `${number}[ ]+(?i:${direction}(?:${name}[ ]+){1,4}?(?:${suffix})(?![\\p{L}\\d])\\.?${unit})${place}`,
    'gu',
  ),
  // 4394 N 22nd; 120 W Broadway; the grid of Utah: 2901 East 3300 South.
  withAnyCase(
    `${number}[ ]+(?i:(?:(?:[NSEW]{1,2}|${compass})\\.?[ ]+)(?:${ordinal}|broadway|\\d{2,5}[ ](?:[NSEW]|${compass}))(?![\\p{L}\\d])${unit})${place}`,
    'gu',
  ),
  // 1414 5th NW
  withAnyCase(`${number}[ ]+${ordinal}[ ](?:[NS][EW])(?![\\p{L}\\d])(?i:${unit})${place}`, 'gu'),
  // N6543 County Road K, 5028 Hwy 15 N, W210 State Trunk Highway 33, 27 CR 6480, 4417 LA Hwy 82, 905 Parish Rd 214.
  withAnyCase(
    `${number}[ ]+(?i:${road})[A-Z\\d]{1,4}(?![\\p{L}\\d])(?i:(?:[ ][NSEW](?!\\p{L}))?${unit})${place}`,
    'gu',
  ),
  // 2045 Paseo del Sol, 212 Rue Bordeaux, 3640 Avenue E.
  withAnyCase(
    `${number}[ ]+(?i:${direction}${romance})(?:\\p{Lu}[\\p{L}.'’-]{0,24})(?:[ ](?:(?i:${inner})[ ])?\\p{Lu}[\\p{L}'’-]{2,24}){0,2}(?i:${unit})${place}`,
    'gu',
  ),
  // Whatever the street, a state and a zip end it: 6002 El Tordo Rancho Santa Fe CA 92067.
  withAnyCase(
    `${number}[ ]+(?:[\\p{L}\\d.'’#-]{1,20},?[ ]+){2,9}?(?i:${states})\\.?,?[ ]+\\d{5}(?:-\\d{4})?(?![\\d-])`,
    'gu',
  ),
  // A floor or a suite: 10 S. Dearborn, flr 43.
  withAnyCase(
    `${number}[ ]+(?:[NSEW]\\.?[ ]+)?(?:\\p{Lu}[\\p{L}.'’-]{1,24}[ ]?){1,3},?[ -]{1,3}(?i:${floor})(?![\\p{L}\\d])`,
    'gu',
  ),
  // Without a suffix, but with a city and a state: 70 W Madison, Chicago, IL 60602.
  withAnyCase(
    `${number}[ ]+(?:[NSEW]{1,2}\\.?[ ]+)?(?:\\p{Lu}[\\p{L}.'’-]{1,24}[ ]?){1,3}(?i:${unit}),[ ]+\\p{Lu}[\\p{L}.’']{1,20}(?:[ ]\\p{L}[\\p{L}.’']{1,20}){0,2},?[ ]+\\p{Lu}{2}(?:[ ]+\\d{5}(?:-\\d{4})?)?(?![\\p{L}\\d])`,
    'gu',
  ),
];
const bare = withAnyCase(
  `${number}[ ]+(?:[NSEW]\\.?[ ])?(?:\\p{Lu}[\\p{L}.'’-]{1,24})(?:[ ]\\p{Lu}[\\p{L}'’-]{1,24}){0,2}(?i:${unit})`,
  'gu',
);
const reversed = withAnyCase(
  `(?<![\\p{L}\\d])\\p{Lu}[\\p{L}'’-]{1,24}(?:[ ]\\p{Lu}[\\p{L}'’-]{1,24}){0,2}[ ](?i:${suffix})\\.?,?[ ](?i:number |no\\.? |#)?\\d{2,5}(?![\\p{L}\\d:/-])`,
  'gu',
);
const box = pattern(
  String.raw`(?<!\p{L})(?:p\.?[ ]?o\.?[ ]?box|<boxes>|<ruralRoutes>\.?[ ]?#?[ ]?\d{1,3}[a-z]{0,2},?[ ]box)[ ]#?[ ]?\d{1,6}(?!\d)`,
  'giu',
);

/** Words that show that a number and a street word are a sentence: `200 people on the way`. */
const sentence = phrases('sentenceWords');
const smallWords = phrases('smallWords');

/** Street addresses in order, without overlaps. Linear in the length of the text. */
export function findAddresses(text: string): AddressMatch[] {
  if (!/\d/.test(text)) return [];
  const found: AddressMatch[] = [];
  const add = (start: number, raw: string, needsCue: boolean) => {
    const key = addressKey(raw);
    if (key !== '') found.push({ start, end: start + raw.replace(/[.\s]+$/, '').length, key, needsCue });
  };
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) if (!isSentence(match[0])) add(match.index, match[0], false);
  }
  for (const match of text.matchAll(reversed)) if (!isSentence(match[0])) add(match.index, match[0], false);
  for (const match of text.matchAll(box)) {
    const end = match.index + match[0].length;
    found.push({ start: match.index, end, key: foldName(match[0]).replace(/[^a-z\d]+/g, ' '), needsCue: false });
  }
  for (const match of text.matchAll(bare)) if (!isSentence(match[0])) add(match.index, match[0], true);
  found.sort((a, b) => a.start - b.start || Number(a.needsCue) - Number(b.needsCue) || b.end - a.end);
  let end = -1;
  return found.filter((address) => {
    if (address.start < end) return false;
    end = address.end;
    return true;
  });
}

const leading = pattern(String.raw`^(?:[nsew]{1,2}|<directions>)$`);

const numberedRoad = phrases('roadsOfKeys');

/**
 * `4394 N 22nd St, Port Winslow` and `4394 22ND ST` have the key `4394 22nd`, `27 County Rd 6480` and `27 CR 6480` the key
 * `27 6480`; empty where there is no number or street.
 */
export function addressKey(address: string): string {
  const units = foldName(address.split(',')[0]!).match(/[\p{L}\d]+/gu) ?? [];
  const house =
    units.find((entry) => /^\d{1,6}[a-z]?$/.test(entry)) ?? units.find((entry) => /^(?:[nsew]\d+){1,2}$/.test(entry));
  const kind = units.findIndex((entry, at) => at > 0 && at < 4 && numberedRoad.has(entry));
  const route = kind > 0 ? units[kind + 1] : undefined;
  if (house !== undefined && route !== undefined && /^(?:\d{1,4}|[a-z]{1,2})$/.test(route)) return `${house} ${route}`;
  const street = units.find((entry) => entry !== house && !leading.test(entry) && /[a-z]/.test(entry));
  return house === undefined || street === undefined ? '' : `${house} ${street}`;
}

/** A word of a sentence among them, or small and capital letters mixed as no street is written; small ones need a long number. */
function isSentence(raw: string): boolean {
  const street = raw.split(',')[0]!.replace(/[ ]no\.?[ ]\d{1,5}$/i, '');
  const all: readonly string[] = street.match(/(?<![\d\p{L}])\p{L}[\p{L}'’.]*/gu) ?? [];
  if (all.some((entry) => sentence.has(entry.toLowerCase()))) return true;
  const names = all.filter((entry) => entry.length > 2 && !smallWords.has(entry));
  const small = names.filter((entry) => entry[0] === entry[0]!.toLowerCase()).length;
  if (small > 0 && small < names.length) return true;
  return small > 0 && !/\d{3}/.test(street);
}

/** Parses the text of the search box: keys with values, words and phrases, each optionally negated with a minus. */
import type { Search, SearchTerm } from '../../../store/review/search.ts';
import { idsSought } from '../../../message/message-id.ts';
import type { WordField } from '../../../store/review/blind-words.ts';
import type { ReviewItemState } from '../../../store/review/tables.ts';

export interface SearchProblem {
  /** What is wrong with the search, and what is allowed instead. */
  readonly message: string;
}

/** Values of `is:`. */
const states: Readonly<Record<string, readonly ReviewItemState[]>> = {
  open: ['held'],
  held: ['held'],
  'held-by-sender': ['held-by-sender'],
  deciding: ['deciding'],
  releasing: ['releasing'],
  released: ['released', 'releasing'],
  returned: ['returned'],
  expired: ['expired'],
  cancelled: ['cancelled'],
  failed: ['failed'],
  monitored: ['monitored'],
};
const flags = ['mine', 'unassigned', 'escalated', 'appealed'] as const;
const severities: Readonly<Record<string, number>> = { high: 0, medium: 1, low: 2 };

export const searchKeys = [
  'is',
  'from',
  'to',
  'subject',
  'body',
  'file',
  'policy',
  'rule',
  'code',
  'detector',
  'student',
  'school',
  'after',
  'before',
  'score',
  'severity',
] as const;
type Key = (typeof searchKeys)[number];
const isKey = (word: string): word is Key => (searchKeys as readonly string[]).includes(word);
const isFlag = (word: string): word is (typeof flags)[number] => (flags as readonly string[]).includes(word);

export interface SearchSettings {
  readonly now: Date;
  /** Midnight of an ISO date in the district's time zone. */
  readonly dayStart: (isoDate: string) => Date;
  readonly foldWords: (text: string) => readonly string[];
}

type Body = SearchTerm extends infer Term ? (Term extends SearchTerm ? Omit<Term, 'negated'> : never) : never;

/** The search, or what is wrong with it. Never throws. Terms without letters or digits are ignored. */
export function parseSearch(text: string, settings: SearchSettings): Search | SearchProblem {
  const terms: SearchTerm[] = [];
  for (const { negated, key, value } of tokens(text)) {
    if (key !== undefined && !isKey(key))
      return {
        message: `“${shown(key)}:” is not a search key. Use one of these: ${searchKeys.map((one) => `${one}:`).join(' ')}`,
      };
    const body = key === undefined ? plainTerm(value, settings) : termOf(key, value, settings);
    if (body === undefined) continue;
    if ('message' in body) return body;
    terms.push({ ...body, negated });
  }
  return terms;
}

interface Token {
  readonly negated: boolean;
  /** In lower case. */
  readonly key?: string;
  readonly value: string;
}

/** `-key:"some words"`, `-key:word`, `-"some words"`, `-word`. An unclosed quotation mark extends to the end. */
function* tokens(text: string): Generator<Token> {
  for (const [, minus, key, quoted, plain] of text.matchAll(
    /(-)?(?:([a-z-]+):)?(?:["“]([^"”]*)["”]?|([^\s"“]+))|\S/giu,
  )) {
    const value = quoted ?? plain;
    if (value !== undefined && (value !== '' || key !== undefined))
      yield { negated: minus !== undefined, ...(key === undefined ? {} : { key: key.toLowerCase() }), value };
  }
}

function termOf(key: Key, value: string, settings: SearchSettings): Body | SearchProblem | undefined {
  switch (key) {
    case 'is':
      return isTerm(value.toLowerCase());
    case 'from':
    case 'to':
    case 'subject':
    case 'body':
    case 'file':
    case 'student':
    case 'school':
      return words(key, value, settings);
    case 'policy':
    case 'rule':
      return { kind: 'value', column: 'rules', value };
    case 'code':
      return codeTerm(value.toLowerCase());
    case 'detector':
      return { kind: 'value', column: 'detectors', value: value.toLowerCase() };
    case 'after':
    case 'before':
      return dateTerm(key, value.toLowerCase(), settings);
    case 'score':
      return scoreTerm(value);
    case 'severity': {
      const severity = severities[value.toLowerCase()];
      return severity === undefined
        ? { message: `“severity:” takes ${Object.keys(severities).join(', ')}` }
        : { kind: 'severity', severity };
    }
  }
}

function isTerm(value: string): Body | SearchProblem {
  const known = Object.hasOwn(states, value) ? states[value] : undefined;
  if (known) return { kind: 'states', states: known };
  if (isFlag(value)) return { kind: 'flag', flag: value };
  return {
    message: `“is:${shown(value)}” is not a state. Use one of these: ${[...Object.keys(states), ...flags].join(', ')}`,
  };
}

/** A code without its second part is a detector, whose column has an index. */
function codeTerm(value: string): Body {
  const family = /^([a-z0-9-]+)(\.\*)?$/.exec(value)?.[1];
  return family === undefined
    ? { kind: 'value', column: 'codes', value }
    : { kind: 'value', column: 'detectors', value: family };
}

/** `2026-11-01`, `7d`, `12h`, `today`, `yesterday`. `after:` includes the day, `before:` excludes it. */
function dateTerm(key: 'after' | 'before', value: string, { now, dayStart }: SearchSettings): Body | SearchProblem {
  const at = dateOf(value, now, dayStart);
  if (at === undefined) return { message: `“${key}:” takes a date such as 2026-11-01, or 7d, 12h, today, yesterday` };
  return key === 'after' ? { kind: 'received', from: at } : { kind: 'received', before: at };
}

function dateOf(value: string, now: Date, dayStart: SearchSettings['dayStart']): Date | undefined {
  const ago = /^(\d{1,4})([dh])$/.exec(value);
  if (ago) return new Date(now.getTime() - Number(ago[1]) * (ago[2] === 'd' ? 86_400_000 : 3_600_000));
  const daysBack = value === 'today' ? 0 : value === 'yesterday' ? 1 : undefined;
  const day =
    daysBack === undefined ? value : new Date(now.getTime() - daysBack * 86_400_000).toISOString().slice(0, 10);
  if (!/^[12]\d{3}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) return undefined;
  // Rejects days that do not exist, which Date.parse would roll over to the next month.
  return new Date(day).toISOString().startsWith(day) ? dayStart(day) : undefined;
}

function scoreTerm(value: string): Body | SearchProblem {
  const parts = /^(>=|<=|>|<)?(0?\.\d{1,6}|[01](?:\.\d{0,6})?)$/.exec(value);
  const score = Number(parts?.[2]);
  if (!parts || !(score <= 1)) return { message: '“score:” takes a number from 0 to 1, such as score:>=0.9' };
  return { kind: 'score', compare: (parts[1] ?? '>=') as '>=' | '>' | '<=' | '<', score };
}

/** An id, as pages and notices show it, or its first characters; otherwise words. */
function plainTerm(value: string, settings: SearchSettings): Body | undefined {
  const ids = idsSought(value);
  return ids === undefined ? words('any', value, settings) : { kind: 'id', ...ids };
}

/** Addresses are searched as a whole, everything else word by word. */
function words(field: WordField, value: string, { foldWords }: SearchSettings): Body | undefined {
  const isAddress = (field === 'any' || field === 'from' || field === 'to') && /^\S*@\S+$/.test(value);
  const wanted = isAddress ? [value.toLowerCase()] : [...foldWords(value)];
  return wanted.length === 0 ? undefined : { kind: 'words', field, words: wanted };
}

/** Shortens what the reviewer typed, for use in a message. */
function shown(text: string): string {
  return text.slice(0, 40);
}

/** Recall and precision of the shared finders on texts whose names, phones and addresses are marked. */
import { findAddresses } from '../../detectors/shared/people/addresses.ts';
import { findEmailAddresses } from '../../detectors/shared/people/email-addresses.ts';
import { findPhones } from '../../detectors/shared/people/phones.ts';
import { findFullNames } from './full-names.ts';
import { fBeta, ratios, type Counts } from './metrics.ts';
import type { Row } from './read-set.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

export interface SpanCounts extends Counts {
  /** Share of the marked spans that a finding covers about as marked: half of both together is shared. */
  readonly bounded?: number;
}

export interface SpanReport {
  readonly types: Readonly<Record<string, SpanCounts>>;
  /** All types together. */
  readonly together: Counts & { readonly f2?: number };
  /** Types that are marked and for which there is no finder that works on a text without a roster or school context. */
  readonly withoutFinder: Readonly<Record<string, number>>;
}

/** Kinds of what is marked, by the names that the corpora use, and the finder of each. */
const finders: Readonly<
  Record<
    string,
    {
      readonly types: readonly string[];
      readonly find: (text: string) => readonly Range[];
      /** Marked spans that the finder looks for; the others are right to find and no miss. */
      readonly sought?: (marked: string) => boolean;
    }
  >
> = {
  'full name of a person': {
    types: ['PERSON'],
    find: findFullNames,
    sought: (marked) => /\p{L}\S*\s+\S*\p{L}/u.test(marked),
  },
  phone: { types: ['PHONE_NUMBER', 'PHONE'], find: findPhones },
  'e-mail address': { types: ['EMAIL_ADDRESS', 'EMAIL'], find: findEmailAddresses },
  'street address': {
    types: ['STREET_ADDRESS', 'ADDRESS'],
    find: (text) => findAddresses(text).filter(({ needsCue }) => !needsCue),
  },
};
const kindOfType = new Map(Object.entries(finders).flatMap(([kind, { types }]) => types.map((type) => [type, kind])));

interface Tally {
  marked: number;
  touched: number;
  bounded: number;
  wrong: number;
}

export interface SpanCounter {
  add(row: Row): void;
  /** Undefined where no row had spans of a type. */
  report(): SpanReport | undefined;
}

/**
 * A marked span is found when a finding of its kind overlaps it; a finding is wrong when it overlaps none of its kind.
 * Kinds that a set never marks are not judged in it.
 */
export function createSpanCounter(): SpanCounter {
  const tallies = new Map(Object.keys(finders).map((kind) => [kind, { marked: 0, touched: 0, bounded: 0, wrong: 0 }]));
  const withoutFinder: Record<string, number> = {};
  return {
    add(row) {
      const spans = row.spans.filter((span) => typeof span === 'object');
      for (const { type } of spans) {
        if (!kindOfType.has(type)) withoutFinder[type] = (withoutFinder[type] ?? 0) + 1;
      }
      const text = row.text ?? '';
      for (const [kind, { find, sought = () => true }] of Object.entries(finders)) {
        const marked = spans.filter(({ type }) => kindOfType.get(type) === kind);
        const wanted = marked.filter(({ start, end }) => sought(text.slice(start, end)));
        const others = marked.length - wanted.length;
        if (others > 0) withoutFinder['PERSON, one word'] = (withoutFinder['PERSON, one word'] ?? 0) + others;
        count(tallies.get(kind)!, marked, wanted, find(text));
      }
    },
    report() {
      const judged = [...tallies].filter(([, { marked }]) => marked > 0);
      if (judged.length === 0) return undefined;
      return { types: Object.fromEntries(judged.map(countsOf)), together: together(judged), withoutFinder };
    },
  };
}

function count(tally: Tally, marked: readonly Range[], wanted: readonly Range[], found: readonly Range[]): void {
  tally.marked += wanted.length;
  tally.touched += wanted.filter((span) => found.some((other) => shared(span, other) > 0)).length;
  tally.bounded += wanted.filter((span) =>
    found.some((other) => 2 * shared(span, other) >= spanned(span, other)),
  ).length;
  tally.wrong += found.filter((span) => !marked.some((other) => shared(span, other) > 0)).length;
}

function shared(a: Range, b: Range): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

function spanned(a: Range, b: Range): number {
  return a.end - a.start + (b.end - b.start) - shared(a, b);
}

function countsOf([kind, tally]: [string, Tally]): [string, SpanCounts] {
  return [kind, { ...ratios(tally.marked, tally.touched, tally.wrong), bounded: tally.bounded / tally.marked }];
}

function together(judged: readonly [string, Tally][]): SpanReport['together'] {
  const sum = (of: (tally: Tally) => number) => judged.reduce((total, [, tally]) => total + of(tally), 0);
  const counts = ratios(
    sum(({ marked }) => marked),
    sum(({ touched }) => touched),
    sum(({ wrong }) => wrong),
  );
  const f2 = fBeta(counts.precision, counts.recall, 2);
  return { ...counts, ...(f2 === undefined ? {} : { f2 }) };
}

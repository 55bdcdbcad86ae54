/** The filters of a search, with the number of messages for each value. */
import type { ReactElement } from 'react';
import type { MessageCounts, ReviewState } from '../../contract/message.ts';
import { number } from '../words/counts.ts';
import { stateNames } from '../words/names.ts';
import type { ListAddress, ListName } from './list-address.ts';
import { toggleTerm, valuesOf, withoutKey } from './search-terms.ts';
import classes from './facets.module.css';

export interface Facet {
  readonly key: string;
  readonly name: string;
  readonly counts: Exclude<keyof MessageCounts, 'nav' | 'lastCheckedAt'>;
  /** Search keys that set this filter. */
  readonly terms: readonly string[];
  readonly toggle: (query: string, value: string) => string;
  readonly clear: (query: string) => string;
}

function facet(key: string, name: string, counts: Facet['counts'], ...others: string[]): Facet {
  return {
    key,
    name,
    counts,
    terms: [key, ...others],
    toggle: (query, value) => toggleTerm(query, key, value),
    clear: (query) => withoutKey(query, key),
  };
}

const narrowing: readonly Facet[] = [
  facet('policy', 'Policy', 'rules', 'rule'),
  facet('school', 'School', 'schools'),
  facet('detector', 'Detector', 'detectors'),
];

const homes: Readonly<Record<ListName, string>> = {
  review: 'open',
  'waiting-for-sender': 'held-by-sender',
  delivered: 'released',
  monitored: 'monitored',
};

/** Each list has a state of its own, to which clearing the state filter returns. */
export function facets(list: ListName): readonly Facet[] {
  const home = homes[list];
  const state: Facet = {
    ...facet('is', 'State', 'states'),
    toggle: (query, value) => `is:${value} ${withoutKey(query, 'is')}`.trim(),
    clear: (query) => `is:${home} ${withoutKey(query, 'is')}`.trim(),
  };
  return [state, ...narrowing];
}

export interface FacetListProps {
  readonly facet: Facet;
  readonly counts: MessageCounts | undefined;
  readonly address: ListAddress;
}

/** The name of a value. States have the same names as in the rest of the console. */
export function labelOf({ key }: Facet, { value, label }: { value: string; label: string }): string {
  return key === 'is' && value in stateNames ? stateNames[value as ReviewState] : label;
}

/** All values of a filter, with bars for comparison. */
export function FacetList({ facet, counts, address }: FacetListProps): ReactElement | null {
  const { name, counts: of, terms, toggle } = facet;
  const values = terms.flatMap((key) => valuesOf(address.query, key));
  const options = counts?.[of] ?? [];
  const most = Math.max(1, ...options.map(({ count }) => count));
  // A single value leaves nothing to filter by, unless it is the selected one.
  if (options.length === 0 || (options.length === 1 && !values.includes(options[0]!.value))) return null;
  return (
    <section className={classes.facet}>
      <h3>By {name.toLowerCase()}</h3>
      <ul>
        {options.slice(0, 8).map(({ value, label, count }) => (
          <li key={value}>
            <button
              type="button"
              aria-pressed={values.includes(value)}
              onClick={() => address.setQuery(toggle(address.query, value))}
            >
              <span className={classes.label} title={label}>
                {labelOf(facet, { value, label })}
              </span>
              <span className={classes.count}>{number(count)}</span>
              <span className={classes.bar} style={{ inlineSize: `${(count / most) * 100}%` }} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Shown beside a list while no message is open: how many messages there are, by state, policy, school and detector. */
import type { ReactElement } from 'react';
import { useCounts } from '../api/queries.ts';
import { count } from '../words/counts.ts';
import { FacetList, facets } from './facets.tsx';
import type { ListAddress, ListName } from './list-address.ts';
import classes from './list-page.module.css';

const titles: Readonly<Record<ListName, (open: number) => string>> = {
  review: (open) => `${count(open, 'message')} to review`,
  'waiting-for-sender': (open) => `${count(open, 'message')} waiting for sender`,
  delivered: () => 'Delivered after review',
  monitored: (open) => `${count(open, 'message')} delivered in monitor mode`,
};

export interface GlanceProps {
  readonly list: ListName;
  readonly address: ListAddress;
  readonly isEmpty: boolean;
}

export function Glance({ list, address, isEmpty }: GlanceProps): ReactElement | null {
  const counts = useCounts(address.query).data;
  if (counts === undefined || isEmpty) return null;
  const { review, heldBySenders, monitored } = counts.nav;
  const open = list === 'review' ? review : list === 'monitored' ? monitored : heldBySenders;
  return (
    <div className={classes.glance}>
      <h2>{titles[list](open)}</h2>
      <p>
        Press Enter to open a message, <kbd>j</kbd> and <kbd>k</kbd> to move, <kbd>?</kbd> for all keyboard shortcuts.
      </p>
      {facets(list).map((facet) => (
        <FacetList key={facet.key} facet={facet} counts={counts} address={address} />
      ))}
    </div>
  );
}

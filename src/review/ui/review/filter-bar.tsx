/** Search, filters with counts, saved views and sort order of a list. All of them are part of the address. */
import { Button, Drawer, Menu, UnstyledButton } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { MessageCounts } from '../../contract/message.ts';
import { useCounts, type Sort } from '../api/queries.ts';
import type { Liveness } from '../api/live.ts';
import { Icon } from '../frame/icons.tsx';
import { count, number } from '../words/counts.ts';
import { FacetList, facets, labelOf, type Facet } from './facets.tsx';
import { sortNames, type ListAddress, type ListName } from './list-address.ts';
import { SavedViews } from './saved-views.tsx';
import { SearchBox } from './search-box.tsx';
import { valuesOf } from './search-terms.ts';
import classes from './filter-bar.module.css';

export interface FilterBarProps {
  readonly list: ListName;
  readonly address: ListAddress;
  readonly liveness: Liveness;
  readonly total: number | undefined;
}

export function FilterBar({ list, address, liveness, total }: FilterBarProps): ReactElement {
  const counts = useCounts(address.query).data;
  return (
    <>
      <SearchBox key={address.query} address={address} />
      <div className={classes.menus}>
        {facets(list).map((facet) => (
          <FacetMenu key={facet.key} facet={facet} counts={counts} address={address} />
        ))}
      </div>
      <FacetDrawer list={list} counts={counts} address={address} />
      <div className={classes.end}>
        <span className={classes.total}>{total === undefined ? '' : count(total, 'message')}</span>
        <SavedViews address={address} />
        <SortMenu address={address} />
        <Live liveness={liveness} />
      </div>
    </>
  );
}

function FacetMenu({
  facet,
  counts,
  address,
}: {
  facet: Facet;
  counts: MessageCounts | undefined;
  address: ListAddress;
}): ReactElement {
  const values = facet.terms.flatMap((key) => valuesOf(address.query, key));
  const options = counts?.[facet.counts] ?? [];
  const known = options.find(({ value }) => value === values[0]);
  const label = known === undefined ? capitalised(values[0]) : labelOf(facet, known);
  const isOn = label !== undefined && values[0] !== 'open';
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <UnstyledButton className={classes.menu} data-on={isOn || undefined}>
          <span>{isOn ? label : facet.name}</span>
          <Icon name="down" size={12} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown ?? ''}>
        {options.length === 0 && <Menu.Label>No values in this search</Menu.Label>}
        {options.map((option) => (
          <Menu.Item
            key={option.value}
            leftSection={
              values.includes(option.value) ? <Icon name="check" size={14} /> : <span className={classes.blank} />
            }
            rightSection={<span className={classes.number}>{number(option.count)}</span>}
            onClick={() => address.setQuery(facet.toggle(address.query, option.value))}
          >
            {labelOf(facet, option)}
          </Menu.Item>
        ))}
        {isOn && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => address.setQuery(facet.clear(address.query))}>All</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A search word that is not a value of the menu, such as `is:appealed`. */
function capitalised(word: string | undefined): string | undefined {
  return word === undefined ? undefined : word.slice(0, 1).toUpperCase() + word.slice(1).replaceAll('-', ' ');
}

/** The filters on a phone, which has no room for four menus. */
function FacetDrawer({
  list,
  counts,
  address,
}: {
  list: ListName;
  counts: MessageCounts | undefined;
  address: ListAddress;
}): ReactElement {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <UnstyledButton className={classes.drawerButton} aria-label="Filters" onClick={() => setOpened(true)}>
        <Icon name="filter" />
      </UnstyledButton>
      <Drawer opened={opened} onClose={() => setOpened(false)} position="bottom" size="75%" title="Filters">
        {facets(list).map((facet) => (
          <FacetList key={facet.key} facet={facet} counts={counts} address={address} />
        ))}
        <Button fullWidth onClick={() => setOpened(false)}>
          Show messages
        </Button>
      </Drawer>
    </>
  );
}

function SortMenu({ address }: { address: ListAddress }): ReactElement {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton className={classes.menu}>
          <span>{sortNames[address.sort]}</span>
          <Icon name="down" size={12} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.entries(sortNames) as [Sort, string][]).map(([sort, name]) => (
          <Menu.Item
            key={sort}
            leftSection={sort === address.sort ? <Icon name="check" size={14} /> : <span className={classes.blank} />}
            onClick={() => address.setSort(sort)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const livenessWords: Readonly<Record<Liveness, readonly [word: string, about: string]>> = {
  live: ['live', 'New messages and decisions by others appear automatically.'],
  connecting: ['live', 'Connecting to the gateway.'],
  away: [
    'offline',
    'The gateway cannot be reached, so the list may be out of date. The console keeps trying to reconnect.',
  ],
};

function Live({ liveness }: { liveness: Liveness }): ReactElement {
  const [word, about] = livenessWords[liveness];
  return (
    <span className={classes.live} data-liveness={liveness} title={about} role="status">
      {word} <span aria-hidden="true">●</span>
    </span>
  );
}

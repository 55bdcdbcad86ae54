/** Searches saved under a name, private or shared with all reviewers. */
import { Button, Checkbox, Menu, Modal, TextInput, UnstyledButton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { call } from '../api/client.ts';
import { keys, queryClient, type Sort } from '../api/queries.ts';
import { Icon } from '../frame/icons.tsx';
import { announce } from '../parts/announcement.tsx';
import { Refused } from '../parts/refused.tsx';
import { sortNames, type ListAddress } from './list-address.ts';
import classes from './filter-bar.module.css';

export function SavedViews({ address }: { address: ListAddress }): ReactElement {
  const [saving, setSaving] = useState(false);
  const views = useQuery({ queryKey: keys.views, queryFn: () => call('views') }).data?.views ?? [];
  const remove = useMutation({
    mutationFn: (id: string) => call('deleteView', { params: { id } }),
    onSuccess: () => {
      announce('The view has been deleted.');
      return queryClient.invalidateQueries({ queryKey: keys.views });
    },
  });
  const here = views.find(({ query, sort }) => query === address.query && sort === address.sort);
  return (
    <div className={classes.views}>
      <Menu position="bottom-end" width={270}>
        <Menu.Target>
          <UnstyledButton className={classes.menu} aria-label={`Saved views${here ? `: ${here.name}` : ''}`}>
            <Icon name="bookmark" size={15} />
            <span>{here?.name ?? 'Views'}</span>
            <Icon name="down" size={12} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 && <Menu.Label>Save a search to use it again.</Menu.Label>}
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              rightSection={view.shared ? <span className={classes.number}>shared</span> : null}
              onClick={() => address.show(view.query, view.sort in sortNames ? (view.sort as Sort) : 'severity')}
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setSaving(true)}>Save this search…</Menu.Item>
          {here !== undefined && <Menu.Item onClick={() => remove.mutate(here.id)}>Delete “{here.name}”</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={saving} onClose={() => setSaving(false)} title="Save this search">
        <SaveView address={address} onDone={() => setSaving(false)} />
      </Modal>
    </div>
  );
}

function SaveView({ address, onDone }: { address: ListAddress; onDone: () => void }): ReactElement {
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useMutation({
    mutationFn: () => call('saveView', { body: { name, shared, query: address.query, sort: address.sort } }),
    onSuccess: async () => {
      announce('The view has been saved.');
      await queryClient.invalidateQueries({ queryKey: keys.views });
      onDone();
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        data-autofocus
        label="Name"
        description={address.query}
        maxLength={60}
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox
        mt="md"
        label="Share with all reviewers"
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      <Refused error={save.error} />
      <Button mt="lg" type="submit" loading={save.isPending}>
        Save
      </Button>
    </form>
  );
}

/** The command palette (⌘K): pages, search and colour schemes, found by a part of their name. */
import { Modal, TextInput, useMantineColorScheme } from '@mantine/core';
import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { useLocation } from 'wouter';
import { places } from '../words/names.ts';
import { useSession } from './session.ts';
import classes from './frame.module.css';

interface Entry {
  readonly name: string;
  readonly hint: string;
  run(): void;
}

export interface PaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onHelp: () => void;
  readonly onSignOut: () => void;
}

export function Palette(props: PaletteProps): ReactElement {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      withCloseButton={false}
      padding={0}
      yOffset="12vh"
      title={<span className={classes.hidden}>Go to</span>}
      classNames={{ header: classes.hidden ?? '' }}
    >
      <Entries {...props} />
    </Modal>
  );
}

function Entries({ onClose, onHelp, onSignOut }: PaletteProps): ReactElement {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useEntries(text, onHelp, onSignOut);
  const run = (entry: Entry | undefined): void => {
    onClose();
    entry?.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setChosen((chosen + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setChosen((chosen + found.length - 1) % Math.max(1, found.length));
    else if (event.key === 'Enter') run(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.palette}>
      <TextInput
        data-autofocus
        variant="unstyled"
        size="lg"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette"
        aria-activedescendant={`palette-${chosen}`}
        aria-label="Go to a page, or search messages"
        placeholder="Go to a page, or search messages"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="palette" role="listbox" aria-label="Results">
        {found.map((entry, at) => (
          <li
            key={entry.name}
            id={`palette-${at}`}
            role="option"
            aria-selected={at === chosen}
            onClick={() => run(entry)}
            onPointerMove={() => setChosen(at)}
          >
            <span>{entry.name}</span>
            <span className={classes.hint}>{entry.hint}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function useEntries(text: string, onHelp: () => void, onSignOut: () => void): Entry[] {
  const { permissions } = useSession();
  const [, navigate] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const entries: Entry[] = [
    ...places
      .filter(({ needs }) => permissions.includes(needs))
      .map(({ name, path }) => ({ name, hint: 'Page', run: () => navigate(path) })),
    { name: 'My messages', hint: 'Review', run: () => navigate('/review?q=is%3Amine') },
    { name: 'Your account', hint: 'Password, two-factor authentication', run: () => navigate('/account') },
    { name: 'Light mode', hint: 'Appearance', run: () => setColorScheme('light') },
    { name: 'Dark mode', hint: 'Appearance', run: () => setColorScheme('dark') },
    { name: 'System default', hint: 'Appearance', run: () => setColorScheme('auto') },
    { name: 'Shortcuts and search', hint: '?', run: onHelp },
    { name: 'Sign out', hint: '', run: onSignOut },
  ];
  const wanted = text.trim().toLowerCase();
  const found = entries.filter(({ name }) => name.toLowerCase().includes(wanted));
  if (wanted === '' || !permissions.includes('messages.list')) return found;
  const search = { name: `Search messages for “${text.trim()}”`, hint: 'Review' };
  return [...found, { ...search, run: () => navigate(`/review?q=${encodeURIComponent(text.trim())}`) }];
}

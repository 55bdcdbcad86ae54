/** The frame around every page: navigation with counts, command palette, colour scheme and account menu. */
import { ActionIcon, Drawer, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useState, type ReactElement, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { call } from '../api/client.ts';
import { queryClient, useCounts } from '../api/queries.ts';
import { Announcement } from '../parts/announcement.tsx';
import { number } from '../words/counts.ts';
import { initials, places, roleNames, type Place } from '../words/names.ts';
import { HelpSheet } from './help-sheet.tsx';
import { Icon, Logo } from './icons.tsx';
import { useKeys } from './keys.ts';
import { Palette } from './palette.tsx';
import { useMay, useSession } from './session.ts';
import { useShortcut } from './shortcut.ts';
import classes from './frame.module.css';

export function Frame({ children }: { children: ReactNode }): ReactElement {
  const [shown, setShown] = useState<'palette' | 'help' | 'menu'>();
  const [path] = useLocation();
  const session = useSession();
  const allowed = places.filter(({ needs }) => session.permissions.includes(needs));
  const close = (): void => setShown(undefined);
  const signOut = async (): Promise<void> => {
    await call('signOut');
    queryClient.clear();
    location.assign('/sign-in');
  };
  useKeys({ '?': () => setShown('help') });
  useShortcut('k', () => setShown('palette'));
  return (
    <>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <header className={classes.bar}>
        <ActionIcon
          className={classes.menuButton ?? ''}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Pages"
          onClick={() => setShown('menu')}
        >
          <Icon name="menu" size={20} />
        </ActionIcon>
        <Link className={classes.brand} href="/">
          <Logo />
          <span>Hallpass</span>
        </Link>
        <nav className={classes.nav} aria-label="Pages">
          <Places places={allowed} path={path} />
        </nav>
        <div className={classes.tools}>
          <button
            type="button"
            className={classes.find}
            aria-label={`${paletteKeys}: go to a page or search`}
            onClick={() => setShown('palette')}
          >
            <Icon name="search" size={16} />
            <kbd aria-hidden="true">{paletteKeys}</kbd>
          </button>
          <ColorScheme />
          <AccountMenu onHelp={() => setShown('help')} onSignOut={() => void signOut()} />
        </div>
      </header>
      {children}
      <Announcement />
      <Drawer opened={shown === 'menu'} onClose={close} title="Hallpass" size="17rem">
        <nav className={classes.drawer} aria-label="Pages" onClick={close}>
          <Places places={allowed} path={path} />
        </nav>
      </Drawer>
      <HelpSheet opened={shown === 'help'} onClose={close} />
      <Palette
        opened={shown === 'palette'}
        onClose={close}
        onHelp={() => setShown('help')}
        onSignOut={() => void signOut()}
      />
    </>
  );
}

function Places({ places, path }: { places: readonly Place[]; path: string }): ReactElement {
  const lists = useMay('messages.list');
  return (
    <>
      {lists ? (
        <CountedPlaces places={places} path={path} />
      ) : (
        places.map((place) => <PlaceLink key={place.path} place={place} path={path} />)
      )}
    </>
  );
}

function CountedPlaces({ places, path }: { places: readonly Place[]; path: string }): ReactElement {
  const nav = useCounts('is:open').data?.nav;
  const counts: Readonly<Record<string, number | undefined>> = {
    '/review': nav?.review,
    '/waiting-for-sender': nav?.heldBySenders,
  };
  // A list for monitor mode alone: it is offered where it has messages.
  const shown = places.filter(
    (place) => place.path !== '/monitored' || (nav?.monitored ?? 0) > 0 || isHere(place, path),
  );
  return (
    <>
      {shown.map((place) => (
        <PlaceLink key={place.path} place={place} path={path} count={counts[place.path]} />
      ))}
    </>
  );
}

function isHere({ path: own }: Place, path: string): boolean {
  return path === own || path.startsWith(`${own}/`);
}

function PlaceLink({ place, path, count }: { place: Place; path: string; count?: number | undefined }): ReactElement {
  return (
    <Link href={place.path} className={classes.place} aria-current={isHere(place, path) ? 'page' : undefined}>
      {place.name}
      {count !== undefined && count > 0 && <span className={classes.count}>{number(count)}</span>}
    </Link>
  );
}

function ColorScheme(): ReactElement {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip label={other === 'dark' ? 'Dark mode' : 'Light mode'}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`Switch to ${other} mode`}
        onClick={() => setColorScheme(other)}
      >
        <Icon name={other === 'dark' ? 'moon' : 'sun'} />
      </ActionIcon>
    </Tooltip>
  );
}

function AccountMenu({ onHelp, onSignOut }: { onHelp: () => void; onSignOut: () => void }): ReactElement {
  const { account } = useSession();
  const [, navigate] = useLocation();
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <button
          type="button"
          className={classes.own}
          aria-label={`${initials(account.name)}: ${account.name}, account menu`}
        >
          {initials(account.name)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <strong>{account.name}</strong>
          <span>{roleNames[account.role].name}</span>
        </div>
        <Menu.Divider />
        <Menu.Item onClick={() => navigate('/account')}>Your account</Menu.Item>
        <Menu.Item onClick={onHelp}>Shortcuts and search</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={onSignOut}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const paletteKeys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';

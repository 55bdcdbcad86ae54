/** The main release button, with the other ways to release in a menu beside it. */
import { Button, Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { Icon } from '../frame/icons.tsx';
import { isHarmless, offeredActions } from './offered-actions.ts';
import type { ActionDialog } from './use-action-dialog.ts';
import classes from './actions-bar.module.css';

export interface ReleaseButtonsProps {
  readonly message: MessageDetail;
  readonly dialog: ActionDialog;
  readonly isPending: boolean;
}

export function ReleaseButtons({ message, dialog, isPending }: ReleaseButtonsProps): ReactElement | null {
  const { releases, mainRelease, releaseAndAllow } = offeredActions(message);
  if (mainRelease === undefined) return null;
  return (
    <Button.Group className={classes.releases ?? ''}>
      <Button
        variant={isHarmless(message, mainRelease) && message.gravity.length === 0 ? 'filled' : 'default'}
        loading={isPending && dialog.opened === undefined}
        onClick={() => dialog.release(mainRelease)}
      >
        {mainRelease.label}
      </Button>
      <Menu position="top-start">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label="Other ways to release">
            <Icon name="down" size={14} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {releases
            .filter((release) => release !== mainRelease)
            .map((release) => (
              <Menu.Item key={release.label} onClick={() => dialog.release(release)}>
                {release.label}
              </Menu.Item>
            ))}
          <Menu.Item onClick={() => dialog.open('release')}>Choose recipients…</Menu.Item>
          {releaseAndAllow && (
            <Menu.Item onClick={() => dialog.open('release-and-allow')}>{releaseAndAllow.label}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}

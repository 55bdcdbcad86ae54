/** The menu of actions that have no button of their own. On a phone, the false-alarm button is in it too. */
import { Button, Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import { Icon } from '../frame/icons.tsx';
import type { OfferedAction } from './offered-actions.ts';
import type { ActionDialog } from './use-action-dialog.ts';
import classes from './actions-bar.module.css';

export interface MoreActionsProps {
  readonly actions: readonly OfferedAction[];
  readonly dialog: ActionDialog;
  readonly falseAlarm: OfferedAction | undefined;
}

export function MoreActions({ actions, dialog, falseAlarm }: MoreActionsProps): ReactElement {
  return (
    <Menu position="top-end">
      <Menu.Target>
        <Button variant="default" px="sm" aria-label="More actions">
          <Icon name="more" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((offered) => (
          <Menu.Item key={offered.action} onClick={() => dialog.choose(offered)}>
            {offered.label}
          </Menu.Item>
        ))}
        {falseAlarm && (
          <Menu.Item className={classes.narrow ?? ''} onClick={() => dialog.choose(falseAlarm)}>
            {falseAlarm.label}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

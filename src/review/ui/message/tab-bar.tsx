/** The names of the tabs below a message, with the number of findings in each attachment, and the Reveal button. */
import { Button, Tabs } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ContentPart, MessageDetail } from '../../contract/message.ts';
import { Icon } from '../frame/icons.tsx';
import classes from './content.module.css';

export interface TabBarProps {
  readonly message: MessageDetail;
  readonly files: readonly ContentPart[];
  /** Undefined if the account may not reveal messages. */
  readonly onReveal: (() => void) | undefined;
}

export function TabBar({ message, files, onReveal }: TabBarProps): ReactElement {
  const { views, revealed } = message;
  return (
    <div className={classes.tabBar}>
      <Tabs.List className={classes.tabList ?? ''}>
        {views.includes('text') && <Tabs.Tab value="text">Text</Tabs.Tab>}
        {files.map((file) => (
          <Tabs.Tab key={file.id} value={`part ${file.id}`}>
            {file.filename || 'File'}
            <FindingCount message={message} part={file.id} />
          </Tabs.Tab>
        ))}
        {views.includes('rendered') && <Tabs.Tab value="rendered">Rendered</Tabs.Tab>}
        {views.includes('headers') && <Tabs.Tab value="headers">Headers</Tabs.Tab>}
        {views.includes('raw') && <Tabs.Tab value="raw">Raw</Tabs.Tab>}
        <Tabs.Tab value="history">History</Tabs.Tab>
      </Tabs.List>
      {views.includes('text') && !revealed && onReveal !== undefined && (
        <Button variant="default" size="xs" leftSection={<Icon name="eye" size={15} />} onClick={onReveal}>
          Reveal
        </Button>
      )}
    </div>
  );
}

function FindingCount({ message, part }: { message: MessageDetail; part: string }): ReactElement | null {
  const count = message.findings.filter((finding) => finding.part === part).length;
  return count === 0 ? null : <span className={classes.badge}>{count}</span>;
}

/** The settings: health, mail flow, district, roster and lists, accounts, API tokens. */
import { Tabs } from '@mantine/core';
import { lazy, Suspense, useEffect, useRef, type ReactElement } from 'react';
import { useLocation } from 'wouter';
import { useSession } from '../frame/session.ts';
import { Page } from '../parts/page.tsx';
import { Waiting } from '../parts/states.tsx';
import { DistrictSettings } from './district.tsx';
import { Health } from './health.tsx';
import { Directory } from './directory.tsx';
import classes from './settings.module.css';

const MailFlow = lazy(() => import('./mail-flow.tsx'));
const Accounts = lazy(() => import('./accounts.tsx'));
const Tokens = lazy(() => import('./tokens.tsx'));

export default function Settings({ tab = 'health' }: { tab: string | undefined }): ReactElement {
  const { permissions } = useSession();
  const [, navigate] = useLocation();
  const tabs = useRef<HTMLDivElement>(null);
  // On a phone, not all tabs are in sight.
  useEffect(() => {
    tabs.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  return (
    <Page title="Settings">
      <Tabs value={tab} onChange={(next) => navigate(`/settings/${next ?? 'health'}`)} keepMounted={false}>
        <Tabs.List ref={tabs} className={classes.tabs ?? ''}>
          <Tabs.Tab value="health">Health</Tabs.Tab>
          {permissions.includes('mail-flow.read') && <Tabs.Tab value="mail-flow">Mail flow</Tabs.Tab>}
          <Tabs.Tab value="district">District</Tabs.Tab>
          <Tabs.Tab value="directory">Roster and lists</Tabs.Tab>
          {permissions.includes('accounts.read') && <Tabs.Tab value="accounts">Accounts</Tabs.Tab>}
          {permissions.includes('tokens.write') && <Tabs.Tab value="tokens">API tokens</Tabs.Tab>}
        </Tabs.List>
        <Suspense fallback={<Waiting lines={6} height={28} />}>
          <Tabs.Panel value="health">
            <Health />
          </Tabs.Panel>
          <Tabs.Panel value="mail-flow">
            <MailFlow />
          </Tabs.Panel>
          <Tabs.Panel value="district">
            <DistrictSettings />
          </Tabs.Panel>
          <Tabs.Panel value="directory">
            <Directory />
          </Tabs.Panel>
          <Tabs.Panel value="accounts">
            <Accounts />
          </Tabs.Panel>
          <Tabs.Panel value="tokens">
            <Tokens />
          </Tabs.Panel>
        </Suspense>
      </Tabs>
    </Page>
  );
}

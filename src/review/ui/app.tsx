/** Routes addresses to pages: those before sign-in and those inside the frame. Each page loads when it is first opened. */
import { lazy, Suspense, useEffect, type ReactElement } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import type { Session } from '../contract/account.ts';
import { useSessionEnd } from './api/session-end.ts';
import { useSessionQuery } from './api/queries.ts';
import { Frame } from './frame/frame.tsx';
import { SessionContext } from './frame/session.ts';
import { Page } from './parts/page.tsx';
import { Empty, Failure, Waiting } from './parts/states.tsx';
import { ListPage } from './review/list-page.tsx';
import { MessageLink } from './review/message-link.tsx';
import { places } from './words/names.ts';

const SignIn = lazy(() => import('./sign-in/sign-in.tsx'));
const SetUp = lazy(() => import('./sign-in/set-up.tsx'));
const Invitation = lazy(() => import('./sign-in/invitation.tsx'));
const Overview = lazy(() => import('./pages/overview.tsx'));
const Disclosures = lazy(() => import('./pages/disclosures.tsx'));
const Policy = lazy(() => import('./pages/policy.tsx'));
const Workshop = lazy(() => import('./policy/workshop.tsx'));
const Settings = lazy(() => import('./settings/settings.tsx'));
const FirstDistrict = lazy(() => import('./settings/district.tsx'));
const Report = lazy(() => import('./pages/report.tsx'));
const OwnAccount = lazy(() => import('./settings/own-account.tsx'));
const AuditLog = lazy(() => import('./pages/audit-log.tsx'));

export function App(): ReactElement {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/sign-in" component={SignIn} />
        <Route path="/set-up" component={SetUp} />
        <Route path="/set-up/:token" component={SetUp} />
        <Route path="/invitation" component={Invitation} />
        <Route path="/invitation/:token" component={Invitation} />
        <Route>
          <SignedIn />
        </Route>
      </Switch>
    </Suspense>
  );
}

function SignedIn(): ReactElement | null {
  const { data: session, error, refetch, isPending } = useSessionQuery();
  const [, navigate] = useLocation();
  useEffect(() => {
    if (session !== null) return;
    const here = location.pathname + location.search + location.hash;
    navigate(here === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here)}`, { replace: true });
  }, [session, navigate]);
  useSessionEnd(session?.expiresAt);
  if (session === undefined && !isPending) return <Failure error={error} onRetry={() => void refetch()} />;
  if (session === null || session === undefined) return null;
  return (
    <SessionContext value={session}>
      <Frame>
        <Suspense fallback={<Loading />}>
          <Pages session={session} />
        </Suspense>
      </Frame>
    </SessionContext>
  );
}

function Pages({ session }: { session: Session }): ReactElement {
  const allowed = places.filter(({ needs }) => session.permissions.includes(needs));
  const first = allowed[0]?.path ?? '/account';
  const page = (path: string): boolean => allowed.some((place) => place.path === path);
  return (
    <Switch>
      <Route path="/">
        <Redirect to={first} replace />
      </Route>
      {page('/review') && (
        <Route path="/review/:id?">{({ id }) => <ListPage key="review" list="review" openId={id} />}</Route>
      )}
      {page('/waiting-for-sender') && (
        <Route path="/waiting-for-sender/:id?">
          {({ id }) => <ListPage key="waiting-for-sender" list="waiting-for-sender" openId={id} />}
        </Route>
      )}
      {page('/delivered') && (
        <Route path="/delivered/:id?">{({ id }) => <ListPage key="delivered" list="delivered" openId={id} />}</Route>
      )}
      {page('/monitored') && (
        <Route path="/monitored/:id?">{({ id }) => <ListPage key="monitored" list="monitored" openId={id} />}</Route>
      )}
      {page('/review') && <Route path="/messages/:id">{({ id }) => <MessageLink id={id} />}</Route>}
      {page('/overview') && <Route path="/overview" component={Overview} />}
      {page('/overview') && <Route path="/report" component={Report} />}
      {page('/disclosures') && <Route path="/disclosures" component={Disclosures} />}
      {page('/policy') && <Route path="/policy" component={Policy} />}
      {session.permissions.includes('policy.edit') && <Route path="/policy/draft" component={Workshop} />}
      {page('/audit-log') && <Route path="/audit-log" component={AuditLog} />}
      {session.permissions.includes('settings.write') && <Route path="/your-district" component={FirstDistrict} />}
      {page('/settings') && <Route path="/settings/:tab?">{({ tab }) => <Settings tab={tab} />}</Route>}
      <Route path="/account" component={OwnAccount} />
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

function Loading(): ReactElement {
  return (
    <main style={{ maxWidth: '76rem', width: '100%', margin: '0 auto', padding: '1.75rem 1.5rem' }}>
      <Waiting lines={8} />
    </main>
  );
}

function NotFound(): ReactElement {
  return (
    <Page title="Page not found">
      <Empty title="This page does not exist, or your account does not have access to it.">
        An administrator can change the role of your account.
      </Empty>
    </Page>
  );
}

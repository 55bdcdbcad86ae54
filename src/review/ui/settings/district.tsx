/** The district's name and written policy: under Settings, and as the second step of the set-up. */
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { Link, Redirect, useLocation } from 'wouter';
import { call } from '../api/client.ts';
import { useMay } from '../frame/session.ts';
import { Card, Page } from '../parts/page.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Time } from '../parts/time.tsx';
import { DistrictForm } from './district-form.tsx';
import classes from './district.module.css';

const useDistrict = () => useQuery({ queryKey: ['district'], queryFn: () => call('district') });

export function DistrictSettings(): ReactElement {
  const district = useDistrict();
  const mayChange = useMay('settings.write');
  const [isSaved, setSaved] = useState(false);
  if (district.isPending) return <Waiting lines={6} height={40} />;
  if (district.isError) return <Failure error={district.error} onRetry={() => void district.refetch()} />;
  const { name, policy, changedAt, changedBy } = district.data;
  return (
    <Card title="District">
      {mayChange ? (
        <>
          <DistrictForm district={district.data} button="Save" onSaved={() => setSaved(true)} />
          <p role="status" className={classes.hint}>
            {isSaved && 'Saved. Notices and pages use it from now on.'}
          </p>
        </>
      ) : (
        <>
          <p>{name ?? 'The district has no name yet.'}</p>
          <p>{policy === null ? 'Notices cite no written policy.' : `Notices cite ${policy.title}.`}</p>
        </>
      )}
      {changedAt !== null && (
        <p className={classes.hint}>
          Entered <Time at={changedAt} /> by {changedBy}
        </p>
      )}
    </Card>
  );
}

/** After the first account: what notices need to know. Whatever is left open can be entered later under Settings. */
export default function FirstDistrict(): ReactElement {
  const district = useDistrict();
  const [, navigate] = useLocation();
  if (district.isError) return <Redirect to="/" replace />;
  if (district.isPending) return <Waiting lines={6} height={40} />;
  const { fixed, changedAt } = district.data;
  if ((fixed.name && fixed.policy) || changedAt !== null) return <Redirect to="/" replace />;
  return (
    <Page
      title="Your district"
      about="Notices to senders name the district and quote its policy. No other district’s policy is ever quoted."
      isNarrow
    >
      <Card>
        <DistrictForm
          district={district.data}
          button="Save and continue"
          onSaved={() => navigate('/', { replace: true })}
        />
        <p className={classes.later}>
          <Link href="/">Enter it later</Link>, under Settings, District.
        </p>
      </Card>
    </Page>
  );
}

/** The roster and the mailing lists of the gateway. */
import type { ReactElement } from 'react';
import type { Settings } from '../../contract/pages.ts';
import { Address } from '../parts/address.tsx';
import { Card } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { number } from '../words/counts.ts';
import { useSettings } from './health.tsx';
import classes from './settings.module.css';

export function Directory(): ReactElement {
  const settings = useSettings();
  if (settings.isPending) return <Waiting lines={6} height={40} />;
  if (settings.isError) return <Failure error={settings.error} onRetry={() => void settings.refetch()} />;
  const { roster, lists } = settings.data;
  return (
    <>
      <Card title="Roster">
        {roster.importedAt === null ? (
          <Empty title="There is no roster yet.">
            Without a roster, student data is found by context only. To import one, run{' '}
            <code>hallpass roster import</code>.
          </Empty>
        ) : (
          <dl className={classes.waiting}>
            <div>
              <dt>Imported</dt>
              <dd>
                <Time at={roster.importedAt} />
              </dd>
            </div>
            <div>
              <dt>Students</dt>
              <dd>{number(roster.students)}</dd>
            </div>
            <div>
              <dt>Guardians</dt>
              <dd>{number(roster.guardians)}</dd>
            </div>
            <div>
              <dt>Staff</dt>
              <dd>{number(roster.staff)}</dd>
            </div>
            <div>
              <dt>Media restriction</dt>
              <dd>{number(roster.mediaRestricted)}</dd>
            </div>
            <div>
              <dt>Rejected rows</dt>
              <dd>{number(roster.refused)}</dd>
            </div>
          </dl>
        )}
      </Card>
      {(roster.source !== null || roster.syncs.length > 0) && <Syncs roster={roster} />}
      <Card title="Mailing lists">
        {lists.length === 0 ? (
          <Empty title="No mailing list is configured.">
            Configure the lists of your district to see how many people a message to a list reaches.
          </Empty>
        ) : (
          <Table
            label="Mailing lists"
            rows={lists}
            keyOf={({ address }) => address}
            columns={[
              { name: 'Address', cell: ({ address }) => <Address value={address} wrap /> },
              { name: 'Kind', cell: ({ kind }) => kind },
              {
                name: 'People',
                cell: ({ members }) => (members === null ? 'unknown' : number(members)),
                align: 'end',
              },
            ]}
          />
        )}
      </Card>
    </>
  );
}

const outcomes = { imported: 'imported', skipped: 'not used', failed: 'not imported' } as const;

/** What the folder or the OneRoster service brought last. */
function Syncs({ roster: { source, syncs } }: { readonly roster: Settings['roster'] }): ReactElement {
  return (
    <Card title="Synchronization">
      {source === null && <p>No source is configured any longer; rosters are imported manually.</p>}
      {syncs.length === 0 ? (
        <Empty title="No roster has been received yet.">
          {source === 'folder'
            ? 'The folder is being watched. A new export is imported once its files stop changing.'
            : 'The roster will be fetched at the next scheduled time.'}
        </Empty>
      ) : (
        <Table
          label="Last synchronizations"
          rows={syncs}
          keyOf={({ at, name }) => `${at} ${name}`}
          columns={[
            { name: 'When', cell: ({ at }) => <Time at={at} /> },
            { name: 'Source', cell: ({ name }) => name },
            { name: 'Result', cell: ({ outcome }) => outcomes[outcome] },
            { name: 'Detail', cell: ({ code, detail }) => [code, detail].filter(Boolean).join(': ') },
          ]}
        />
      )}
    </Card>
  );
}

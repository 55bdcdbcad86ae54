/** The roster and the mailing lists that the gateway knows. */
import type { ReactElement } from 'react';
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
            Without one, student data is found by its context only. Import one with <code>hallpass roster import</code>.
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
              <dt>Not to be pictured</dt>
              <dd>{number(roster.mediaRestricted)}</dd>
            </div>
            <div>
              <dt>Lines refused</dt>
              <dd>{number(roster.refused)}</dd>
            </div>
          </dl>
        )}
      </Card>
      <Card title="Mailing lists">
        {lists.length === 0 ? (
          <Empty title="No mailing list is configured.">
            With the lists of your district known, a message to all staff is told how many people it reaches.
          </Empty>
        ) : (
          <Table
            label="Mailing lists"
            rows={lists}
            keyOf={({ address }) => address}
            columns={[
              { name: 'Address', cell: ({ address }) => <Address value={address} wrap /> },
              { name: 'Reaches', cell: ({ kind }) => kind },
              {
                name: 'People',
                cell: ({ members }) => (members === null ? 'not known' : number(members)),
                align: 'end',
              },
            ]}
          />
        )}
      </Card>
    </>
  );
}

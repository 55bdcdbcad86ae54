/** The tabs that are plain lists: header fields, raw message, history. */
import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactElement } from 'react';
import { addressOf, call, callForText } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import { Failure, Waiting } from '../parts/states.tsx';
import { exact, stamp } from '../words/time.ts';
import classes from './content.module.css';

export function Headers({ id }: { id: string }): ReactElement {
  const headers = useQuery({ queryKey: keys.headers(id), queryFn: () => call('headers', { params: { id } }) });
  if (headers.isPending) return <Waiting lines={8} />;
  if (headers.isError) return <Failure error={headers.error} onRetry={() => void headers.refetch()} />;
  return (
    <dl className={classes.headers}>
      {headers.data.fields.map(({ name, value }, at) => (
        <Fragment key={at}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** In UTF-16 units. The page shows this much of a raw message; the download has all of it. */
const rawShown = 200_000;

export function Raw({ id }: { id: string }): ReactElement {
  const raw = useQuery({ queryKey: keys.raw(id), queryFn: () => callForText('raw', { params: { id } }), gcTime: 0 });
  if (raw.isPending) return <Waiting lines={8} />;
  if (raw.isError) return <Failure error={raw.error} onRetry={() => void raw.refetch()} />;
  return (
    <>
      <p className={classes.download}>
        <a href={addressOf('raw', { id })} download={`${id}.eml`}>
          Download (.eml)
        </a>
      </p>
      <pre className={classes.raw} tabIndex={0} aria-label="Raw message">
        {raw.data.slice(0, rawShown)}
      </pre>
      {raw.data.length > rawShown && <p className={classes.cut}>The download contains the rest.</p>}
    </>
  );
}

export function History({ id }: { id: string }): ReactElement {
  const history = useQuery({ queryKey: keys.history(id), queryFn: () => call('history', { params: { id } }) });
  if (history.isPending) return <Waiting lines={6} />;
  if (history.isError) return <Failure error={history.error} onRetry={() => void history.refetch()} />;
  return (
    <ol className={classes.history}>
      {history.data.events.map(({ seq, at, words, actor }) => (
        <li key={seq}>
          <time dateTime={at} title={exact(at)}>
            {stamp(at)}
          </time>
          <span>
            {words}
            {actor !== '' && <span className={classes.actor}> {actor}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

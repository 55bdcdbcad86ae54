/** How the mail looks to its reader, in a frame without scripts, network or links. */
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';
import { call } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import { styleNonce } from '../nonce.ts';
import { Failure, Waiting } from '../parts/states.tsx';
import { frameDocument } from './rendered-document.ts';
import classes from './content.module.css';

export default function Rendered({ id }: { id: string }): ReactElement {
  const rendered = useQuery({
    queryKey: keys.rendered(id),
    queryFn: () => call('rendered', { params: { id } }),
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const html = rendered.data?.html;
  const shown = useMemo(() => (html === undefined ? undefined : frameDocument(html, styleNonce)), [html]);
  if (rendered.isError) return <Failure error={rendered.error} onRetry={() => void rendered.refetch()} />;
  if (shown === undefined) return <Waiting lines={8} height={28} />;
  const removed = rendered.data?.removed ?? [];
  return (
    <>
      <p className={classes.removed}>
        Nothing in it runs, links lead nowhere, and pictures from elsewhere are not fetched.
        {removed.length > 0 && ` Taken out: ${removed.join(', ')}.`}
        {shown.wasCut && ' It is too long to be shown whole; the text view has all of it.'}
      </p>
      <iframe
        className={classes.frame}
        title="The mail as its reader sees it"
        sandbox=""
        srcDoc={shown.html}
        referrerPolicy="no-referrer"
      />
    </>
  );
}

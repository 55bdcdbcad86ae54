/** The mail as its recipient would see it, in a frame without scripts, network or links. */
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
        Scripts and links are disabled, and remote images are not loaded.
        {removed.length > 0 && ` Removed: ${removed.join(', ')}.`}
        {shown.wasCut && ' The message is too long to show in full; the Text tab has all of it.'}
      </p>
      <iframe
        className={classes.frame}
        title="Rendered message"
        sandbox=""
        srcDoc={shown.html}
        referrerPolicy="no-referrer"
      />
    </>
  );
}

/** The mail flow for administrators and managers: where a message is, what waits, and the next mail servers. */
import type { ReactElement } from 'react';
import { Queue } from './queue.tsx';
import { Trace } from './trace.tsx';

export default function MailFlow(): ReactElement {
  return (
    <>
      <Trace />
      <Queue />
    </>
  );
}

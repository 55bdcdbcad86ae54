/** Routes of traces and of the queue for the next hop. */
import * as flow from '../mail-flow.ts';
import type { Route } from './route.ts';

export const mailFlowRoutes = {
  trace: {
    method: 'GET',
    path: '/trace',
    summary: 'Finds messages by sender, recipient or id, and their way; no subject and no content',
    needs: 'mail-flow.read',
    query: flow.traceQuery,
    answer: flow.trace,
  },
  queue: {
    method: 'GET',
    path: '/queue',
    summary: 'Messages that wait for the next hop, by hop and reason',
    needs: 'mail-flow.read',
    answer: flow.queue,
  },
  retryQueue: {
    method: 'POST',
    path: '/queue/retry',
    summary: 'Tries waiting messages now',
    needs: 'mail-flow.retry',
    body: flow.retry,
    answer: flow.retried,
  },
} as const satisfies Readonly<Record<string, Route>>;

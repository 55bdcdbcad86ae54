/** Routes of traces and of the queue for the next hop. */
import * as flow from '../mail-flow.ts';
import type { Route } from './route.ts';

export const mailFlowRoutes = {
  trace: {
    method: 'GET',
    path: '/trace',
    summary: 'Finds messages by sender, recipient, id or time, and their path; no subject and no content',
    needs: 'mail-flow.read',
    query: flow.traceQuery,
    answer: flow.trace,
  },
  queue: {
    method: 'GET',
    path: '/queue',
    summary: 'Messages waiting for the next hop, by hop and reason, and copies waiting for archives',
    needs: 'mail-flow.read',
    answer: flow.queue,
  },
  retryQueue: {
    method: 'POST',
    path: '/queue/retry',
    summary: 'Retries waiting messages now',
    needs: 'mail-flow.retry',
    body: flow.retry,
    answer: flow.retried,
  },
  returnQueued: {
    method: 'POST',
    path: '/queue/return',
    summary: 'Stops trying to deliver waiting messages; their senders get delivery reports',
    needs: 'mail-flow.write',
    body: flow.returnNow,
    answer: flow.retried,
  },
  retryArchive: {
    method: 'POST',
    path: '/archives/retry',
    summary: 'Retries the copies waiting for an archive now',
    needs: 'mail-flow.retry',
    body: flow.archiveName,
    answer: flow.archiveRetried,
  },
  pauseHop: {
    method: 'POST',
    path: '/queue/pause',
    summary: 'Pauses a next hop: nothing is sent to it, and what waits for it stays in the queue',
    needs: 'mail-flow.write',
    body: flow.hopName,
  },
  resumeHop: {
    method: 'POST',
    path: '/queue/resume',
    summary: 'Resumes a paused next hop; what waited for it is tried at once',
    needs: 'mail-flow.write',
    body: flow.hopName,
  },
  reloadConfiguration: {
    method: 'POST',
    path: '/settings/reload',
    summary: 'Reads the configuration from its file again, in this process; a bad one changes nothing',
    needs: 'settings.write',
    answer: flow.reloaded,
  },
} as const satisfies Readonly<Record<string, Route>>;

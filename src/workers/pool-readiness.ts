/** Waits until the first workers of a pool have loaded, or says what keeps them from it. */
import type { Piscina } from 'piscina';
import { errorCodes, type ErrorCode } from '../errors/codes.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { isWorkerNotice, type WorkerNotice } from './worker-notice.ts';

/** The workers keep the process alive until they have loaded, no longer. */
export function watchReadiness(piscina: Pick<Piscina, 'threads' | 'on'>, threads: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let loaded = 0;
  const first = piscina.threads;
  for (const thread of first) thread.ref();
  const done = (error?: HallpassError) => {
    for (const thread of first) thread.unref();
    if (error) reject(error);
    else resolve();
  };
  piscina.on('message', (notice: unknown) => {
    if (!isWorkerNotice(notice)) return;
    if (notice.hallpass === 'loaded' && ++loaded === threads) done();
    if (notice.hallpass === 'failed') done(loadError(notice));
  });
  // Nothing else is known about a worker that is lost while loading; one that is lost later has been replaced.
  piscina.on('workerDestroy', () => done(new HallpassError('scan.worker-died', 'while loading')));
  // Without a listener, a worker that dies idle would end the process. It has been replaced.
  piscina.on('error', () => undefined);
  promise.catch(() => undefined); // ready() reports it; a pool that is closed without a call of ready() need not
  return promise;
}

function loadError({ code, detail }: Extract<WorkerNotice, { hallpass: 'failed' }>): HallpassError {
  if (!(code in errorCodes)) return new HallpassError('scan.worker-died', `while loading: ${code}`);
  const known = code as ErrorCode;
  return new HallpassError(known, detail.replace(`${errorCodes[known].meaning}: `, ''));
}

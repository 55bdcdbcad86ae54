/** The clients of a load, in a thread of their own: parallel SMTP sessions that send each message once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { mailIndex, readWireForms } from './mail-set.ts';
import { openConnection, type LoadConnection } from './smtp-connection.ts';
import { clock, SLOT, type SendOrder } from './tally.ts';

const order = workerData as SendOrder;
const { tally } = order;
const mails = readWireForms(order.mailFolder);
/** Attempts to connect after which a session gives up. */
const CONNECT_ATTEMPTS = 50;
const startMs = clock() + 100;

await Promise.all(Array.from({ length: order.sessions }, runSession));

/** 0 in a closed loop. */
function plannedMs(n: number): number {
  return order.rate === undefined ? 0 : startMs + ((n - order.from) * 1000) / order.rate;
}

async function runSession(): Promise<void> {
  let connection: LoadConnection | undefined;
  let used = 0;
  for (let n = take(); n < order.to; n = take()) {
    const waitMs = plannedMs(n) - clock();
    if (waitMs > 0) await sleep(waitMs);
    try {
      if (!connection) [connection, used] = [await connectInTheEnd(), 0];
      await send(connection, n);
      used += 1;
      if (used < order.perConnection) continue;
      connection.quit();
      connection = undefined;
    } catch {
      // It is not sent again: whether the target has it is unknown.
      Atomics.add(tally.count, SLOT.broken, 1);
      settle(n, 0);
      connection?.destroy();
      connection = undefined;
    }
  }
  connection?.quit();
}

function take(): number {
  return Atomics.add(tally.count, SLOT.next, 1);
}

async function connectInTheEnd(): Promise<LoadConnection> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openConnection(order.port);
    } catch (error) {
      Atomics.add(tally.count, SLOT.broken, 1);
      if (attempt === CONNECT_ATTEMPTS) throw error;
      await sleep(100);
    }
  }
}

async function send(connection: LoadConnection, n: number): Promise<void> {
  tally.start[n] = plannedMs(n) || clock();
  const replies = await connection.commands([`MAIL FROM:<${order.sender}>`, `RCPT TO:<${order.recipient}>`, 'DATA']);
  const refusal = replies.find(({ code }) => code >= 400);
  if (refusal) {
    settle(n, refusal.code);
    if (replies.at(-1)!.code === 354) await connection.content([], () => undefined);
    else await connection.command('RSET');
    return;
  }
  const ids = `X-Bench-Id: ${order.run}-${n}\r\nMessage-ID: <${order.run}.${n}@bench.example>\r\n`;
  const { code, atMs } = await connection.content([ids, mails[mailIndex(n, mails.length)]!], () => {
    tally.dot[n] = clock();
  });
  tally.accept[n] = atMs;
  if (tally.dot[n] === 0) tally.dot[n] = atMs;
  settle(n, code);
}

function settle(n: number, code: number): void {
  tally.code[n] = code;
  Atomics.add(tally.count, SLOT.settled, 1);
}

/** Events to a syslog server: RFC 5424 over TLS (RFC 5425). The protocol knows no answer, so a broken connection repeats the last events. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type TLSSocket } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { lineOf, type OutgoingEvent } from './event.ts';
import type { EventOutput } from './output.ts';

export interface SyslogServer {
  readonly host: string;
  readonly port: number;
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly facility: number;
}

const CONNECT_LIMIT_MS = 10_000;
/** Events count as received when the connection has stood so long after they were written. */
const STANDS_MS = 500;
/** Severity of RFC 5424: notice for what is refused or fails, informational for the rest. */
const [NOTICE, INFORMATIONAL] = [5, 6];

export function createSyslogOutput(server: SyslogServer, hostname: string): EventOutput {
  let open: TLSSocket | undefined;
  return {
    async send(events) {
      const socket = open !== undefined && !open.destroyed && open.writable ? open : await connectTo(server);
      open = socket;
      const broken = once(socket, 'close').then(() => Promise.reject(new Error('the connection was closed')));
      broken.catch(() => undefined);
      try {
        const written = new Promise<void>((done, fail) =>
          socket.write(framesOf(events, server.facility, hostname), (error) => (error ? fail(error) : done())),
        );
        await Promise.race([written.then(() => sleep(STANDS_MS)), broken]);
      } catch (error) {
        socket.destroy();
        open = undefined;
        throw error;
      }
    },
    async close() {
      if (open === undefined || open.destroyed) return;
      open.end();
      await once(open, 'close').catch(() => undefined);
    },
  };
}

async function connectTo({ host, port, caFile, certFile, keyFile }: SyslogServer): Promise<TLSSocket> {
  const read = (name: 'ca' | 'cert' | 'key', file: string | undefined) =>
    file === undefined ? {} : { [name]: readFileSync(file) };
  const socket = connect({
    host,
    port,
    minVersion: 'TLSv1.2',
    ...read('ca', caFile),
    ...read('cert', certFile),
    ...read('key', keyFile),
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(CONNECT_LIMIT_MS) });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  socket.on('error', () => undefined); // the close that follows is what counts
  socket.resume();
  return socket;
}

/** Each message with its length in front (RFC 5425 4.3). */
function framesOf(events: readonly OutgoingEvent[], facility: number, hostname: string): string {
  return events
    .map((event) => {
      const message = syslogLine(event, facility, hostname);
      return `${Buffer.byteLength(message)} ${message}`;
    })
    .join('');
}

/** RFC 5424 6: the id of the message is the event, its number is structured data, the text is the JSON of the event. */
export function syslogLine(event: OutgoingEvent, facility: number, hostname: string): string {
  const severity = /refused|failed|altered|locked/.test(event.event) ? NOTICE : INFORMATIONAL;
  const id = event.event.replace(/[^\x21-\x7e]/g, '_').slice(0, 32);
  const data = `[meta sequenceId="${1 + ((event.seq - 1) % 2_147_483_647)}"]`;
  return `<${facility * 8 + severity}>1 ${event.at.toISOString()} ${hostname} hallpass - ${id} ${data} \ufeff${lineOf(event, hostname)}`;
}

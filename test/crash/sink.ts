/** The smart host of the crash suite: counts what it took over, and lets a test strike at an exact moment of a transaction. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Taken {
  readonly sender: string;
  readonly recipients: readonly string[];
  /** SHA-256 of the content without the gateway's trace fields, hex. */
  readonly sha256: string;
  /** Header section, with the trace fields. */
  readonly header: string;
  /** How often the gateway had been started when it was taken; see `life`. */
  readonly life: number;
}

export interface Sink {
  readonly address: string;
  /** In the order of the replies. */
  readonly taken: readonly Taken[];
  /** Number that new records carry; a test counts it up with each restart of the gateway. */
  life: number;
  /** Called with the bytes of DATA so far; `true` reads no further on this connection. */
  onData: ((bytes: number) => boolean) | undefined;
  /** Called when the 250 for DATA has been written to the socket. */
  onTaken: ((count: number) => void) | undefined;
  close(): Promise<void>;
}

const END = Buffer.from('\r\n.\r\n');

export async function startSink(): Promise<Sink> {
  const sockets = new Set<Socket>();
  const taken: Taken[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // the peer was killed
    converse(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function converse(socket: Socket): void {
    let buffered = Buffer.alloc(0);
    let inData = false;
    let stuck = false;
    let sender = '';
    let recipients: string[] = [];
    const say = (line: string): boolean => socket.write(`${line}\r\n`);
    say('220 sink.example ESMTP');
    socket.on('data', (chunk: Buffer) => {
      if (stuck) return;
      buffered = Buffer.concat([buffered, chunk]);
      for (;;) {
        if (inData) {
          if (sink.onData?.(buffered.length)) {
            stuck = true;
            return;
          }
          const end = buffered.indexOf(END);
          if (end < 0) return;
          take(buffered.subarray(0, end + 2));
          buffered = buffered.subarray(end + END.length);
        } else {
          const end = buffered.indexOf('\r\n');
          if (end < 0) return;
          const line = buffered.toString('latin1', 0, end);
          buffered = buffered.subarray(end + 2);
          command(line);
        }
      }
    });

    function command(line: string): void {
      const verb = line.slice(0, 4).toUpperCase();
      const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
      if (verb === 'EHLO') say('250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8');
      else if (verb === 'MAIL') {
        sender = address;
        recipients = [];
        say('250 2.1.0 Ok');
      } else if (verb === 'RCPT') {
        recipients.push(address);
        say('250 2.1.5 Ok');
      } else if (verb === 'DATA') {
        inData = true;
        say('354 go on');
      } else if (verb === 'QUIT') socket.end('221 2.0.0 Bye\r\n');
      else say('250 2.0.0 Ok');
    }

    function take(stuffed: Buffer): void {
      inData = false;
      const content = Buffer.from(stuffed.toString('latin1').replace(/^\.\./gm, '.'), 'latin1');
      const original = withoutTrace(content);
      const sha256 = createHash('sha256').update(original).digest('hex');
      const header = content.toString('latin1', 0, content.indexOf('\r\n\r\n'));
      taken.push({ sender, recipients, sha256, header, life: sink.life });
      say(`250 2.0.0 Ok: ${taken.length}`);
      sink.onTaken?.(taken.length);
    }
  }

  const { port } = server.address() as AddressInfo;
  const sink: Sink = {
    address: `127.0.0.1:${port}`,
    taken,
    life: 0,
    onData: undefined,
    onTaken: undefined,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return sink;
}

/** The two fields that the gateway puts in front of a message. */
function withoutTrace(content: Buffer): Buffer {
  const trace = /^X-Hallpass-Trace: [^\r\n]*\r\nReceived: [^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*/.exec(
    content.toString('latin1', 0, 2000),
  );
  return trace ? content.subarray(trace[0].length) : content;
}

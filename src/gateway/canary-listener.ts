/** The other end of the self-test's canary: a bare SMTP server on 127.0.0.1 that takes one message and keeps its bytes. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface CanaryListener {
  readonly port: number;
  /** The bytes of the message once it has come. */
  readonly taken: Promise<Buffer>;
  close(): void;
}

const END = Buffer.from('\r\n.\r\n');
const maxBytes = 1_048_576;

export async function openCanaryListener(): Promise<CanaryListener> {
  const { promise: taken, resolve } = Promise.withResolvers<Buffer>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    converse(socket, resolve);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Takes every command: the only client is this gateway. */
function converse(socket: Socket, onMessage: (bytes: Buffer) => void): void {
  let data = Buffer.alloc(0);
  let inData = false;
  socket.write('220 canary.hallpass.invalid ESMTP\r\n');
  socket.on('data', (chunk) => {
    data = Buffer.concat([data, chunk]);
    if (data.length > maxBytes) return void socket.destroy();
    for (;;) {
      if (inData) {
        // An empty message is its end alone.
        const at = data.indexOf(END);
        if (at === -1) return;
        onMessage(withoutDots(data.subarray(0, at + 2)));
        data = data.subarray(at + END.length);
        inData = false;
        socket.write('250 2.0.0 taken\r\n');
        continue;
      }
      const end = data.indexOf('\r\n');
      if (end === -1) return;
      const verb = data.toString('latin1', 0, Math.min(end, 4)).toUpperCase();
      data = data.subarray(end + 2);
      inData = verb === 'DATA';
      socket.write(replies[verb] ?? '250 2.0.0 OK\r\n');
      if (verb === 'QUIT') socket.end();
    }
  });
}

const replies: Readonly<Record<string, string>> = {
  EHLO: '250-canary.hallpass.invalid\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n',
  DATA: '354 go on\r\n',
  QUIT: '221 2.0.0 bye\r\n',
};

/** RFC 5321 4.5.2: a period at the start of a line stands there twice. */
function withoutDots(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/(^|\r\n)\.\./g, '$1.'), 'latin1');
}

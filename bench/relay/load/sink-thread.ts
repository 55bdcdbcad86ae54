/** The next hop of a load, in a thread of its own: takes every message and compares it with what was sent. */
import { createServer, type Server, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { hashesOf, mailIndex, readMailSet } from './mail-set.ts';
import { clock, SLOT, WRONG, type SinkOrder } from './tally.ts';

const order = workerData as SinkOrder;
const { tally } = order;
const mails = readMailSet(order.mailFolder);
const END = Buffer.from('\r\n.\r\n');
const DOUBLED = Buffer.from('\r\n..');
const EXTENSIONS = ['sink', 'PIPELINING', 'SIZE 104857600', 'ENHANCEDSTATUSCODES', '8BITMIME', 'SMTPUTF8'];
const sockets = new Set<Socket>();
let server: Server | undefined;

// `up` and `down`: the outage of the next hop.
parentPort!.on('message', (what: 'up' | 'down') => (what === 'up' ? open() : close()));
open();

function open(): void {
  server = createServer({ noDelay: true }, serve);
  server.once('error', (error) => {
    throw error;
  });
  server.listen(order.port, '127.0.0.1', () => parentPort!.postMessage('up'));
}

function close(): void {
  server?.close(() => parentPort!.postMessage('down'));
  for (const socket of sockets) socket.destroy();
}

function serve(socket: Socket): void {
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
  let line = Buffer.alloc(0);
  let data: Buffer[] | undefined;
  let tail = Buffer.alloc(0);
  let sender = '';
  let recipients: string[] = [];
  const reply = (text: string): void => void socket.write(`${text}\r\n`);
  const command = (text: string): void => {
    const address = /<(.*?)>/.exec(text)?.[1] ?? '';
    switch (text.slice(0, 4).toUpperCase()) {
      case 'EHLO':
        return reply(
          EXTENSIONS.map((name, at) => `250${at === EXTENSIONS.length - 1 ? ' ' : '-'}${name}`).join('\r\n'),
        );
      case 'MAIL':
        [sender, recipients] = [address, []];
        return reply('250 2.1.0 ok');
      case 'RCPT':
        recipients.push(address);
        return reply('250 2.1.5 ok');
      case 'DATA':
        [data, tail] = [[], Buffer.from('\r\n')];
        return reply('354 go ahead');
      case 'QUIT':
        return void socket.end('221 2.0.0 bye\r\n');
      default:
        return reply('250 2.0.0 ok');
    }
  };
  /** Takes what belongs to the content. @returns the rest */
  const takeData = (chunk: Buffer): Buffer => {
    const window = Buffer.concat([tail, chunk]);
    const at = window.indexOf(END);
    const end = at < 0 ? chunk.length : at + END.length - tail.length;
    data!.push(chunk.subarray(0, end));
    if (at < 0) tail = window.subarray(-4);
    else {
      arrived(withoutDots(Buffer.concat(data!).subarray(0, -3)), sender, recipients);
      data = undefined;
      reply('250 2.0.0 ok');
    }
    return chunk.subarray(end);
  };
  socket.on('data', (received: Buffer) => {
    let chunk = received;
    while (chunk.length > 0) {
      if (data) {
        chunk = takeData(chunk);
        continue;
      }
      line = Buffer.concat([line, chunk]);
      const end = line.indexOf('\r\n');
      if (end < 0) return;
      chunk = line.subarray(end + 2);
      const text = line.toString('latin1', 0, end);
      line = Buffer.alloc(0);
      command(text);
    }
  });
  reply('220 sink ESMTP');
}

function arrived(raw: Buffer, sender: string, recipients: readonly string[]): void {
  const atMs = clock();
  const [, run, number] = /^X-Bench-Id: ([^-\s]+)-(\d+)\r?$/im.exec(headOf(raw)) ?? [];
  const n = Number(number);
  if (run !== order.run || !(n < order.messages)) {
    Atomics.add(tally.count, SLOT.stray, 1);
    return;
  }
  const sent = mails[mailIndex(n, mails.length)]!;
  const came = hashesOf(raw);
  const isEnvelopeRight =
    order.senders.includes(sender) && recipients.length === 1 && recipients[0] === order.recipient;
  tally.wrong[n]! |=
    (came.body === sent.body ? 0 : WRONG.body) |
    (came.head === sent.head ? 0 : WRONG.head) |
    (isEnvelopeRight ? 0 : WRONG.envelope);
  if (Atomics.add(tally.seen, n, 1) > 0) return;
  tally.arrive[n] = atMs;
  Atomics.add(tally.count, SLOT.arrived, 1);
}

function headOf(raw: Buffer): string {
  const end = raw.indexOf('\r\n\r\n');
  return raw.toString('latin1', 0, end < 0 ? raw.length : end + 2);
}

/** RFC 5321 4.5.2. */
function withoutDots(raw: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let from = raw[0] === 0x2e ? 1 : 0;
  for (let at = raw.indexOf(DOUBLED, from); at >= 0; at = raw.indexOf(DOUBLED, from)) {
    pieces.push(raw.subarray(from, at + 2));
    from = at + 3;
  }
  return Buffer.concat([...pieces, raw.subarray(from)]);
}

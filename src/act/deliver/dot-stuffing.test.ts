/** Dots at the beginning of lines are doubled exactly as nodemailer's own stream doubles them. */
import { expect, it } from '@jest/globals';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { DataStream } from './dot-stuffing.ts';

interface Connection {
  _envelope: object;
  _responseActions: unknown[];
  _socket: PassThrough;
  options: object;
  logger: object;
}

const create = (): ((this: Connection, done: () => void) => DataStream) =>
  (SMTPConnection.prototype as unknown as { _createSendStream: () => DataStream })._createSendStream;

/** What goes on the wire for a message that is written in these pieces. */
async function onTheWire(make: ReturnType<typeof create>, chunks: readonly Buffer[]): Promise<string> {
  const socket = new PassThrough();
  const logger = { info: () => undefined, debug: () => undefined };
  const connection = { _envelope: {}, _responseActions: [], _socket: socket, options: {}, logger };
  const stream = make.call(connection, () => undefined);
  stream.once('end', () => socket.end());
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return (await buffer(socket)).toString('latin1');
}

const original = create();
await import('./dot-stuffing.ts');
const ours = create();

const pieces = ['.', '..', 'a', 'line', '\r\n', '\r\n', '\r\n.', '\r\n..'];
const bare = ['\r', '\n', '\n.', '\r.'];

it.each([
  ['ordinary line ends', pieces],
  ['bare line ends among them', [...pieces, ...bare]],
])('writes what nodemailer writes: %s', async (_name, from) => {
  expect(ours).not.toBe(original);
  let seed = 7;
  const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: 1 + next(12) }, () => from[next(from.length)]!).join('');
    const cuts = [0, ...Array.from({ length: next(4) }, () => next(text.length + 1)), text.length].sort(
      (a, b) => a - b,
    );
    const chunks = cuts.slice(1).map((cut, n) => Buffer.from(text.slice(cuts[n], cut), 'latin1'));
    expect(await onTheWire(ours, chunks)).toBe(await onTheWire(original, chunks));
  }
});

/** One SMTP connection of a load: commands and replies, with pipelining where the target offers it (RFC 2920). */
import { connect, type Socket } from 'node:net';
import { clock } from './tally.ts';

export interface LoadReply {
  readonly code: number;
  readonly text: string;
  /** Milliseconds of `clock()`. */
  readonly atMs: number;
}

export interface LoadConnection {
  readonly isPipelining: boolean;
  command(line: string): Promise<LoadReply>;
  /** @returns the replies up to the first refusal, or all that pipelining has caused */
  commands(lines: readonly string[]): Promise<LoadReply[]>;
  /** Writes the content and its end. @param onTaken when the operating system has taken the final dot */
  content(pieces: readonly (Buffer | string)[], onTaken: () => void): Promise<LoadReply>;
  quit(): void;
  destroy(): void;
}

/** Without a reply for so long, a connection counts as broken. RFC 5321 4.5.3.2 lets a server take ten minutes for the last reply. */
const IDLE_MS = 600_000;

/** @throws Error where there is no connection or the greeting is not a 220 */
export async function openConnection(port: number): Promise<LoadConnection> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  socket.setTimeout(IDLE_MS, () => socket.destroy(new Error('no reply')));
  const next = readReplies(socket);
  const command = (line: string): Promise<LoadReply> => {
    socket.write(`${line}\r\n`);
    return next();
  };
  const greeting = await next();
  if (greeting.code !== 220) throw new Error(greeting.text);
  const hello = await command('EHLO bench.example');
  const isPipelining = /^250[ -]PIPELINING/m.test(hello.text);
  return {
    isPipelining,
    command,
    async commands(lines) {
      const replies: LoadReply[] = [];
      if (isPipelining) socket.write(lines.map((line) => `${line}\r\n`).join(''));
      for (const line of lines) {
        const reply = await (isPipelining ? next() : command(line));
        replies.push(reply);
        if (reply.code >= 400 && !isPipelining) break;
      }
      return replies;
    },
    content(pieces, onTaken) {
      socket.cork();
      for (const piece of pieces) socket.write(piece);
      socket.write('.\r\n', onTaken);
      socket.uncork();
      return next();
    },
    quit: () => void socket.end('QUIT\r\n'),
    destroy: () => void socket.destroy(),
  };
}

function readReplies(socket: Socket): () => Promise<LoadReply> {
  let text = '';
  let failed: Error | undefined;
  const ready: LoadReply[] = [];
  const waiting: PromiseWithResolvers<LoadReply>[] = [];
  const fail = (error: Error): void => {
    failed ??= error;
    for (const { reject } of waiting.splice(0)) reject(failed);
  };
  socket.on('error', fail).on('close', () => fail(new Error('closed')));
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    for (;;) {
      const match = /^(?:\d{3}-.*\r\n)*(\d{3})(?: .*)?\r\n/.exec(text);
      if (!match) return;
      text = text.slice(match[0].length);
      const reply = { code: Number(match[1]), text: match[0], atMs: clock() };
      const first = waiting.shift();
      if (first) first.resolve(reply);
      else ready.push(reply);
    }
  });
  return () => {
    const reply = ready.shift();
    if (reply) return Promise.resolve(reply);
    if (failed) return Promise.reject(failed);
    const next = Promise.withResolvers<LoadReply>();
    waiting.push(next);
    return next.promise;
  };
}

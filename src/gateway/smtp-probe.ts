/** A bare SMTP client with which the self-test tries what an attacker would at this gateway's own listener. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface SmtpProbe {
  /** @returns code of the reply @throws Error where the connection ends or stays silent */
  command(line: string): Promise<number>;
  /** Content behind DATA, as it is. @returns code of the next reply */
  content(bytes: Buffer): Promise<number>;
  end(): void;
}

const timeoutMs = 15_000;

/** @throws Error where the listener cannot be reached or does not greet */
export async function openSmtpProbe(host: string, port: number): Promise<SmtpProbe> {
  const socket = connect({ host, port });
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('timeout')));
  await once(socket, 'connect');
  const reply = replies(socket);
  const send = (bytes: string | Buffer): Promise<number> => {
    socket.write(bytes);
    return reply();
  };
  const probe: SmtpProbe = {
    command: (line) => send(`${line}\r\n`),
    content: send,
    end: () => socket.destroy(),
  };
  try {
    if ((await reply()) !== 220 || (await probe.command('EHLO hallpass.invalid')) !== 250)
      throw new Error('the listener does not greet');
    return probe;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Codes of replies one by one; a reply ends with the line that has a blank behind its code (RFC 5321 4.2.1). */
function replies(socket: Socket): () => Promise<number> {
  // A line that is awaited by nobody may end with the socket's error.
  socket.on('error', () => undefined);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  return async () => {
    for (;;) {
      const { done, value } = await lines.next();
      if (done === true) throw new Error('the connection has ended');
      if (/^\d{3}( |$)/.test(value)) return Number(value.slice(0, 3));
    }
  };
}

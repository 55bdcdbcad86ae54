/** A raw SMTP client: sends lines and bytes exactly as they are given, and reads replies one by one. */
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface Reply {
  readonly code: number;
  /** Enhanced status code (RFC 2034) where the reply has one. */
  readonly status?: string;
  /** Lines without code and line end. */
  readonly lines: readonly string[];
  /** The whole reply as it came, without the last line end. */
  readonly text: string;
}

export interface MailToSend {
  readonly sender: string;
  readonly recipients: readonly string[];
  /** With CRLF line ends. */
  readonly raw: Buffer | string;
  /** Parameters of MAIL FROM, and of each RCPT TO: `BODY=8BITMIME`, `NOTIFY=NEVER`. */
  readonly parameters?: string;
  readonly rcptParameters?: string;
}

export interface SmtpSession {
  /** Next reply; rejects when the server closes instead. */
  reply(): Promise<Reply>;
  /** A line with CRLF, and the reply to it. */
  command(line: string): Promise<Reply>;
  /** Bytes as they are, in one write. */
  write(bytes: Buffer | string): void;
  /** EHLO, and the extensions offered. */
  ehlo(name?: string): Promise<string[]>;
  /** A whole transaction with dot-stuffing; the reply that decided: the first refusal, or the one to the data. */
  send(mail: MailToSend): Promise<Reply>;
  /**
   * @param behind sent in the clear in the same write as STARTTLS, as an attacker would
   * @param keys certificate of the client, where it has one
   */
  startTls(behind?: string, keys?: { cert?: Buffer; key?: Buffer }): Promise<void>;
  /** Resolves once the server has closed the connection. */
  readonly closed: Promise<void>;
  /** QUIT, without caring for the answer. */
  quit(): Promise<void>;
  destroy(): void;
}

/** @param options.greet false: the greeting is left to the caller to read */
export async function openSmtp(
  port: number,
  options: { host?: string; tls?: boolean; greet?: boolean; localAddress?: string } = {},
): Promise<SmtpSession> {
  const host = options.host ?? '127.0.0.1';
  const target = { host, port, ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }) };
  const socket = options.tls ? connectTls({ ...target, rejectUnauthorized: false }) : connectTcp(target);
  await once(socket, options.tls ? 'secureConnect' : 'connect');
  const session = converse(socket);
  if (options.greet ?? true) {
    const greeting = await session.reply();
    if (greeting.code !== 220) throw new Error(`greeted with ${greeting.text}`);
  }
  return session;
}

/** Queue id that a 250 to DATA names. */
export function queueId(reply: Reply): string {
  const id = /^250 2\.0\.0 Ok: queued as ([0-9a-f-]{36})$/.exec(reply.text)?.[1];
  if (id === undefined) throw new Error(`not accepted: ${reply.text}`);
  return id;
}

/** Content for DATA: dots at line starts doubled, the end added. */
export function stuffed(raw: Buffer | string): Buffer {
  const text = (typeof raw === 'string' ? Buffer.from(raw) : raw).toString('latin1');
  return Buffer.from(`${text.replace(/^\./gm, '..')}${text.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1');
}

function converse(first: Socket): SmtpSession {
  let socket = first;
  let text = '';
  const ready: Reply[] = [];
  const waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void }[] = [];
  const { promise: closed, resolve: setClosed } = Promise.withResolvers<void>();
  let isClosed = false;

  const take = (): void => {
    for (;;) {
      const match = /^(?:\d{3}-[^\r\n]*\r\n)*(\d{3})(?: [^\r\n]*)?\r\n/.exec(text);
      if (!match) return;
      text = text.slice(match[0].length);
      const reply = toReply(match[0].trimEnd(), Number(match[1]));
      const next = waiting.shift();
      if (next) next.resolve(reply);
      else ready.push(reply);
    }
  };
  const attach = (): void => {
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      take();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      isClosed = true;
      setClosed();
      for (const { reject } of waiting.splice(0)) reject(new Error('the server closed the connection'));
    });
  };
  attach();

  const session: SmtpSession = {
    closed,
    reply() {
      const reply = ready.shift();
      if (reply) return Promise.resolve(reply);
      if (isClosed) return Promise.reject(new Error('the server closed the connection'));
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    command(line) {
      socket.write(`${line}\r\n`);
      return session.reply();
    },
    write: (bytes) => void socket.write(bytes),
    async ehlo(name = 'client.example') {
      return (await session.command(`EHLO ${name}`)).lines.slice(1);
    },
    async send({ sender, recipients, raw, parameters = '', rcptParameters = '' }) {
      const lines = [
        `MAIL FROM:<${sender}> ${parameters}`.trimEnd(),
        ...recipients.map((recipient) => `RCPT TO:<${recipient}> ${rcptParameters}`.trimEnd()),
        'DATA',
      ];
      for (const line of lines) {
        const reply = await session.command(line);
        if (reply.code >= 400) {
          await session.command('RSET');
          return reply;
        }
      }
      socket.write(stuffed(raw));
      return session.reply();
    },
    async startTls(behind = '', keys = {}) {
      socket.write(`STARTTLS\r\n${behind}`);
      const reply = await session.reply();
      if (reply.code !== 220) throw new Error(`STARTTLS: ${reply.text}`);
      socket.removeAllListeners();
      const secure = connectTls({ socket, rejectUnauthorized: false, ...keys });
      await once(secure, 'secureConnect');
      socket = secure;
      attach();
    },
    async quit() {
      if (!isClosed) socket.write('QUIT\r\n');
      socket.end();
      await closed;
    },
    destroy: () => void socket.destroy(),
  };
  return session;
}

function toReply(text: string, code: number): Reply {
  const lines = text.split('\r\n').map((line) => line.slice(4));
  const status = /^([245]\.\d{1,3}\.\d{1,3}) /.exec(lines[0] ?? '')?.[1];
  return { code, ...(status === undefined ? {} : { status }), lines, text };
}

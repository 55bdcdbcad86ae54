/** The mail of the crash suite: messages of several kinds and sizes from a seed, and the client that sends them. */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';

/** What the suite's policy does with it; poison kills the process that scans it. */
export const kinds = ['clean', 'warn', 'quarantine', 'bounce'] as const;
export type Kind = (typeof kinds)[number] | 'poison';

export interface TestMail {
  /** Subject; unique. */
  readonly name: string;
  readonly kind: Kind;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly raw: Buffer;
  /** Hex. */
  readonly sha256: string;
}

export interface Sent {
  readonly mail: TestMail;
  /** From the reply `250 2.0.0 Ok: queued as …`; absent where there was no 250. */
  readonly id?: string;
  /** The last reply; empty where the connection broke before one. */
  readonly reply: string;
}

/** mulberry32: small, and the same on every machine. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SMALLEST = 2_000;
const LARGEST = 500_000;

/** Half of them clean, the rest of the other kinds; one to five recipients; 2 KB to 500 KB, small ones more often. */
export function makeMail(name: string, seed: number, kind?: Kind): TestMail {
  const next = random(seed);
  const chosen = kind ?? (next() < 0.55 ? 'clean' : kinds[1 + Math.floor(next() * 3)]!);
  const sender = `writer-${1 + Math.floor(next() * 9)}@school.example`;
  const recipients = Array.from({ length: 1 + Math.floor(next() ** 2 * 5) }, (_, n) => `reader-${n}@elsewhere.example`);
  const size = Math.round(SMALLEST * (LARGEST / SMALLEST) ** (next() ** 2));
  const head = [
    `From: <${sender}>`,
    `To: ${recipients.map((address) => `<${address}>`).join(', ')}`,
    `Subject: ${name}`,
    `Message-ID: <${name}@school.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="edge"',
    '',
    '--edge',
    'Content-Type: text/plain',
    '',
    `kind: ${chosen}`,
    '.a line that begins with a full stop',
    '--edge',
    'Content-Type: application/octet-stream',
    'Content-Transfer-Encoding: base64',
    '',
    '',
  ].join('\r\n');
  const tail = '--edge--\r\n';
  let body = '';
  while (head.length + body.length + tail.length < size) body += `${base64Line(next)}\r\n`;
  const raw = Buffer.from(head + body + tail, 'latin1');
  return { name, kind: chosen, sender, recipients, raw, sha256: createHash('sha256').update(raw).digest('hex') };
}

function base64Line(next: () => number): string {
  let line = '';
  while (line.length < 76)
    line += Math.floor(next() * 2 ** 30)
      .toString(36)
      .padStart(6, '0');
  return line.slice(0, 76);
}

/**
 * Sends the messages over some connections at once, each message once: none is tried again.
 *
 * @param onAccepted called with the number of 250s so far, at the moment of each
 */
export async function sendAll(
  port: number,
  mails: readonly TestMail[],
  options: { connections?: number; onAccepted?: (count: number) => void } = {},
): Promise<Sent[]> {
  const queue = [...mails];
  const sent: Sent[] = [];
  let accepted = 0;
  const work = async (): Promise<void> => {
    while (queue.length > 0) {
      await session(port, queue, (result) => {
        sent.push(result);
        if (result.id !== undefined) options.onAccepted?.((accepted += 1));
      });
    }
  };
  await Promise.all(Array.from({ length: options.connections ?? 20 }, work));
  return sent;
}

/** One connection: sends from the queue until it is empty or the connection ends. */
function session(port: number, queue: TestMail[], report: (sent: Sent) => void): Promise<void> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    let mail: TestMail | undefined;
    let step = 0;
    let text = '';
    const say = (line: string): boolean => socket.write(`${line}\r\n`);
    const settle = (reply: string): void => {
      if (mail === undefined) return;
      const id = /^250 .*queued as ([0-9a-f-]{36})/.exec(reply)?.[1];
      report({ mail, reply, ...(id === undefined ? {} : { id }) });
      mail = undefined;
    };
    const begin = (): void => {
      mail = queue.shift();
      if (mail === undefined) {
        socket.end('QUIT\r\n');
        return;
      }
      step = 2;
      say(`MAIL FROM:<${mail.sender}> SIZE=${mail.raw.length}`);
      for (const recipient of mail.recipients) say(`RCPT TO:<${recipient}>`);
      say('DATA');
    };
    const onReply = (reply: string): void => {
      if (step === 0) {
        step = 1;
        say('EHLO client.school.example');
      } else if (step === 1) begin();
      else if (mail !== undefined && reply.startsWith('354')) {
        step = 3;
        socket.write(mail.raw.toString('latin1').replace(/^\./gm, '..'), 'latin1');
        say('.');
      } else if (step === 3 || /^[45]/.test(reply)) {
        settle(reply);
        // After a refusal before DATA its replies would still come: a fresh connection is simpler.
        if (step === 3) begin();
        else socket.destroy();
      }
    };
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (line[3] !== '-') onReply(line);
      }
    });
    let refused = false;
    socket.on('error', (error: NodeJS.ErrnoException) => (refused = error.code === 'ECONNREFUSED')); // close follows
    socket.on('close', () => {
      settle('');
      // Nobody listens any more: what is left is never sent, rather than tried for ever.
      if (refused) for (const unsent of queue.splice(0)) report({ mail: unsent, reply: '' });
      done();
    });
  });
}

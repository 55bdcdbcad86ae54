/** A fake smart host on raw sockets: answers as programmed, and records each envelope and the exact bytes it was given. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { until } from './wait.ts';

/** A whole reply (`451 4.2.0 later`), or an end without one: `drop` closes the connection, `silent` says nothing. */
export type Answer = string;

/** One answer for always, or several to be used up one after the other; then the host takes what it is given. */
export type Answers = Answer | readonly Answer[];

export interface SmartHostProgram {
  readonly greeting?: Answers;
  /** Extensions in the reply to EHLO. */
  readonly extensions?: readonly string[];
  /** By envelope sender. */
  readonly mail?: Readonly<Record<string, Answers>>;
  /** By recipient. */
  readonly rcpt?: Readonly<Record<string, Answers>>;
  /** To the DATA command. */
  readonly data?: Answers;
  /** To the end of the data. Mail is recorded only where this is a 2xx. */
  readonly end?: Answers;
  /** The answer to the end of the data waits for it. */
  readonly endAfter?: Promise<void>;
}

export interface TakenMail {
  readonly sender: string;
  /** `BODY=8BITMIME`, `RET=HDRS` … as they were written. */
  readonly parameters: readonly string[];
  readonly recipients: readonly { readonly address: string; readonly parameters: readonly string[] }[];
  /** Without the dots that SMTP adds. */
  readonly raw: Buffer;
  readonly ehlo: string;
}

export interface SmartHost {
  /** `127.0.0.1:port`, the same before and after being down. */
  readonly address: string;
  readonly port: number;
  /** What was taken with a 2xx, in order. */
  readonly mails: readonly TakenMail[];
  /** Connections and complete messages seen so far, whatever the answer was. */
  readonly seen: { readonly connections: number; readonly commands: readonly string[] };
  /** Replaces the program; answers not used up are forgotten. */
  program(program: SmartHostProgram): void;
  /** Mail taken for a recipient; waits for it. */
  mailFor(recipient: string, count?: number): Promise<TakenMail>;
  /** Stops listening and cuts the connections. */
  down(): Promise<void>;
  up(): Promise<void>;
}

const defaultExtensions = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'SIZE 100000000'];

export async function startSmartHost(program: SmartHostProgram = {}): Promise<SmartHost> {
  const host = new FakeHost(program);
  await host.up();
  return host;
}

class FakeHost implements SmartHost {
  port = 0;
  readonly mails: TakenMail[] = [];
  readonly seen = { connections: 0, commands: [] as string[] };
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private current: SmartHostProgram;
  private used = new Map<string, number>();

  constructor(program: SmartHostProgram) {
    this.current = program;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get endAfter(): Promise<void> | undefined {
    return this.current.endAfter;
  }

  get extensions(): readonly string[] {
    return this.current.extensions ?? defaultExtensions;
  }

  program(program: SmartHostProgram): void {
    this.current = program;
    this.used = new Map();
  }

  async mailFor(recipient: string, count = 1): Promise<TakenMail> {
    const found = () => this.mails.filter((mail) => mail.recipients.some(({ address }) => address === recipient));
    await until(() => found().length >= count);
    return found()[count - 1]!;
  }

  async up(): Promise<void> {
    this.server = createServer((socket) => this.serve(socket));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async down(): Promise<void> {
    if (!this.server?.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /** The programmed answer of a step, or the ordinary one. */
  answer(step: 'greeting' | 'data' | 'end', ordinary: Answer): Answer {
    return this.next(step, this.current[step]) ?? ordinary;
  }

  answerAbout(step: 'mail' | 'rcpt', address: string): Answer {
    return this.next(`${step} ${address}`, this.current[step]?.[address]) ?? '250 2.1.0 Ok';
  }

  private next(key: string, answers: Answers | undefined): Answer | undefined {
    if (answers === undefined || typeof answers === 'string') return answers;
    const at = this.used.get(key) ?? 0;
    this.used.set(key, at + 1);
    return answers[at];
  }

  private serve(socket: Socket): void {
    this.seen.connections += 1;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(this, socket);
  }
}

/** One connection: commands and data are read from the bytes as they come, so that pipelining needs nothing of its own. */
function converse(host: FakeHost, socket: Socket): void {
  let input = Buffer.alloc(0);
  let inData = false;
  let ehlo = '';
  let envelope = emptyEnvelope();

  const say = (answer: Answer): boolean => {
    if (answer === 'drop') socket.destroy();
    else if (answer !== 'silent') socket.write(`${answer}\r\n`, 'utf8');
    return answer.startsWith('2') || answer.startsWith('3');
  };
  const command = (line: string): void => {
    host.seen.commands.push(line);
    const [, path = '', rest = ''] = /^[A-Z ]+:<([^>]*)>\s*(.*)$/i.exec(line) ?? [];
    const parameters = rest === '' ? [] : rest.split(' ');
    switch (line.split(/[ :]/, 1).join().toUpperCase()) {
      case 'EHLO':
        ehlo = line.slice(5);
        say(['250-smarthost.example', ...host.extensions.map((name) => `250-${name}`), '250 HELP'].join('\r\n'));
        break;
      case 'HELO':
        say('250 smarthost.example');
        break;
      case 'MAIL':
        if (say(host.answerAbout('mail', path)))
          envelope = { ...emptyEnvelope(), open: true, sender: path, parameters };
        break;
      case 'RCPT':
        if (!envelope.open) say('503 5.5.1 MAIL first');
        else if (say(host.answerAbout('rcpt', path))) envelope.recipients.push({ address: path, parameters });
        break;
      case 'DATA':
        if (envelope.recipients.length === 0) say('503 5.5.1 RCPT first');
        else inData = say(host.answer('data', '354 go on'));
        break;
      case 'RSET':
        envelope = emptyEnvelope();
        say('250 2.0.0 Ok');
        break;
      case 'QUIT':
        say('221 2.0.0 Bye');
        socket.end();
        break;
      default:
        say('250 2.0.0 Ok');
    }
  };
  const data = (stuffed: Buffer): void => {
    inData = false;
    host.seen.commands.push('end of data');
    const raw = Buffer.from(stuffed.toString('latin1').replace(/^\./gm, ''), 'latin1');
    const { sender, parameters, recipients } = envelope;
    const answer = host.answer('end', '250 2.0.0 Ok: taken');
    // Recorded before the answer is on its way, so that whoever sees the answer's effect finds the mail.
    if (answer.startsWith('2')) host.mails.push({ sender, parameters, recipients, raw, ehlo });
    envelope = emptyEnvelope();
    if (host.endAfter) void host.endAfter.then(() => say(answer));
    else say(answer);
  };

  say(host.answer('greeting', '220 smarthost.example ESMTP'));
  socket.on('data', (chunk) => {
    input = Buffer.concat([input, chunk]);
    for (;;) {
      if (inData) {
        const end = input.subarray(0, 3).equals(Buffer.from('.\r\n')) ? 0 : input.indexOf('\r\n.\r\n') + 2;
        if (end === 1) return;
        const stuffed = input.subarray(0, end);
        input = input.subarray(end + 3);
        data(stuffed);
      } else {
        const end = input.indexOf('\r\n');
        if (end < 0) return;
        const line = input.toString('utf8', 0, end);
        input = input.subarray(end + 2);
        command(line);
      }
    }
  });
}

interface OpenEnvelope {
  readonly open: boolean;
  readonly sender: string;
  readonly parameters: readonly string[];
  readonly recipients: { address: string; parameters: readonly string[] }[];
}

function emptyEnvelope(): OpenEnvelope {
  return { open: false, sender: '', parameters: [], recipients: [] };
}

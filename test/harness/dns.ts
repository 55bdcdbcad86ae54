/** A small DNS server on a free UDP port: answers from a table, with NXDOMAIN, empty answers and SERVFAIL where it says so. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode, type Answer } from 'dns-packet';

/** By lower-case name; a name that is not in the table does not exist. */
export type Zone = Readonly<
  Record<
    string,
    { readonly mx?: readonly { preference: number; exchange: string }[]; readonly a?: readonly string[] } | 'SERVFAIL'
  >
>;

export interface DnsServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  readonly questions: readonly string[];
  close(): Promise<void>;
}

const NXDOMAIN = 3;
const SERVFAIL = 2;
const AUTHORITATIVE = 1 << 10;

export async function startDns(zone: Zone): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (packet, from) => {
    const query = decode(packet);
    const { name = '', type } = query.questions?.[0] ?? {};
    questions.push(`${type} ${name}`);
    const entry = zone[name.toLowerCase()];
    const answers: Answer[] = [];
    if (typeof entry === 'object' && type === 'MX')
      answers.push(...(entry.mx ?? []).map((data) => ({ type: 'MX' as const, name, ttl: 1, data })));
    if (typeof entry === 'object' && type === 'A')
      answers.push(...(entry.a ?? []).map((data) => ({ type: 'A' as const, name, ttl: 1, data })));
    const code = entry === undefined ? NXDOMAIN : entry === 'SERVFAIL' ? SERVFAIL : 0;
    const flags = AUTHORITATIVE | code;
    const reply = encode({ type: 'response', id: query.id ?? 0, flags, questions: query.questions ?? [], answers });
    socket.send(reply, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

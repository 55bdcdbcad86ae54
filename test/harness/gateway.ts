/** A whole gateway in the test's process: a database of its own, free ports, the log kept in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { detectorIds } from '../../detectors/registry.ts';
import { createLinks, type Links } from '../../src/act/links.ts';
import { configSchema, type Config } from '../../src/config/schema.ts';
import { roles as allRoles, startGateway, type Gateway, type Role } from '../../src/gateway/gateway.ts';
import { createLogger } from '../../src/log/logger.ts';
import { generateKey, parseKeys } from '../../src/store/keys.ts';
import type { MessageDetail } from '../../src/store/stored-message.ts';
import type { MessageState } from '../../src/store/states.ts';
import type { Store } from '../../src/store/store.ts';
import { createDatabase } from './database.ts';
import type { SmartHost, TakenMail } from './smarthost.ts';
import { openSmtp, queueId, type MailToSend, type Reply } from './smtp-session.ts';
import { until } from './wait.ts';

export type ConfigInput = Readonly<Record<string, unknown>>;

export interface GatewayStart {
  /** Sections over the harness's own; `district`, `smtp` and so on are merged one level deep. */
  readonly config?: ConfigInput;
  readonly smarthost?: SmartHost;
  readonly queue?: 'postgres' | 'redis';
  readonly roles?: readonly Role[];
  /** Judge by marked words rather than by the default policy. Default: true. */
  readonly marked?: boolean;
  /** Keys as in HALLPASS_KEY. Default: a new one. */
  readonly key?: string;
  /** Address of a database that exists. Default: a new one. */
  readonly databaseUrl?: string;
  /** Client secrets of identity providers, by their ids. */
  readonly oidc?: Readonly<Record<string, string>>;
}

export interface TestGateway {
  /** The next reload finds the configuration with these sections instead. */
  configure(config: ConfigInput): void;
  readonly gateway: Gateway;
  readonly store: Store;
  readonly config: Config;
  readonly data: string;
  readonly port: number;
  /** Of the listener with implicit TLS; 0 where there is none. */
  readonly tlsPort: number;
  readonly http: string;
  /** For commands beside the gateway: `DATABASE_URL` and `HALLPASS_KEY`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly links: Links;
  /** Everything logged so far, one JSON line an entry. */
  readonly log: readonly string[];
  /** For moving times. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** One transaction in a connection of its own. */
  send(mail: MailToSend): Promise<Reply>;
  /** Sends, expects a 250, returns the queue id. */
  accepted(mail: MailToSend): Promise<string>;
  /** The message once it is in one of the states. */
  reaches(id: string, ...states: MessageState[]): Promise<MessageDetail>;
  /** The message once the next hop (or its absence) has answered so many attempts. */
  attempted(id: string, attempts: number): Promise<MessageDetail>;
  /** Makes what waits due now: a retry, or the end of a hold. */
  makeDue(id: string): Promise<void>;
  /** Moves the message into the past, with everything that is measured from its times. */
  age(id: string, hours: number): Promise<void>;
  /** Id and state of a notice about a message; waits for it. */
  noticeOf(id: string, notice: string): Promise<{ id: string; state: MessageState }>;
  /** Codes of the audit events of a message, in order. */
  events(id: string): Promise<string[]>;
  stop(): Promise<void>;
}

export const sender = 'teacher@school.example';

/** The detector of marked-words.ts, for configurations with detectors of their own. */
export const markedWords = join(import.meta.dirname, 'marked-words.ts');

export async function startTestGateway(start: GatewayStart = {}): Promise<TestGateway> {
  const data = mkdtempSync(join(tmpdir(), 'hallpass-gateway-'));
  const databaseUrl = start.databaseUrl ?? urlOf(await createDatabase());
  const key = start.key ?? generateKey();
  const config = toConfig(start, data, databaseUrl);
  let changed: ConfigInput = {};
  const log: string[] = [];
  const gateway = await startGateway({
    config,
    secrets: { key, ...(start.oidc && { oidc: start.oidc }) },
    roles: new Set(start.roles ?? allRoles),
    log: createLogger(config.log, { write: (line) => void log.push(line) }),
    load: () => toConfig({ ...start, config: { ...start.config, ...changed } }, data, databaseUrl),
  });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  const { store } = gateway;
  const ports = gateway.smtp.map((address) => Number(address.slice(address.lastIndexOf(':') + 1)));

  const test: TestGateway = {
    configure: (next) => void (changed = next),
    gateway,
    store,
    config,
    data,
    port: ports[0] ?? 0,
    tlsPort: ports[config.smtp.listen.length] ?? 0,
    http: gateway.http,
    environment: { DATABASE_URL: databaseUrl, HALLPASS_KEY: key },
    links: createLinks(parseKeys(key).derive('links')),
    log,
    async sql<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) {
      return (await pool.query<Row>(text, [...values])).rows;
    },
    async send(mail) {
      const session = await openSmtp(test.port);
      try {
        await session.ehlo();
        return await session.send(mail);
      } finally {
        await session.quit();
      }
    },
    async accepted(mail) {
      return queueId(await test.send(mail));
    },
    async reaches(id, ...states) {
      let last: MessageDetail | undefined;
      try {
        return await until(async () => {
          last = await store.message(id);
          return last !== undefined && states.includes(last.state) ? last : undefined;
        });
      } catch (cause) {
        throw new Error(`${id} is ${last?.state}, not ${states.join(' or ')}`, { cause });
      }
    },
    async attempted(id, attempts) {
      await until(async () => {
        const rows = await test.sql('SELECT 1 FROM recipients WHERE message_id = $1 AND attempts >= $2', [
          id,
          attempts,
        ]);
        return rows.length > 0;
      });
      return (await store.message(id))!;
    },
    async makeDue(id) {
      await test.sql(
        `UPDATE messages SET due_at = now(), lease = NULL,
           expires_at = CASE WHEN state IN ('warned', 'quarantined') THEN now() ELSE expires_at END
         WHERE id = $1 AND finished_at IS NULL`,
        [id],
      );
    },
    async age(id, hours) {
      await test.sql(
        `UPDATE messages SET received_at = received_at - $2 * interval '1 hour',
           expires_at = expires_at - $2 * interval '1 hour', due_at = now() WHERE id = $1`,
        [id, hours],
      );
    },
    noticeOf: (id, notice) =>
      until(async () => (await store.message(id))?.notices.find((candidate) => candidate.notice === notice)),
    async events(id) {
      return ((await store.message(id))?.events ?? []).map(({ event }) => event);
    },
    async stop() {
      await gateway.stop();
      await pool.end();
      rmSync(data, { recursive: true, force: true });
    },
  };
  return test;
}

/** Address of the sender's page in a warning. */
export function linkIn(notice: TakenMail): string {
  const text = notice.raw.toString('latin1').replace(/=\r\n/g, '').replace(/=3D/g, '=');
  const link = /http:\/\/127\.0\.0\.1:\d+\/w\/[\w-]+/.exec(text)?.[0];
  if (link === undefined) throw new Error('the notice has no link');
  return link;
}

/** A short text message from the teacher; `header` lines go in front of the ordinary ones. */
export function letter(
  options: { to?: string; subject?: string; text?: string; header?: string[]; from?: string } = {},
): string {
  const {
    to = 'partner@museum.example',
    subject = 'Field trip',
    text = 'See you on Thursday.',
    from = sender,
  } = options;
  return [
    ...(options.header ?? []),
    `From: A Teacher <${from}>`,
    `To: <${to}>`,
    `Subject: ${subject}`,
    'Date: Mon, 09 Nov 2026 08:15:00 -0600',
    'Message-ID: <trip@school.example>',
    '',
    text,
    '',
  ].join('\r\n');
}

function toConfig(start: GatewayStart, data: string, databaseUrl: string): Config {
  const marked = start.marked ?? true;
  const own: Record<string, unknown> = {
    data,
    hostname: 'gate.school.example',
    database: { url: databaseUrl, poolSize: 5 },
    queue:
      start.queue === 'redis'
        ? { url: process.env['HALLPASS_TEST_REDIS'], prefix: `t${process.pid}_${Date.now()}` }
        : {},
    smtp: { listen: [{ host: '127.0.0.1', port: 0 }] },
    http: { port: 0 },
    // No detector of such a scenario asks the sentence model, and loading it takes a second, too.
    scan: { threads: 1, reader: !marked },
    deliver: {
      smarthosts: start.smarthost ? [{ address: start.smarthost.address, tls: 'none' }] : [],
      timeoutMs: 5000,
    },
    policy: marked ? join(import.meta.dirname, 'marked-policy.yaml') : 'default',
    // The district's own detectors are not what such a scenario is about, and they take a second to load.
    detectors: marked ? { extra: [markedWords], disabled: detectorIds } : {},
  };
  for (const [section, value] of Object.entries(start.config ?? {})) {
    own[section] = isSection(value) && isSection(own[section]) ? { ...own[section], ...value } : value;
  }
  return configSchema.parse(own);
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The embedded server listens on a socket in a folder, which a URL names as a parameter. */
export function urlOf({ host = '', port, user, password, database }: pg.PoolConfig): string {
  const login = `${user}:${encodeURIComponent(String(password))}`;
  if (!host.startsWith('/')) return `postgres://${login}@${host}:${port}/${database}`;
  return `postgres://${login}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}

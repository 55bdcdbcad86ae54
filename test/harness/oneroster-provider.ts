/** A real OneRoster REST service, 1.1 and 1.2: checks signatures and tokens by itself, gives pages, knows the filter, fails as told. */
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Item = Readonly<Record<string, unknown>> & {
  readonly sourcedId: string;
  readonly dateLastModified: string;
};
export interface Data {
  orgs: Item[];
  users: Item[];
  enrollments: Item[];
}

export interface OneRosterProvider {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly data: Data;
  /** Paths and queries asked for, in order, refused ones included. */
  readonly asked: string[];
  /** Tokens given. */
  readonly tokens: string[];
  readonly behaviour: Behaviour;
  stop(): Promise<void>;
}

export interface Behaviour {
  /** The most records of a page, whatever is asked for. */
  pageAtMost: number;
  links: boolean;
  totals: boolean;
  /** Links name this origin, as behind a proxy. */
  linkOrigin: string;
  knowsFilter: boolean;
  /** Pages that are left out at the end. */
  breaksOffAfter: number;
  /** Answers of the next requests, in place of data: a status with header fields. */
  failures: { readonly status: number; readonly headers?: Readonly<Record<string, string>> }[];
  /** What is sent in place of the next page. */
  body: string | undefined;
}

export const credentials = { id: 'district-4711', secret: 'a s3cret & more/+=' };

/** @param version decides the paths and how requests are authorized */
export async function startProvider(version: '1.1' | '1.2', data: Data): Promise<OneRosterProvider> {
  const behaviour: Behaviour = {
    pageAtMost: 1000,
    links: true,
    totals: true,
    linkOrigin: '',
    knowsFilter: true,
    breaksOffAfter: Infinity,
    failures: [],
    body: undefined,
  };
  const asked: string[] = [];
  const tokens: string[] = [];
  const nonces = new Set<string>();
  const base = version === '1.1' ? '/ims/oneroster/v1p1/' : '/ims/oneroster/rostering/v1p2/';

  async function answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`);
    asked.push(`${url.pathname}${url.search}`);
    const body = await text(request);
    const failure = behaviour.failures.shift();
    if (failure) return void reply.writeHead(failure.status, { ...failure.headers }).end('{"imsx_description":"s-1"}');
    if (version === '1.2' && url.pathname === '/token') return giveToken(request, body, reply, tokens);
    const isAllowed =
      version === '1.1'
        ? isSigned(request, url, nonces)
        : tokens.some((token) => request.headers.authorization === `Bearer ${token}`);
    if (!isAllowed) return void reply.writeHead(401).end();
    const name = url.pathname.startsWith(base) ? url.pathname.slice(base.length) : '';
    if (!Object.hasOwn(data, name)) return void reply.writeHead(404).end();
    if (behaviour.body !== undefined) return void reply.writeHead(200).end(behaviour.body);
    givePage(url, name, data[name as keyof Data], behaviour, reply);
  }

  const server = createServer((request, reply) => void answer(request, reply));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    data,
    asked,
    tokens,
    behaviour,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function givePage(url: URL, name: string, all: readonly Item[], behaviour: Behaviour, reply: ServerResponse): void {
  const filter = url.searchParams.get('filter');
  const since = filter === null ? undefined : /^dateLastModified>'([^']+)'$/.exec(filter)?.[1];
  if (filter !== null && (!behaviour.knowsFilter || since === undefined)) return void reply.writeHead(400).end();
  const found = all
    .filter(({ dateLastModified }) => since === undefined || Date.parse(dateLastModified) > Date.parse(since))
    .sort((a, b) => (a.sourcedId < b.sourcedId ? -1 : 1));
  const limit = Math.min(Number(url.searchParams.get('limit') ?? 100), behaviour.pageAtMost);
  const offset = Number(url.searchParams.get('offset') ?? 0);
  const end = Math.min(found.length, offset + limit);
  const isOver = end >= found.length || end >= behaviour.breaksOffAfter;
  const next = new URL(url);
  next.searchParams.set('offset', String(end));
  const origin = behaviour.linkOrigin || url.origin;
  const link = (rel: string) => `<${origin}${next.pathname}${next.search}>; rel="${rel}"`;
  const page = end > behaviour.breaksOffAfter ? [] : found.slice(offset, end);
  reply
    .writeHead(200, {
      'content-type': 'application/json',
      ...(behaviour.totals && { 'x-total-count': String(found.length) }),
      ...(behaviour.links && {
        link: isOver ? link('first') : `${link('first')},\n ${link('next')}`.replace('\n', ''),
      }),
    })
    .end(JSON.stringify({ [name]: page }));
}

/** RFC 6749 4.4, with the credentials in the header (2.3.1). */
function giveToken(request: IncomingMessage, body: string, reply: ServerResponse, tokens: string[]): void {
  const [kind, encoded = ''] = (request.headers.authorization ?? '').split(' ');
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  const form = new URLSearchParams(body);
  const isRight =
    kind === 'Basic' &&
    decodeURIComponent(id) === credentials.id &&
    decodeURIComponent(secret) === credentials.secret &&
    form.get('grant_type') === 'client_credentials' &&
    form.get('scope') === 'https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly';
  if (!isRight) return void reply.writeHead(401).end('{"error":"invalid_client"}');
  const token = randomBytes(20).toString('hex');
  tokens.push(token);
  reply
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 3600 }));
}

/** RFC 5849 3.6, byte by byte. */
function percent(value: string): string {
  let out = '';
  for (const byte of Buffer.from(value, 'utf8')) {
    const sign = String.fromCharCode(byte);
    out += /[A-Za-z0-9._~-]/.test(sign) ? sign : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

/** RFC 5849 3.2: the base string is made from what arrived on the wire, and a nonce counts once. */
function isSigned(request: IncomingMessage, url: URL, nonces: Set<string>): boolean {
  const header = request.headers.authorization ?? '';
  if (!header.startsWith('OAuth ')) return false;
  const fields = new Map<string, string>();
  for (const field of header.slice(6).split(',')) {
    const [, name = '', value = ''] = /^\s*([^=]+)="([^"]*)"\s*$/.exec(field) ?? [];
    fields.set(name, decodeURIComponent(value));
  }
  const pairs: string[] = [];
  for (const part of url.search.slice(1).split('&')) {
    const at = part.indexOf('=');
    pairs.push(`${percent(decodeURIComponent(part.slice(0, at)))}=${percent(decodeURIComponent(part.slice(at + 1)))}`);
  }
  for (const [name, value] of fields)
    if (name !== 'oauth_signature' && name !== 'realm') pairs.push(`${name}=${percent(value)}`);
  pairs.sort();
  const base = `${request.method}&${percent(`http://${request.headers.host}${url.pathname}`)}&${percent(pairs.join('&'))}`;
  const hash = fields.get('oauth_signature_method') === 'HMAC-SHA1' ? 'sha1' : 'sha256';
  const expected = createHmac(hash, `${percent(credentials.secret)}&`)
    .update(base)
    .digest('base64');
  const nonce = `${fields.get('oauth_timestamp')} ${fields.get('oauth_nonce')}`;
  const isFresh = !nonces.has(nonce) && Math.abs(Number(fields.get('oauth_timestamp')) - Date.now() / 1000) < 300;
  nonces.add(nonce);
  return isFresh && fields.get('oauth_consumer_key') === credentials.id && fields.get('oauth_signature') === expected;
}

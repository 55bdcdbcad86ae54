/**
 * A store in the manner of S3 for tests: takes objects whose request is signed, and says no otherwise. It checks the
 * signature from what it received, by its own reading of Signature Version 4 and with none of the gateway's code.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface StoredObject {
  readonly body: Buffer;
  readonly headers: IncomingMessage['headers'];
  /** How often an object of this name was written. */
  readonly writes: number;
}

export interface BucketStore {
  /** `http://127.0.0.1:port`, the same before and after being down. */
  readonly endpoint: string;
  /** By path: `/bucket/key`. */
  readonly objects: ReadonlyMap<string, StoredObject>;
  /** Requests, refused ones as well. */
  readonly seen: readonly { readonly method: string; readonly path: string; readonly status: number }[];
  /** Answers requests without looking at them, for as long as it is set: `503 SlowDown`. */
  answer: string | undefined;
  /** Knows no `If-None-Match`, and says so with 501. */
  unconditional: boolean;
  /** Called when an object has been written and before the reply. */
  onWritten: (() => void) | undefined;
  down(): Promise<void>;
  up(): Promise<void>;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export async function startBucketStore(credentials: Credentials): Promise<BucketStore> {
  const objects = new Map<string, StoredObject>();
  const seen: { method: string; path: string; status: number }[] = [];
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  const store: BucketStore = {
    get endpoint() {
      return `http://127.0.0.1:${port}`;
    },
    objects,
    seen,
    answer: undefined,
    unconditional: false,
    onWritten: undefined,
    async up() {
      server = createServer((request, response) => void serve(request, response));
      server.on('connection', (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
      });
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      port = (server.address() as AddressInfo).port;
    },
    async down() {
      if (!server?.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // the client was killed
    }
    const [status, code] = judge(request, Buffer.concat(chunks));
    seen.push({ method: request.method!, path: request.url!, status });
    if (status === 200 && request.method === 'PUT') store.onWritten?.();
    const there = objects.get(request.url!);
    const fields = request.method === 'HEAD' && there ? metadataOf(there) : {};
    response.writeHead(status, fields);
    response.end(code === '' || request.method === 'HEAD' ? '' : `<Error><Code>${code}</Code></Error>`);
  }

  function judge(request: IncomingMessage, body: Buffer): [status: number, code: string] {
    if (store.answer !== undefined) {
      const [status = '', code = ''] = store.answer.split(' ');
      return [Number(status), code];
    }
    const refusal = refusalOf(request, body, credentials);
    if (refusal !== undefined) return [403, refusal];
    const path = request.url!;
    const before = objects.get(path);
    if (request.method === 'HEAD') return before ? [200, ''] : [404, ''];
    if (request.headers['if-none-match'] !== undefined) {
      if (store.unconditional) return [501, 'NotImplemented'];
      if (before) return [412, 'PreconditionFailed'];
    }
    objects.set(path, { body, headers: request.headers, writes: (before?.writes ?? 0) + 1 });
    return [200, ''];
  }

  await store.up();
  return store;
}

function metadataOf({ headers }: StoredObject): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}

/** The steps of docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html. */
function refusalOf(request: IncomingMessage, body: Buffer, { accessKeyId, secretAccessKey }: Credentials) {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (!match) return 'AccessDenied';
  const [, keyId = '', day = '', region = '', signedHeaders = '', signature = ''] = match;
  if (keyId !== accessKeyId) return 'InvalidAccessKeyId';
  const signed = signedHeaders.split(';');
  if (
    !signed.includes('host') ||
    Object.keys(request.headers).some((name) => /^x-amz-/.test(name) && !signed.includes(name))
  )
    return 'AccessDenied';
  const at = String(request.headers['x-amz-date']);
  const time = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(Date.now() - time) < 900_000) || !at.startsWith(day)) return 'RequestTimeTooSkewed';
  const hash = createHash('sha256').update(body).digest('hex');
  if (request.headers['x-amz-content-sha256'] !== hash) return 'XAmzContentSHA256Mismatch';
  const md5 = request.headers['content-md5'];
  if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) return 'BadDigest';
  const [path = '', query = ''] = request.url!.split('?');
  let canonical = `${request.method}\n${path}\n${query.split('&').sort().join('&')}\n`;
  for (const name of signed) canonical += `${name}:${String(request.headers[name] ?? '').trim()}\n`;
  canonical += `\n${signedHeaders}\n${hash}`;
  let key: Buffer = Buffer.from(`AWS4${secretAccessKey}`);
  for (const part of [day, region, 's3', 'aws4_request']) key = createHmac('sha256', key).update(part).digest();
  const text = `AWS4-HMAC-SHA256\n${at}\n${day}/${region}/s3/aws4_request\n${createHash('sha256').update(canonical).digest('hex')}`;
  const expected = createHmac('sha256', key).update(text).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? undefined : 'SignatureDoesNotMatch';
}

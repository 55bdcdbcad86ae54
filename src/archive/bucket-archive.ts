/** An archive in a bucket of S3 or of a compatible store: an object for each message, which is never written twice where the store allows that. */
import { createHash } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { codeOf } from '../errors/hallpass-error.ts';
import type { Archive } from './archive.ts';
import { ArchiveRefusal } from './archive-refusal.ts';
import { composeJournalReport, type ReportFields } from './journal-report.ts';
import { placeOf } from './sealed-file.ts';
import { amzDate, authorization, type Signer } from './sign-request.ts';

export interface BucketSettings {
  readonly name: string;
  /** `https://s3.us-east-2.amazonaws.com` */
  readonly endpoint: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly encryption: 'none' | 'AES256' | 'aws:kms';
  /** Authorities in PEM; undefined: those that Node.js trusts. */
  readonly ca: string | undefined;
  readonly signer: Signer;
  readonly fields: Omit<ReportFields, 'to' | 'archive'>;
  readonly concurrency: number;
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** `AccessDenied`; empty where the reply has none. */
  readonly errorCode: string;
}

type Send = (method: string, key: string, headers: Readonly<Record<string, string>>, body: Buffer) => Promise<Reply>;

const SILENT_MS = 60_000;
const MOST_REPLY_BYTES = 65_536;
/** SHA-256 of the message: says whether an object of this name is a copy of it. */
const HASH_FIELD = 'x-amz-meta-message-sha256';
const NOTHING = Buffer.alloc(0);

export function createBucketArchive(settings: BucketSettings): Archive {
  const { name, prefix, fields, encryption } = settings;
  const agent = agentOf(settings);
  const send = sender(settings, agent);
  // A store that does not know the condition says so once.
  let conditional = true;
  return {
    name,
    async put(message) {
      const report = composeJournalReport(message, { ...fields, archive: name });
      const key = `${prefix}${placeOf(message.id)}.eml`;
      const hash = createHash('sha256').update(message.raw).digest('hex');
      const headers = {
        'content-type': 'message/rfc822',
        // Buckets with a lock on their objects ask for it.
        'content-md5': createHash('md5').update(report).digest('base64'),
        [HASH_FIELD]: hash,
        ...(encryption === 'none' ? {} : { 'x-amz-server-side-encryption': encryption }),
      };
      const put = (): Promise<Reply> =>
        send('PUT', key, conditional ? { ...headers, 'if-none-match': '*' } : headers, report);
      let reply = await put();
      if (reply.status === 501 && conditional) {
        conditional = false;
        reply = await put();
      }
      if (reply.status >= 200 && reply.status < 300) return described(reply);
      if (reply.status === 412) return requireSame(await send('HEAD', key, {}, NOTHING), hash);
      throw new ArchiveRefusal(reply.status >= 500 ? 'archive.not-reached' : 'archive.refused', described(reply));
    },
    close: () => agent.destroy(),
  };
}

/** The copy was made before, and its success was not recorded. */
function requireSame(there: Reply, hash: string): string {
  if (there.status === 200 && there.headers[HASH_FIELD] === hash) return `${described(there)}, was there already`;
  if (there.status === 200) throw new ArchiveRefusal('archive.differs', described(there));
  throw new ArchiveRefusal('archive.refused', described(there));
}

const described = ({ status, errorCode }: Reply): string => `${status} ${errorCode}`.trim();

function agentOf({ endpoint, ca, concurrency }: BucketSettings): HttpAgent | HttpsAgent {
  const options = { keepAlive: true, maxSockets: concurrency };
  return endpoint.startsWith('https:')
    ? new HttpsAgent({ ...options, ...(ca === undefined ? {} : { ca }) })
    : new HttpAgent(options);
}

function sender({ endpoint, bucket, signer }: BucketSettings, agent: HttpAgent | HttpsAgent): Send {
  return async (method, key, headers, body) => {
    const url = new URL(`/${bucket}/${key}`, endpoint);
    const bodyHash = createHash('sha256').update(body).digest('hex');
    const signed = {
      ...headers,
      host: url.host,
      'x-amz-content-sha256': bodyHash,
      'x-amz-date': amzDate(new Date()),
    };
    const all = {
      ...signed,
      authorization: authorization({ method, url, headers: signed, bodyHash }, signer),
      ...(body.length === 0 ? {} : { 'content-length': String(body.length) }),
    };
    try {
      return await exchange(url, { method, headers: all, agent }, body);
    } catch (error) {
      throw new ArchiveRefusal('archive.not-reached', codeOf(error), error);
    }
  };
}

interface Exchange {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: HttpAgent | HttpsAgent;
}

function exchange(url: URL, options: Exchange, body: Buffer): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
    let text = '';
    response.setEncoding('latin1');
    response.on('data', (chunk: string) => {
      if (text.length < MOST_REPLY_BYTES) text += chunk;
    });
    response.on('error', reject);
    response.on('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        errorCode: /<Code>([A-Za-z0-9.]{1,60})<\/Code>/.exec(text)?.[1] ?? '',
      }),
    );
  });
  request.setTimeout(SILENT_MS, () => request.destroy(Object.assign(new Error('silent'), { code: 'ETIMEDOUT' })));
  request.on('error', reject);
  request.end(body);
  return promise;
}

/** Signs a request with OAuth 1.0a (RFC 5849), without a token, as OneRoster 1.1 asks for. */
import { createHmac, randomBytes } from 'node:crypto';

export interface Consumer {
  readonly key: string;
  readonly secret: string;
  readonly method: 'HMAC-SHA256' | 'HMAC-SHA1';
}

/** RFC 5849 3.6: what is not unreserved (RFC 3986 2.3) is encoded. */
export const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** @returns value of the header field Authorization for a GET request without a body (3.5.1) */
export function signedHeader(
  url: URL,
  { key, secret, method }: Consumer,
  now = new Date(),
  nonce = randomBytes(16).toString('hex'),
): string {
  const protocol: readonly (readonly [string, string])[] = [
    ['oauth_consumer_key', key],
    ['oauth_nonce', nonce],
    ['oauth_signature_method', method],
    ['oauth_timestamp', String(Math.floor(now.getTime() / 1000))],
    ['oauth_version', '1.0'],
  ];
  const base = [
    'GET',
    encoded(`${url.origin}${url.pathname}`),
    encoded(normalized([...url.searchParams, ...protocol])),
  ];
  const signature = createHmac(method === 'HMAC-SHA1' ? 'sha1' : 'sha256', `${encoded(secret)}&`)
    .update(base.join('&'))
    .digest('base64');
  const fields = [...protocol, ['oauth_signature', signature] as const];
  return `OAuth ${fields.map(([name, value]) => `${name}="${encoded(value)}"`).join(', ')}`;
}

/** 3.4.1.3.2: encoded first, then sorted by their bytes. */
function normalized(parameters: readonly (readonly [string, string])[]): string {
  return parameters
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** How requests to a OneRoster service are authorized: signed one by one (OAuth 1.0a), or with a token (OAuth 2). */
import { z } from 'zod';
import { authOf } from '../../config/roster-sync.ts';
import type { Config } from '../../config/schema.ts';
import { HallpassError } from '../../errors/hallpass-error.ts';
import { causeOf, isPassing, jsonOf, readLimited } from './http-answer.ts';
import { encoded, signedHeader } from './oauth1.ts';

type OneRoster = NonNullable<Config['rosterSync']['oneRoster']>;

export interface Authorization {
  /** Value of the header field Authorization of a GET request. */
  header(url: URL): Promise<string>;
  /** Forgets a token that was refused. @returns false where there is none, so that trying again is of no use */
  renew(): boolean;
}

export function createAuthorization(settings: OneRoster, secret: string, stopping: AbortSignal): Authorization {
  if (authOf(settings) === 'oauth1') {
    const consumer = { key: settings.clientId, secret, method: settings.signature };
    return { header: async (url) => signedHeader(url, consumer), renew: () => false };
  }
  return tokens(settings, secret, stopping);
}

const tokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  /** Seconds. Many services give a text. */
  expires_in: z.coerce.number().positive().optional(),
});

const tokenBytesAtMost = 256 * 1024;
/** A token is renewed so long before it ends. */
const marginMs = 60_000;
/** RFC 6749 5.1: where nothing is said, the token is taken to be good for this time. */
const defaultSeconds = 3600;

/** RFC 6749 4.4: client credentials, sent as RFC 6749 2.3.1 says. */
function tokens(settings: OneRoster, secret: string, stopping: AbortSignal): Authorization {
  let token: { readonly value: string; readonly endsMs: number } | undefined;
  const fetchToken = async (): Promise<string> => {
    const beganMs = Date.now();
    const { access_token: value, expires_in: seconds = defaultSeconds } = await requestToken(
      settings,
      secret,
      stopping,
    );
    token = { value, endsMs: beganMs + seconds * 1000 };
    return value;
  };
  return {
    async header() {
      const value = token && token.endsMs - marginMs > Date.now() ? token.value : await fetchToken();
      return `Bearer ${value}`;
    },
    renew() {
      const had = token !== undefined;
      token = undefined;
      return had;
    },
  };
}

async function requestToken(settings: OneRoster, secret: string, stopping: AbortSignal) {
  const { tokenUrl, clientId, version, timeoutSeconds } = settings;
  const scopes = settings.scopes ?? [
    `https://purl.imsglobal.org/spec/or/v${version.replace('.', 'p')}/scope/roster-core.readonly`,
  ];
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scopes.length > 0) body.set('scope', scopes.join(' '));
  const reply = await fetch(tokenUrl!, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'user-agent': 'Hallpass',
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${encoded(clientId)}:${encoded(secret)}`).toString('base64')}`,
    },
    body: body.toString(),
    redirect: 'manual',
    signal: AbortSignal.any([stopping, AbortSignal.timeout(timeoutSeconds * 1000)]),
  }).catch((error: unknown) => {
    stopping.throwIfAborted();
    throw new HallpassError('roster.provider-unreachable', `token: ${causeOf(error)}`);
  });
  const { status } = reply;
  if (!reply.ok) {
    await reply.body?.cancel();
    if (status === 400 || status === 401 || status === 403)
      throw new HallpassError('roster.provider-denied', `token: status ${status}`);
    const code = isPassing(status) ? 'roster.provider-unreachable' : 'roster.provider-answer';
    throw new HallpassError(code, `token: status ${status}`);
  }
  const parsed = tokenAnswer.safeParse(jsonOf(await readLimited(reply, tokenBytesAtMost)));
  if (!parsed.success) throw new HallpassError('roster.provider-answer', 'token: there is no bearer token');
  return parsed.data;
}

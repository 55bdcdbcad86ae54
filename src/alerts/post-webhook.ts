/** Posts an alert to a webhook, signed as Standard Webhooks says (https://www.standardwebhooks.com). */
import { createHmac } from 'node:crypto';
import { HallpassError } from '../errors/hallpass-error.ts';

export interface Webhook {
  readonly url: string;
  readonly secret?: string | undefined;
}

const LIMIT_MS = 10_000;

/**
 * @param id the same for each attempt, so that the receiver can drop a repetition
 * @throws HallpassError alerts.webhook-failed: not reached, a redirect, or a status other than 2xx
 */
export async function postWebhook({ url, secret }: Webhook, id: string, body: string, now: Date): Promise<void> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  let status: number;
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Hallpass',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        ...(secret === undefined ? {} : { 'webhook-signature': signatureOf(secret, id, timestamp, body) }),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    ({ status } = reply);
    await reply.body?.cancel();
  } catch (cause) {
    // The error of fetch names the address, which may be a secret.
    throw new HallpassError('alerts.webhook-failed', undefined, { cause });
  }
  if (status < 200 || status > 299) throw new HallpassError('alerts.webhook-failed', `status ${status}`);
}

/** `v1,` and the HMAC-SHA-256 of `id.timestamp.body` in base64. */
export function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

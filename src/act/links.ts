/** The signed links in notices: each lets its holder decide on one message, for one purpose, until it expires. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { HallpassError } from '../errors/hallpass-error.ts';
import { isMessageId, type MessageId } from '../message/message-id.ts';

/** `warn`: send it or cancel it. `appeal`: say why a held message should be released, or cancel it. `status`: see what became of it. */
export type LinkPurpose = 'warn' | 'appeal' | 'status';

export interface LinkTarget {
  readonly messageId: MessageId;
  /** Whole seconds; the link is not accepted from this moment on. */
  readonly expiresAt: Date;
}

export interface Links {
  /** A token of 72 url-safe characters. `expiresAt` is rounded up to a whole second. */
  sign(target: LinkTarget & { readonly purpose: LinkPurpose }): string;
  /** @throws HallpassError `link.invalid` for anything that `sign` did not make for this purpose, `link.expired` after its time */
  verify(token: string, purpose: LinkPurpose, now: Date): LinkTarget;
}

const version = 1;
const idBytes = 16;
const expiryBytes = 5;
const bodyBytes = 1 + idBytes + expiryBytes;
const minKeyBytes = 32;
const maxExpirySeconds = 2 ** (8 * expiryBytes) - 1;

/**
 * Token: version (1 byte), message id (16), expiry in seconds since 1970 (5), HMAC-SHA256 over purpose and these (32),
 * together 54 bytes, which base64url writes in 72 characters with no bit left over: each token has one spelling only.
 *
 * @param keys at least 32 bytes each, used for links alone: the first signs, links of all are taken, so that a rotation
 *   does not kill links that are on their way
 */
export function createLinks(keys: readonly Buffer[]): Links {
  const [signing] = keys;
  if (signing === undefined || keys.some((key) => key.length < minKeyBytes)) {
    throw new HallpassError('keys.bad-format', 'the key for links is too short');
  }
  const mac = (key: Buffer, purpose: LinkPurpose, body: Buffer) =>
    createHmac('sha256', key).update(`hallpass link\0${purpose}\0`).update(body).digest();

  return {
    sign({ messageId, purpose, expiresAt }) {
      const seconds = Math.ceil(expiresAt.getTime() / 1000);
      if (!isMessageId(messageId)) throw new HallpassError('link.invalid', 'no message id to sign');
      if (!(seconds >= 0 && seconds <= maxExpirySeconds)) throw new HallpassError('link.invalid', 'no expiry to sign');
      const body = Buffer.alloc(bodyBytes);
      body[0] = version;
      body.write(messageId.replaceAll('-', ''), 1, idBytes, 'hex');
      body.writeUIntBE(seconds, 1 + idBytes, expiryBytes);
      return Buffer.concat([body, mac(signing, purpose, body)]).toString('base64url');
    },

    verify(token, purpose, now) {
      if (!/^[A-Za-z0-9_-]{72}$/.test(token)) throw new HallpassError('link.invalid');
      const bytes = Buffer.from(token, 'base64url');
      const body = bytes.subarray(0, bodyBytes);
      const isOurs = keys.some((key) => timingSafeEqual(bytes.subarray(bodyBytes), mac(key, purpose, body)));
      if (!isOurs || body[0] !== version) throw new HallpassError('link.invalid');
      const expiresAt = new Date(body.readUIntBE(1 + idBytes, expiryBytes) * 1000);
      if (now.getTime() >= expiresAt.getTime()) throw new HallpassError('link.expired');
      const hex = body.toString('hex', 1, 1 + idBytes);
      const messageId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      return { messageId, expiresAt };
    },
  };
}

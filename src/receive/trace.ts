/** Trace header fields (RFC 5321 4.4), which delivery puts in front of a message and which show a loop. */
import type { HeaderSection } from '../message/header.ts';
import { valuesOf } from '../message/header.ts';
import { mailDate } from '../message/mail-date.ts';
import type { MessageId } from '../message/message-id.ts';

const TRACE_FIELD = 'X-Hallpass-Trace';

export interface TraceFacts {
  readonly id: MessageId;
  readonly hostname: string;
  readonly helo: string;
  readonly client: string;
  /** `ESMTP`, `ESMTPS`, `ESMTPSA`, `UTF8SMTPS` …: RFC 3848, RFC 6531. */
  readonly protocol: string;
  readonly at: Date;
}

/** `Received` and our own field, each ending in CRLF. No `for` clause: it would show Bcc recipients to each other. */
export function traceFields(facts: TraceFacts): string {
  const literal = facts.client.includes(':') ? `IPv6:${facts.client}` : facts.client;
  const helo = facts.helo.replace(/[^A-Za-z0-9.:[\]_-]/g, '?').slice(0, 255) || 'unknown';
  return [
    `${TRACE_FIELD}: ${facts.hostname} ${facts.id}`,
    `Received: from ${helo} ([${literal}])`,
    `\tby ${facts.hostname} (Hallpass) with ${facts.protocol} id ${facts.id};`,
    `\t${mailDate(facts.at)}`,
    '',
  ].join('\r\n');
}

/** True when the message has passed this gateway before, or more servers than a route can have. */
export function isLooping(header: HeaderSection, hostname: string, maxHops: number): boolean {
  if (valuesOf(header, 'received').length > maxHops) return true;
  return valuesOf(header, TRACE_FIELD.toLowerCase()).some(
    (value) => value.split(' ')[0]?.toLowerCase() === hostname.toLowerCase(),
  );
}

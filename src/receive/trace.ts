/** Trace header fields (RFC 5321 4.4), which delivery puts in front of a message and which show a loop. */
import type { HeaderSection } from '../message/header.ts';
import { valuesOf } from '../message/header.ts';
import { mailDate } from '../message/mail-date.ts';
import type { MessageId } from '../message/message-id.ts';

const TRACE_FIELD = 'X-Hallpass-Trace';
const LONGEST_LINE = 78;
/** Of a host name, so that it fits into a line behind `by`; the rest of a longer one is left out. */
const LONGEST_NAME = 74;

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
  const helo = facts.helo.replace(/[^A-Za-z0-9.:[\]_-]/g, '?').slice(0, LONGEST_NAME) || 'unknown';
  return [
    folded(`${TRACE_FIELD}:`, [facts.hostname, facts.id]),
    folded('Received: from', [
      helo,
      `([${literal}])`,
      `by ${facts.hostname}`,
      '(Hallpass)',
      `with ${facts.protocol}`,
      `id ${facts.id};`,
      mailDate(facts.at),
    ]),
    '',
  ].join('\r\n');
}

/** True when the message has passed this gateway before, or more servers than a route can have. */
export function isLooping(header: HeaderSection, hostname: string, maxHops: number): boolean {
  if (valuesOf(header, 'received').length > maxHops) return true;
  return valuesOf(header, TRACE_FIELD.toLowerCase()).some(
    // White space of any kind and a fold before the name are no difference (RFC 5322 2.2.3).
    (value) => value.trim().split(/\s+/)[0]?.toLowerCase() === hostname.toLowerCase(),
  );
}

/** A field whose lines have at most 78 characters (RFC 5322 2.1.1), as long as none of the pieces is longer. */
function folded(start: string, pieces: readonly string[]): string {
  const lines = [start];
  for (const piece of pieces) {
    const line = lines.at(-1)!;
    if (line.length + 1 + piece.length <= LONGEST_LINE) lines[lines.length - 1] = `${line} ${piece}`;
    else lines.push(`\t${piece}`);
  }
  return lines.join('\r\n');
}

/** Turns a row of an evaluation set into what a scan worker is given: a raw message and its envelope. */
import type { ScanRequest } from '../workers/scan-result.ts';
import { readHeader, valuesOf } from '../message/header.ts';
import { parseMailboxes } from '../message/mailboxes.ts';
import { composeMime } from './compose-mime.ts';
import type { Row, SetDescription } from './read-set.ts';

/** The district of sets that name none. */
export const plainDistrict = { domains: ['school.example'], list: 'allstaff@school.example' } as const;

const stranger = 'reader@elsewhere.example';

/**
 * Text rows are judged as one message from staff to one person outside the district; sets that annotate nothing but the
 * misuse of lists as if sent to all staff. Raw messages have the recipients of their To, Cc and Bcc fields.
 */
export function requestOf(row: Row, set: SetDescription): ScanRequest {
  if (row.raw !== undefined) return rawRequest(row.raw);
  const domain = set.domains?.staff[0] ?? plainDistrict.domains[0];
  const from = row.from ?? { name: '', address: `staff@${domain}` };
  const named = row.to.length + row.cc.length + row.bcc.length > 0;
  const to = named ? row.to : [{ name: '', address: onlyLists(set) ? plainDistrict.list : stranger }];
  const raw = composeMime({ ...row, from, to, subject: row.subject ?? '' });
  const recipients = [...to, ...row.cc, ...row.bcc].map((box) => box.address);
  return { raw: new Uint8Array(raw), sender: from.address, recipients: [...new Set(recipients)] };
}

function onlyLists(set: SetDescription): boolean {
  return set.annotated.length === 1 && set.annotated[0] === 'listserv_misuse';
}

/** Without the `From_` line of an mbox, with CRLF line ends. */
function rawRequest(text: string): ScanRequest {
  const raw = Buffer.from(text.replace(/^From [^\n]*\n/, '').replace(/\r?\n/g, '\r\n'));
  const header = readHeader(raw);
  const addresses = (...names: string[]): string[] =>
    names
      .flatMap((name) => valuesOf(header, name))
      .flatMap((value) => parseMailboxes(value))
      .map((box) => box.address);
  const recipients = [...new Set(addresses('to', 'cc', 'bcc'))];
  return {
    raw: new Uint8Array(raw),
    sender: addresses('from')[0] ?? '',
    recipients: recipients.length > 0 ? recipients : [stranger],
  };
}

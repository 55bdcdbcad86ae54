/** The machine-readable part of a report: message/delivery-status (RFC 3464), or its UTF-8 form (RFC 6533). */
import type { NoticeContext, RecipientOutcome } from './notice.ts';
import type { Leaf } from './mime.ts';
import { oneLine } from './one-line.ts';
import { mailDate } from '../../message/mail-date.ts';

export interface StatusReport {
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed';
  readonly outcomes: readonly RecipientOutcome[];
  readonly willRetryUntil?: Date;
}

const maxValue = 900;
const ascii = /^[\x20-\x7e]*$/;

/** Whether an address of the report needs the UTF-8 forms of RFC 6533. */
export function needsUtf8(outcomes: readonly RecipientOutcome[]): boolean {
  return outcomes.some(({ address }) => !ascii.test(address));
}

export function deliveryStatus(context: NoticeContext, report: StatusReport): Leaf {
  const utf8 = needsUtf8(report.outcomes);
  const perMessage = [
    line('Reporting-MTA', `dns; ${context.settings.hostname}`, utf8),
    context.envid !== undefined && line('Original-Envelope-Id', context.envid, utf8),
    line('Arrival-Date', mailDate(context.receivedAt), utf8),
  ];
  const perRecipient = report.outcomes.map((outcome) => [
    outcome.orcpt !== undefined && originalRecipient(outcome.orcpt, utf8),
    line('Final-Recipient', `${ascii.test(outcome.address) ? 'rfc822' : 'utf-8'}; ${outcome.address}`, utf8),
    line('Action', report.action, utf8),
    line('Status', statusOf(outcome.status, report.action), utf8),
    outcome.remoteMta !== undefined && line('Remote-MTA', `dns; ${outcome.remoteMta}`, utf8),
    outcome.reply !== undefined && line('Diagnostic-Code', `smtp; ${outcome.reply}`, utf8),
    outcome.lastAttemptAt && line('Last-Attempt-Date', mailDate(outcome.lastAttemptAt), utf8),
    report.willRetryUntil && line('Will-Retry-Until', mailDate(report.willRetryUntil), utf8),
  ]);
  const groups = [perMessage, ...perRecipient].map((fields) =>
    fields.filter((field) => field !== false && field !== undefined),
  );
  return {
    type: utf8 ? 'message/global-delivery-status' : 'message/delivery-status',
    content: Buffer.from(`${groups.map((fields) => fields.join('\n')).join('\n\n')}\n`, 'utf8'),
  };
}

/** The class of the status follows the action (RFC 3464 2.3.4): 2 delivered, 4 delayed; a failure after the last attempt keeps its 4. */
function statusOf(status: string, action: StatusReport['action']): string {
  const [, wanted = '0.0'] = /^[245]\.(\d{1,3}\.\d{1,3})$/.exec(status) ?? [];
  if (action === 'delayed') return `4.${wanted}`;
  if (action === 'failed') return /^[45]\.\d{1,3}\.\d{1,3}$/.test(status) ? status : `5.${wanted}`;
  return `2.${wanted}`;
}

/** ORCPT, already without its xtext encoding (RFC 3461 4.2); the address type utf-8 has another encoding (RFC 6533 3). */
function originalRecipient(orcpt: string, utf8: boolean): string | undefined {
  const [, type, given] = /^([a-z0-9-]+);(.+)$/is.exec(orcpt) ?? [];
  if (type === undefined || given === undefined) return undefined;
  const address = utf8 && /^utf-8$/i.test(type) ? given.replace(/\\x\{([0-9A-F]{2,6})\}/g, codePoint) : given;
  return line('Original-Recipient', `${type.toLowerCase()}; ${address}`, utf8);
}

function codePoint(whole: string, hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? whole : String.fromCodePoint(code);
}

/** One field on one line: line breaks in the reply of a next hop must not start another field. */
function line(name: string, value: string, utf8: boolean): string {
  const clean = oneLine(value, maxValue);
  return `${name}: ${utf8 ? clean : clean.replace(/[^\x20-\x7e]/gu, '?')}`;
}

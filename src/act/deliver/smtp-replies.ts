/** Reads what a next hop answered, recipient by recipient, from nodemailer's results and errors. */
import { domainToASCII } from 'node:url';
import { codeOf } from '../../errors/hallpass-error.ts';
import { conditionOf, type HopCondition } from './hop-states.ts';
import { forAll, type AttemptResult, type OutgoingRecipient } from './attempt.ts';

/** What nodemailer's errors and results carry beyond their published types. */
export interface SmtpFault extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
  recipient?: string;
  /** Of a system error: `connect`. */
  syscall?: string;
  /** Which limit was exceeded. */
  timeoutType?: string;
  rejectedErrors?: SmtpFault[];
}

export interface SentInfo {
  response: string;
  accepted: string[];
  ehlo?: string[];
  rejectedErrors?: SmtpFault[];
}

/** Results per recipient, or the reason why the next hop could not be used at all: then another one may be tried. */
export type Sent = { results: AttemptResult[] } | Unreachable;

export interface Unreachable {
  /** `host:port: reason` */
  readonly unreachable: string;
  readonly condition: HopCondition;
  /** There was no connection at all, so that the message cannot be the reason. */
  readonly noConnection: boolean;
  /** Nothing was sent to the hop. */
  readonly untried?: true;
}

/** Results of a transaction that the next hop took, for some recipients at least. */
export function resultsOf(info: SentInfo, recipients: readonly OutgoingRecipient[], remote: string): AttemptResult[] {
  const reportsSuccess = info.ehlo?.some((line) => /^DSN\b/i.test(line)) ?? false;
  const taken = {
    outcome: 'delivered',
    status: statusOf(info.response, '2.0.0'),
    reply: info.response,
    remote,
    reportsSuccess,
  } as const;
  const accepted = new Set(info.accepted.map(comparable));
  const result = ({ n, address }: OutgoingRecipient): AttemptResult =>
    accepted.has(comparable(address))
      ? { n, ...taken }
      : (rejection(n, address, info.rejectedErrors, remote) ?? {
          n,
          ...unreachable('no reply for this recipient'),
        });
  return recipients.map(result);
}

/** Result for recipients when no next hop could be used. */
export function unreachable(reason: string): Omit<AttemptResult, 'n'> {
  return { outcome: 'deferred', status: '4.4.1', reply: reason, reportsSuccess: false };
}

/** nodemailer writes domains in lower case and in their ASCII form. */
function comparable(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  return address.slice(0, at).toLowerCase() + (domainToASCII(address.slice(at)) || address.slice(at).toLowerCase());
}

function rejection(
  n: number,
  address: string,
  errors: readonly SmtpFault[] | undefined,
  remote: string,
): AttemptResult | undefined {
  const fault = errors?.find((error) => comparable(error.recipient ?? '') === comparable(address));
  return fault && { n, ...fromReply(fault, remote) };
}

/** Results of a transaction that failed. */
export function readFault(fault: SmtpFault, recipients: readonly OutgoingRecipient[], remote: string): Sent {
  if (fault.rejectedErrors?.length) {
    return {
      results: recipients.map(
        ({ n, address }) => rejection(n, address, fault.rejectedErrors, remote) ?? { n, ...fromReply(fault, remote) },
      ),
    };
  }
  // A refusal of the session (greeting, EHLO, STARTTLS, AUTH) says nothing about the message: a 5xx there must not bounce it.
  const aboutMessage = fault.responseCode !== undefined && (fault.code === 'EENVELOPE' || fault.code === 'EMESSAGE');
  if (aboutMessage) return { results: forAll(recipients, fromReply(fault, remote)) };
  // An address that cannot be put on the wire (a line break in it, say) will not improve.
  if (fault.code === 'EENVELOPE' && fault.response === undefined)
    return { results: forAll(recipients, { ...fromReply({ ...fault, responseCode: 553 }, remote), status: '5.1.3' }) };
  return {
    unreachable: `${remote}: ${fault.responseCode ? (fault.response ?? fault.responseCode) : codeOf(fault)}`,
    condition: conditionOf(fault),
    noConnection: hadNoConnection(fault),
  };
}

function hadNoConnection({ code, syscall, timeoutType }: SmtpFault): boolean {
  return code === 'EDNS' || syscall === 'connect' || timeoutType === 'CONNECTION_TIMEOUT';
}

function fromReply(fault: SmtpFault, remote: string): Omit<AttemptResult, 'n'> {
  const permanent = (fault.responseCode ?? 400) >= 500;
  const reply = fault.response ?? codeOf(fault);
  return {
    outcome: permanent ? 'failed' : 'deferred',
    status: statusOf(reply, permanent ? '5.0.0' : '4.0.0'),
    reply,
    remote,
    reportsSuccess: false,
  };
}

/** Enhanced status code of a reply (RFC 2034): `550 5.1.1 No such user` is 5.1.1. */
function statusOf(reply: string, otherwise: string): string {
  const found = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?:\s|$)/.exec(reply)?.[1];
  return found !== undefined && found[0] === reply[0] ? found : otherwise;
}

/** The SMTP envelope as received (RFC 5321), with the delivery status parameters of RFC 3461. */
import { asciiDomain } from './domain-name.ts';

export type DsnNotify = 'NEVER' | 'SUCCESS' | 'FAILURE' | 'DELAY';

export interface EnvelopeRecipient {
  /** `local@domain` as given by RCPT TO. */
  readonly address: string;
  /** NOTIFY; absent when the client gave none (RFC 3461 4.1: FAILURE, and DELAY as we see fit). */
  readonly notify?: readonly DsnNotify[];
  /** ORCPT, `addr-type;address`, xtext-decoded. */
  readonly orcpt?: string;
}

export interface Envelope {
  /** Reverse-path; the empty string is the null sender. */
  readonly sender: string;
  readonly recipients: readonly EnvelopeRecipient[];
  readonly ret?: 'FULL' | 'HDRS';
  /** ENVID, xtext-decoded. */
  readonly envid?: string;
  readonly body?: '7BIT' | '8BITMIME';
  readonly smtpUtf8: boolean;
}

/** Lower-case domain of `local@domain`; empty for the null sender. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/**
 * Whether a domain belongs to the district. `school.example` in the list means that domain alone,
 * `.school.example` or `*.school.example` means its subdomains. U-labels and A-labels of a domain are equal.
 */
export function domainMatches(domain: string, list: readonly string[]): boolean {
  const name = asciiDomain(domain);
  return list.some((entry) => {
    const subdomainsOf = /^\*?\.(.+)$/.exec(entry)?.[1];
    return subdomainsOf === undefined ? name === asciiDomain(entry) : name.endsWith(`.${asciiDomain(subdomainsOf)}`);
  });
}

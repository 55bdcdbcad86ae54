/** Who may be notified: the rules of RFC 3461 and RFC 3834 that keep notices from strangers and from answering each other. */
import { domainMatches, domainOf, type DsnNotify, type EnvelopeRecipient } from '../../message/envelope.ts';

/**
 * Whether a notice may go to the sender of a message: never for the null sender, never to an outside address.
 * @param domains the district's domains, as configured
 */
export function mayNotify(sender: string, domains: readonly string[]): boolean {
  return sender !== '' && domainMatches(domainOf(sender), domains);
}

/**
 * The recipients for whom the sender requested a report. Without NOTIFY failures and delays are reported
 * (RFC 3461 4.1), successes only where requested.
 */
export function reportable<R extends EnvelopeRecipient>(
  recipients: readonly R[],
  event: Exclude<DsnNotify, 'NEVER'>,
): R[] {
  return recipients.filter(({ notify }) => (notify ? notify.includes(event) : event !== 'SUCCESS'));
}

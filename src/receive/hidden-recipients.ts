/** Finds messages whose Bcc field would show hidden recipients to others (RFC 5322 3.6.3): nothing is taken out of a message here. */
import type { EnvelopeRecipient } from '../message/envelope.ts';
import { valuesOf, type HeaderSection } from '../message/header.ts';
import { readMailboxes } from '../message/mailboxes.ts';

/** An empty field, or one that names nobody but the only recipient, shows nothing. */
export function showsHiddenRecipients(header: HeaderSection, recipients: readonly EnvelopeRecipient[]): boolean {
  const only = recipients.length === 1 ? recipients[0]!.address.toLowerCase() : undefined;
  return ['bcc', 'resent-bcc'].some((name) =>
    valuesOf(header, name).some((value) => {
      const { boxes, unreadable } = readMailboxes(value);
      return unreadable > 0 || boxes.some(({ address }) => address.toLowerCase() !== only);
    }),
  );
}

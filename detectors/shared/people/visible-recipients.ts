/** The text of the part `headers`: what every recipient can read in To and Cc. Findings there point into this text. */
import type { ExtractedMessage, Mailbox, PartId } from '../../detector.ts';

export const headersPart: PartId = 'headers';

export interface VisibleRecipient {
  readonly mailbox: Mailbox;
  readonly field: 'to' | 'cc';
  /** Offsets of the address in `visibleRecipientText`. */
  readonly start: number;
  readonly end: number;
}

/** To and Cc in order, each with the place of its address in `visibleRecipientText`. */
export function visibleRecipients(message: ExtractedMessage): VisibleRecipient[] {
  const visible: VisibleRecipient[] = [];
  let start = 0;
  for (const field of ['to', 'cc'] as const) {
    for (const mailbox of message[field]) {
      const end = start + mailbox.address.length;
      visible.push({ mailbox, field, start, end });
      start = end + separator.length;
    }
  }
  return visible;
}

/** Addresses of To, then Cc, joined by a comma and a space. */
export function visibleRecipientText(message: ExtractedMessage): string {
  return [...message.to, ...message.cc].map((mailbox) => mailbox.address).join(separator);
}

const separator = ', ';

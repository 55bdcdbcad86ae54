/** Who is behind a message, as the policy sees it: another author than the sender, a program, somebody who can answer. */
import { isOthersWords } from './authorship.ts';
import { automaticKind, type AutomaticKind } from './automatic.ts';
import type { HeaderSection } from './header.ts';
import { readSender } from './sender-person.ts';

export interface MessageOrigin {
  /** Somebody other than the sender wrote the message, and the sender passes it on. */
  readonly author?: 'other';
  /** A program sent it. */
  readonly automatic?: AutomaticKind;
  /** Nobody at the envelope sender could answer a question about the message. */
  readonly unanswerable?: true;
}

export interface KnownAddresses {
  readonly isOurs: (address: string) => boolean;
  /** Whether nobody reads mail to an address of the district: a copier, a portal. */
  readonly isUnattended: (address: string) => boolean;
}

/** @param calendars texts of the parts of type text/calendar */
export function originOf(
  header: HeaderSection,
  sender: string,
  { isOurs, isUnattended }: KnownAddresses,
  calendars: readonly string[],
): MessageOrigin {
  const others = isOthersWords(header, sender, isOurs, calendars);
  const automatic = automaticKind(header, sender);
  const { form, person } = readSender(sender);
  const unanswerable = automatic !== undefined || form !== 'plain' || isUnattended(person);
  return {
    ...(others && { author: 'other' as const }),
    ...(automatic && { automatic }),
    ...(unanswerable && { unanswerable: true as const }),
  };
}

/** Tells who wrote a message from who sends it: forwarded mail, mail on behalf of others, and lists keep the author's From. */
import { valuesOf, type HeaderSection } from './header.ts';
import { readMailboxes } from './mailboxes.ts';
import { finalMailbox, readSender } from './sender-person.ts';

/**
 * How the header and the envelope show that the district sends what an outside author wrote: `sender-field`, the field
 * Sender is ours (a forwarded meeting); `resent`, Resent-From is ours (a redirect); `envelope`, the envelope sender is our
 * address in a form for forwarding or for lists; `service`, the author's domain is a listed service.
 */
export type AuthorCase = 'sender-field' | 'resent' | 'envelope' | 'service';

/** Why the author cannot be accepted. */
export type AuthorProblem = 'missing' | 'repeated' | 'unreadable' | 'outside' | 'mixed' | 'sender-outside';

export type Authorship =
  /** The author is ours. */
  | { readonly author: 'ours' }
  | { readonly author: 'outside'; readonly shownBy: AuthorCase }
  | { readonly author: 'unclear'; readonly problem: AuthorProblem };

export interface Domains {
  /** Whether an address belongs to the district. */
  readonly isOurs: (address: string) => boolean;
  /** Whether an address belongs to a service that may send in the district's name. */
  readonly isService: (address: string) => boolean;
}

/** Reads From, Sender and Resent-From strictly: a mailbox that programs may read differently is never a proof. */
export function authorshipOf(header: HeaderSection, sender: string, { isOurs, isService }: Domains): Authorship {
  const [from, ...repeated] = valuesOf(header, 'from');
  if (from === undefined) return unclear('missing');
  if (repeated.length > 0) return unclear('repeated');
  // Some programs add the continuation of a line that is no field to the field before that line.
  const continuations = header.junk.split('\n').filter((line) => /^[ \t]/.test(line));
  const authors = readMailboxes(from);
  const stray = continuations.map(readMailboxes);
  if ([authors, ...stray].some(({ unreadable }) => unreadable > 0)) return unclear('unreadable');
  if (authors.boxes.length === 0) return unclear('missing');
  const ours = authors.boxes.filter(({ address }) => isOurs(address)).length;
  if ((ours > 0 && ours < authors.boxes.length) || stray.some(({ boxes }) => boxes.some(isForeign(isOurs))))
    return unclear('mixed');
  const shownBy = caseOf(header, sender, { isOurs, isService });
  if (ours === 0) {
    if (shownBy !== undefined) return { author: 'outside', shownBy };
    if (authors.boxes.every(({ address }) => isService(address))) return { author: 'outside', shownBy: 'service' };
    return unclear('outside');
  }
  const senders = valuesOf(header, 'sender').map(readMailboxes);
  if (senders.some(({ unreadable }) => unreadable > 0)) return unclear('unreadable');
  const accepted = (address: string) => isOurs(address) || isService(address);
  // What another resends keeps the Sender field of the original.
  const foreign = senders.some(({ boxes }) => boxes.some(isForeign(accepted)));
  return foreign && (shownBy === undefined || shownBy === 'sender-field')
    ? unclear('sender-outside')
    : { author: 'ours' };
}

/** The addresses in all fields of a name: From, Sender. */
export const addressesIn = (header: HeaderSection, field: 'from' | 'sender'): string[] =>
  valuesOf(header, field).flatMap((value) => readMailboxes(value).boxes.map(({ address }) => address));

/**
 * Whether somebody other than the sender wrote the message: an outside author whose mail is forwarded, or a colleague whose
 * mail is redirected. Mail from a private address with a Sender of ours is the sender's own, unless it is a meeting of that
 * organizer.
 *
 * @param isOurs whether an address belongs to the district
 * @param calendars texts of the parts of type text/calendar
 */
export function isOthersWords(
  header: HeaderSection,
  sender: string,
  isOurs: Domains['isOurs'],
  calendars: readonly string[] = [],
): boolean {
  const { person, form } = readSender(sender);
  const [author] = addressesIn(header, 'from');
  if (sender === '' || author === undefined || !isOurs(sender) || same(author, person)) return false;
  if (isOurs(author)) return form === 'forwarded' || resender(header, isOurs) !== undefined;
  const authorship = authorshipOf(header, sender, { isOurs, isService: () => true });
  if (authorship.author !== 'outside') return false;
  return authorship.shownBy !== 'sender-field' || calendars.some((text) => organizerOf(text) === author.toLowerCase());
}

/** RFC 5545 3.8.4.3; lines are unfolded. */
function organizerOf(calendar: string): string | undefined {
  return /^ORGANIZER\b[^\n]*?:mailto:([^\s;>]+)/im.exec(calendar.replace(/\r?\n[ \t]/g, ''))?.[1]?.toLowerCase();
}

function caseOf(header: HeaderSection, sender: string, { isOurs }: Domains): AuthorCase | undefined {
  if (resender(header, isOurs) !== undefined) return 'resent';
  if (isOurs(sender) && isForwardedOrList(header, sender, isOurs)) return 'envelope';
  const senders = valuesOf(header, 'sender').map(readMailboxes);
  const [only] = senders;
  const isOne = senders.length === 1 && only?.unreadable === 0 && only.boxes.length === 1;
  return isOne && isOurs(only.boxes[0]!.address) ? 'sender-field' : undefined;
}

/** Address of the last resender (RFC 5322 3.6.6), whose fields stand first; undefined where it is not ours. */
function resender(header: HeaderSection, isOurs: Domains['isOurs']): string | undefined {
  const fields = valuesOf(header, 'resent-from');
  const { boxes, unreadable } = readMailboxes(fields[0] ?? '');
  return unreadable === 0 && boxes.length === 1 && isOurs(boxes[0]!.address) ? boxes[0]!.address : undefined;
}

/** A list is shown by its envelope and by its name (RFC 2919), both ours. */
function isForwardedOrList(header: HeaderSection, sender: string, isOurs: Domains['isOurs']): boolean {
  const { person, form } = readSender(sender);
  if (form === 'forwarded') return true;
  const lists = valuesOf(header, 'list-id').flatMap(
    (value) => /<([^<>\s]+)>\s*$/.exec(value)?.[1]?.toLowerCase() ?? [],
  );
  const [local = '', domain = ''] = person.toLowerCase().split('@');
  return lists.some(
    (id) => isOurs(`${local}@${id.slice(id.indexOf('.') + 1)}`) && (form === 'list' || id === `${local}.${domain}`),
  );
}

const isForeign =
  (isKnown: (address: string) => boolean) =>
  ({ address }: { address: string }): boolean =>
    !isKnown(address);

const same = (one: string, other: string): boolean => finalMailbox(one).toLowerCase() === other.toLowerCase();

const unclear = (problem: AuthorProblem): Authorship => ({ author: 'unclear', problem });

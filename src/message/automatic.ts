/** Tells mail of programs from mail of people: replies, notifications, lists and reports, to which nobody reads an answer. */
import { valuesOf, type HeaderSection } from './header.ts';
import { readSender } from './sender-person.ts';

/**
 * `report`: a delivery report or a receipt (RFC 3464, RFC 8098); `reply`: an automatic reply (RFC 3834); `list`: mail of a
 * mailing list (RFC 2919); `notification`: any other mail of a program, such as a ticket system's.
 */
export const automaticKinds = ['report', 'reply', 'list', 'notification'] as const;
export type AutomaticKind = (typeof automaticKinds)[number];

/** Undefined for mail of a person. Fields are read generously: a wrong answer here only means that nobody is asked. */
export function automaticKind(header: HeaderSection, sender: string): AutomaticKind | undefined {
  const has = (name: string, pattern: RegExp): boolean => valuesOf(header, name).some((value) => pattern.test(value));
  if (has('content-type', /^\s*multipart\/report\b/i)) return 'report';
  if (has('x-failed-recipients', /@/)) return 'report';
  if (has('auto-submitted', /^\s*auto-replied\b/i) || has('precedence', /^\s*auto[-_]?reply\b/i)) return 'reply';
  if (has('x-autoreply', /^(?!\s*no\b)/i) || has('x-autorespond', /^/)) return 'reply';
  if (has('list-id', /<[^<>\s]+>/) || has('precedence', /^\s*list\b/i)) return 'list';
  if (readSender(sender).form === 'list') return 'list';
  if (has('auto-submitted', /^(?!\s*no\s*(?:[;(]|$))/i)) return 'notification';
  if (has('precedence', /^\s*(?:bulk|junk)\b/i)) return 'notification';
  // MS-OXCMAIL 2.1.3.3.6: the sender wants no automatic answers. Exchange writes None into some mail of people.
  if (has('x-auto-response-suppress', /\b(?:all|oof|autoreply)\b/i)) return 'notification';
  return undefined;
}

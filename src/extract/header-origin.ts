/** Tells from the header what caused a message: an earlier message that it answers, or a program. */
import { valuesOf, type HeaderSection } from '../message/header.ts';

/** RFC 5322 3.6.4: characters of a message id that are read. */
const id = /<([^<>\s]{1,900})>/g;
/** What servers wrote before RFC 3834, and still write beside Auto-Submitted. */
const automaticPrecedence = /^\s*auto[-_]?reply\s*$/i;

/** The message id of In-Reply-To, else the last one of References; undefined where the message answers nothing. */
export function answeredId(header: HeaderSection): string | undefined {
  for (const name of ['in-reply-to', 'references']) {
    const ids = valuesOf(header, name).flatMap((value) => [...value.matchAll(id)].map((match) => match[1]!));
    if (ids.length > 0) return ids.at(-1);
  }
  return undefined;
}

/** Whether Auto-Submitted says anything but `no` (RFC 3834 5), or X-Autoreply or Precedence names an automatic reply. */
export function isAutomaticHeader(header: HeaderSection): boolean {
  const submitted = valuesOf(header, 'auto-submitted').some((value) => !/^\s*no\s*(?:[;(]|$)/i.test(value));
  const answered = ['x-autoreply', 'x-autorespond'].some((name) => valuesOf(header, name).length > 0);
  return submitted || answered || valuesOf(header, 'precedence').some((value) => automaticPrecedence.test(value));
}

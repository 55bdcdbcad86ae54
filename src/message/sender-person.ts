/** Reads envelope addresses as mail systems write them: who is behind a bounce tag, a forwarding rewrite, a list or a source route. */
import { asciiDomain } from './domain-name.ts';

/** Why an address is not a person's plain mailbox: it forwards another's mail, or it is where a list gets its bounces. */
export type SenderForm = 'plain' | 'forwarded' | 'list';

export interface ReadSender {
  /** `local@domain` of the person, list or program behind the address; the domain in lower case and in A-labels. */
  readonly person: string;
  readonly form: SenderForm;
}

interface Unwrapping {
  readonly pattern: RegExp;
  readonly form?: Exclude<SenderForm, 'plain'>;
  /** The address inside; the domain stays where it names none. */
  readonly inside: (found: RegExpExecArray) => { readonly local: string; readonly domain?: string };
}

const local = (found: RegExpExecArray): { local: string } => ({ local: found[1]! });

/** In the order in which they are tried; each may stand within another. */
const unwrappings: readonly Unwrapping[] = [
  // BATV (draft-levine-smtp-batv): prvs=TAG=local and the older prvs=local/TAG; Barracuda's and SparkPost's forms.
  { pattern: /^prvs=[0-9a-z]{1,20}=(.+)$/i, inside: local },
  { pattern: /^prvs=(.+)\/[0-9a-z]{1,20}$/i, inside: local },
  { pattern: /^(?:btv1==|msprvs1=)[0-9a-z+/_-]{1,40}=+(.+)$/i, inside: local },
  // Sender Rewriting Scheme: SRS0=hash=day=domain=local, and SRS1=hash=forwarder==hash=day=domain=local.
  {
    pattern: /^srs0[=+-][^=]+=[^=]+=([^=]+)=(.+)$/i,
    form: 'forwarded',
    inside: (found) => ({ local: found[2]!, domain: found[1]! }),
  },
  {
    pattern: /^srs1[=+-][^=]+=[^=]+=[=+-][^=]+=[^=]+=([^=]+)=(.+)$/i,
    form: 'forwarded',
    inside: (found) => ({ local: found[2]!, domain: found[1]! }),
  },
  // Exchange Online rewrites to bounces+SRS=hash=day@domain, Gmail forwards as user+caf_=other=domain@domain.
  { pattern: /^(bounces)\+srs=.+$/i, form: 'forwarded', inside: local },
  { pattern: /^([^+]+)\+caf_=.+$/i, form: 'forwarded', inside: local },
  // Bounce addresses of Google Groups, Mailman, ezmlm and Majordomo, with and without the recipient (VERP).
  { pattern: /^([^+]+)\+bnc[0-9a-z_-]{4,}$/i, form: 'list', inside: local },
  { pattern: /^(.+?)-(?:bounces?|errors|return-\d+)(?:[+-].*)?$/i, form: 'list', inside: local },
  { pattern: /^owner-(.+)$/i, form: 'list', inside: local },
  // RFC 5233, and VERP written as a tag.
  { pattern: /^([^+]+)\+.*$/, inside: local },
];
/** Forms stand within each other at most so often. */
const mostLayers = 6;

/** @param address reverse-path as given; the null sender stays the empty string */
export function readSender(address: string): ReadSender {
  let person = finalMailbox(address);
  let form: SenderForm = 'plain';
  for (let layer = 0; layer < mostLayers; layer += 1) {
    const at = person.lastIndexOf('@');
    if (at <= 0) break;
    const found = unwrapped(person.slice(0, at));
    if (!found) break;
    person = `${found.local}@${asciiDomain(found.domain ?? person.slice(at + 1))}`;
    if (form === 'plain' && found.form) form = found.form;
  }
  return { person, form };
}

/** The person, list or program behind an envelope sender. */
export const senderPerson = (address: string): string => readSender(address).person;

function unwrapped(text: string): { local: string; domain?: string; form?: Unwrapping['form'] } | undefined {
  for (const { pattern, form, inside } of unwrappings) {
    const found = pattern.exec(text);
    if (found) return { ...inside(found), ...(form && { form }) };
  }
  return undefined;
}

/**
 * The mailbox that an address ends at, where its local part is a route of its own: `x%other.example@school.example` and
 * `other.example!x@school.example` are mailboxes of other.example (RFC 5321 appendix F.2), `"x"@school.example` is
 * `x@school.example`, and `"x@other.example"@school.example` is read as a route by servers that relay it.
 *
 * @returns the domain in lower case and in A-labels
 */
export function finalMailbox(address: string): string {
  let [text, domain] = split(address.replace(/^@[^:]*:/, ''));
  for (let layer = 0; layer < mostLayers; layer += 1) {
    text = unquoted(text);
    const bang = text.indexOf('!');
    const route = Math.max(text.lastIndexOf('%'), text.lastIndexOf('@'));
    if (bang > 0 && bang < text.length - 1) [domain, text] = [text.slice(0, bang), text.slice(bang + 1)];
    else if (route > 0 && route < text.length - 1) [text, domain] = [text.slice(0, route), text.slice(route + 1)];
    else break;
  }
  return domain === '' ? text : `${text}@${asciiDomain(domain)}`;
}

function split(address: string): [string, string] {
  const at = address.lastIndexOf('@');
  return at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at + 1)];
}

/** RFC 5321 4.1.2: a quoted local part means the same as without its quotes and backslashes. */
function unquoted(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text;
}

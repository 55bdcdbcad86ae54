/** Takes from a text the random-looking data that ordinary mail contains, and the files that are read by themselves. */
import { knownData } from './known-data.ts';

/** A longer address carries something else than a place. */
const maxAddress = 3000;
const address = /\b(?:https?|ftp|mailto|cid|mid|urn|ms-[a-z]+|tel|sip|file|about|blob):[^\s"'<>]{8,}/gi;
/** Data of any type in a link (RFC 2397), which is read as a file. */
const dataAddress = /\bdata:[a-z0-9.+/-]{0,80}(?:;[a-z0-9=."_-]{1,80}){0,4};base64,[A-Za-z0-9+/=\s]*/gi;
const armour = /-----BEGIN ([A-Z0-9 ]{3,40})-----\r?\n([^]{0,200000}?)-----END \1-----/g;
/** Header fields whose values are signatures and marks of servers, in a copy of a header. */
const headerField =
  /^(?:>\s?)*(?:DKIM-Signature|DomainKey-Signature|ARC-[\w-]+|Authentication-Results|X-[\w-]+|Thread-Index|Message-ID|References|Received(?:-SPF)?|List-[\w-]+|Feedback-ID|Return-Path):.{0,4000}(?:\r?\n(?:>\s?)*[ \t].{0,1000}){0,200}/gim;
/** Longer than the marks that servers write into a header. */
const maxHeaderField = 8192;
/** Token of three parts, of which the first two are JSON (RFC 7515). */
const signedToken = /\b(eyJ[\w-]{8,4000})\.(eyJ[\w-]{2,8000})\.([\w-]{20,700})(?![\w.-])/g;
const integrity = /\bsha(?:1|256|384|512)[-:=][A-Za-z0-9+/=]{27,128}/g;
const uuidMiddle = /-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-/i;
const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** Addresses of network cards in lists of devices. */
const cardAddress = /\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b(?![:-][0-9a-f])/gi;

/** The text with ` word ` in the place of such data. Linear in the length of the text. */
export function withoutOrdinaryData(text: string): string {
  if (!/[A-Za-z0-9+/_-]{16}|(?:\b\w{1,3}\b[^\w\n]{1,3}){5}/.test(text)) return text;
  let rest = text.replace(dataAddress, ' word ');
  if (rest.includes('-----BEGIN '))
    rest = rest.replace(armour, (block, _name, body: string) => (isKey(body) ? ' word ' : block));
  rest = rest
    .replace(address, (link) => (link.length <= maxAddress ? ' word ' : link))
    .replace(headerField, (field) => (field.length <= maxHeaderField ? ' word ' : field));
  if (rest.includes('eyJ'))
    rest = rest.replace(signedToken, (token, head: string, claims: string) =>
      isJson(head) && isJson(claims) ? ' word ' : token,
    );
  if (rest.includes('sha')) rest = rest.replace(integrity, ' word ');
  if (uuidMiddle.test(rest)) rest = rest.replace(uuid, ' word ');
  return rest.replace(cardAddress, ' word ');
}

/** Whether armoured data is a key, a certificate or a signature: without header lines, check sum and line ends. */
function isKey(body: string): boolean {
  const data = body.replace(/^[\w-]+: .*$/gm, '').replace(/^=[A-Za-z0-9+/]{4}\s*$/m, '');
  return knownData(Buffer.from(data, 'base64')) === 'key';
}

function isJson(encoded: string): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null;
  } catch {
    return false; // no JSON
  }
}

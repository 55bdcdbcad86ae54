/** Domain names in one form, so that U-labels and A-labels (RFC 5890) of the same domain are equal. */
import { domainToASCII } from 'node:url';

/** Lower case, in A-labels, without a dot at the end. A name that has no A-labels stays as it is. */
export function asciiDomain(domain: string): string {
  const name = domain.toLowerCase().replace(/\.$/, '');
  // eslint-disable-next-line no-control-regex -- whether all characters are ASCII
  if (/^[\x00-\x7f]*$/.test(name)) return name;
  return domainToASCII(name) || name;
}

/** An address or pattern with its domain in that form; what stands before the @ is in lower case. */
export function comparableAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  return address.slice(0, at).toLowerCase() + asciiDomain(address.slice(at));
}

/** Reads LDIF (RFC 2849), which directories export: entries of lines `name: value`, base64 after two colons, folded lines. */
import { decodeText } from '../charset.ts';
import type { DataText } from './data-text.ts';

/** Undefined for other texts. */
export function readLdif(text: string): DataText | undefined {
  if (!/^(?:#.*\n|\n|version: 1\n)*dn::? .+\n(?: .*\n)*(?:#.*\n)*[a-z][\w;-]*::? /i.test(text.slice(0, 65_536)))
    return undefined;
  const unfolded = text.replace(/\n (?! )/g, '');
  const lines = unfolded.replace(/^([a-z][\w;-]*):: ?([A-Za-z0-9+/=]+)$/gim, (line, name: string, value: string) => {
    const { text: decoded, binary } = decodeText(Buffer.from(value, 'base64'), undefined);
    return binary ? line : `${name}: ${decoded.replace(/\n/g, ' ')}`;
  });
  return { tables: [], rest: lines };
}

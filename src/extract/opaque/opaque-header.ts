/** Finds random-looking data in the header fields of a message, where a mail program shows nothing of it. */
import type { HeaderSection } from '../../message/header.ts';
import { decodeWords } from '../encoded-words.ts';
import { isDense, leastDenseBytes } from './dense.ts';
import { encodedRuns } from './encoded-runs.ts';
import { hasCodeSigns } from './code-signs.ts';
import { knownData } from './known-data.ts';

/** Fields in which servers and filters keep signatures and marks of their own, some of several thousand bytes. */
const ofServers =
  /^(?:received|x-received|dkim-|domainkey-|arc-|authentication-|x-ms-|x-microsoft-|x-forefront|x-exchange|x-google-|x-gm-|x-ironport|x-proofpoint|x-provags|(?:x-)?ui-|x-sg-|x-ses-|autocrypt|openpgp|face$|x-face$|references$|in-reply-to$|list-|x-spam|x-barracuda|x-mimecast|feedback-id)/;
/** Bytes in all fields of servers together, and in all others. */
const [mostOfServers, mostOfOthers] = [32_768, 2_048];
const sampleLength = 200_000;

/** Whether the fields of a header carry more random data than servers write into them. */
export function isOpaqueHeader({ fields }: Pick<HeaderSection, 'fields'>): boolean {
  // Data may be divided among many fields of any names.
  const joined = (isServer: boolean): string =>
    fields
      .filter(({ name }) => ofServers.test(name) === isServer)
      .map(({ value }) => decodeWords(value.slice(0, sampleLength)))
      .join('\n');
  const others = joined(false);
  return randomBytes(joined(true)) > mostOfServers || randomBytes(others) > mostOfOthers || hasCodeSigns(others);
}

function randomBytes(text: string): number {
  let count = 0;
  for (const { bytes } of encodedRuns(text)) {
    if (bytes === undefined) count += longWords(text);
    else if (bytes.length >= leastDenseBytes && knownData(bytes) !== 'key' && isDense(bytes)) count += bytes.length;
  }
  return count;
}

/** Letters of the words that an alphabet can be seen in which is not decoded. */
function longWords(text: string): number {
  return text.split(/\s+/).reduce((sum, word) => sum + (word.length >= 32 ? word.length : 0), 0);
}

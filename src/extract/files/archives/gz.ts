/** Reads gzip files: one file inside, with the name in the header or the name of the archive. */
import type { ReadArchive } from './archive-entry.ts';
import { strayWords } from '../stray-words.ts';
import { gunzip } from './inflate.ts';

const flagExtra = 4;
const flagName = 8;

export const readGz: ReadArchive = async function* (file, budget) {
  budget.spendEntry();
  const { bytes, damaged, cut } = await gunzip(file.bytes, budget.bytesLeft);
  budget.spendBytes(bytes.length);
  const name = storedName(file.bytes) ?? nameWithoutEnding(file.name) ?? 'unnamed';
  if (bytes.length > 0 || !damaged) yield { name, bytes };
  // Words in the comment, in the extra field and after the end.
  const beside = strayWords(file.bytes);
  if (beside !== '') yield { name: 'beside the file', bytes: Buffer.from(beside) };
  const next = nextMember(file.bytes);
  if (next !== undefined) yield { name: 'behind the file', bytes: file.bytes.subarray(next) };
  if (cut) yield { name, size: file.bytes.length, unread: 'too-big' };
  else if (damaged) yield { name, size: file.bytes.length, unread: 'damaged' };
};

/** A further gzip file after zeros, where programs stop reading. */
function nextMember(bytes: Buffer): number | undefined {
  const mark = Buffer.from([0, 0, 0, 0, 0x1f, 0x8b, 8]);
  const at = bytes.indexOf(mark, 18);
  return at < 0 ? undefined : at + 4;
}

/** FNAME (RFC 1952 2.3.1), zero-terminated, after the optional extra field. */
function storedName(bytes: Buffer): string | undefined {
  const flags = bytes[3] ?? 0;
  if ((flags & flagName) === 0 || bytes.length < 12) return undefined;
  const start = 10 + ((flags & flagExtra) === 0 ? 0 : 2 + bytes.readUInt16LE(10));
  const end = bytes.indexOf(0, start);
  return end > start && end - start <= 1000 ? bytes.toString('latin1', start, end) : undefined;
}

function nameWithoutEnding(name: string | undefined): string | undefined {
  return name?.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, '');
}

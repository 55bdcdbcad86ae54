/** Opens Office documents that are encrypted as a whole, with the passwords in the message. */
import { ReadLimit, type ReadBudget } from './file-reader.ts';
import { findStream, openCompoundFile } from './formats/compound-file.ts';

/** Password of "read-only recommended" and protected workbooks, which Excel opens with it: no secret (MS-OFFCRYPTO 2.1). */
const defaultPassword = 'VelvetSweatshop';
/** Office hashes a password 100,000 times; a document may ask for ten million. */
const maxSpins = 200_000;
/** A try takes 0.3 s or more, so only the likeliest candidates are tried. */
const maxTries = 12;
const triesTimeMs = 4_000;

/**
 * @returns the document without encryption; the same bytes where it has none
 * @throws ReadLimit `encrypted` where no password opens it
 */
export async function openOffice(
  bytes: Buffer,
  passwords: () => readonly string[],
  budget: ReadBudget,
): Promise<Buffer> {
  if (!isEncrypted(bytes)) return bytes;
  if (!asksForTooMuch(bytes)) {
    const until = performance.now() + triesTimeMs;
    for (const password of [defaultPassword, ...passwords()].slice(0, maxTries)) {
      budget.checkTime();
      if (performance.now() > until) break;
      const opened = await tryPassword(bytes, password);
      if (opened) return opened;
    }
  }
  throw new ReadLimit('encrypted');
}

/** Our own reader checks the file first, because the library follows circular chains of sectors without end. */
function isEncrypted(bytes: Buffer): boolean {
  try {
    const { streams } = openCompoundFile(bytes);
    const read = (name: string) => findStream(streams, name)?.read() ?? Buffer.alloc(0);
    if (findStream(streams, 'EncryptionInfo')) return true;
    const word = read('WordDocument');
    if (word.length > 12) return (word.readUInt16LE(0x0a) & 0x0100) !== 0;
    const currentUser = read('Current User');
    if (currentUser.length > 16) return currentUser.readUInt32LE(12) === encryptedSlides;
    const workbook = read('Workbook');
    return hasFilePass(workbook.length > 0 ? workbook : read('Book'));
  } catch {
    return false; // too damaged to tell: its reader will say so
  }
}

/** MS-PPT 2.3.2. */
const encryptedSlides = 0xf3d1c4df;
/** MS-XLS 2.4.117; it follows the first record. */
const filePass = 0x2f;

function hasFilePass(workbook: Buffer): boolean {
  for (let at = 0, records = 0; at + 4 <= workbook.length && records < 20; records += 1) {
    if (workbook.readUInt16LE(at) === filePass) return true;
    at += 4 + workbook.readUInt16LE(at + 2);
  }
  return false;
}

async function tryPassword(bytes: Buffer, password: string): Promise<Buffer | undefined> {
  try {
    const { default: officeCrypto } = await import('officecrypto-tool');
    return await officeCrypto.decrypt(bytes, { password });
  } catch {
    return undefined; // a wrong password, or a way of encrypting that is not known
  }
}

function asksForTooMuch(bytes: Buffer): boolean {
  const at = bytes.indexOf('spinCount="');
  return at >= 0 && Number.parseInt(bytes.toString('latin1', at + 11, at + 21), 10) > maxSpins;
}

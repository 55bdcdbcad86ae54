/** Opens encrypted OpenDocument files with the passwords of the message. Source: OpenDocument 1.2 and 1.3 part 2, 4.8 and 5. */
import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { ReadLimit, type ReadBudget } from '../../file-reader.ts';
import { attribute, readXml, type XmlHandler } from '../xml-events.ts';
import type { PackagePart, ZipPackage } from '../zip-package.ts';

/** Encryption of one part. */
interface Sealed {
  algorithm: string;
  vector: Buffer;
  salt: Buffer;
  iterations: number;
  keySize: number;
  startKey: 'sha1' | 'sha256';
  checksum: Buffer;
  checksumType: 'sha1' | 'sha256';
}

/** LibreOffice derives keys with 100,000 rounds; a document may ask for any number. */
const maxIterations = 200_000;
/** A try takes 0.1 s. */
const maxTries = 30;
/** The checksum covers the beginning of the packed content. */
const checkedBytes = 1024;

/** The encrypted parts by name, as the manifest lists them; undefined for unknown kinds of encryption. */
export type SealedParts = ReadonlyMap<string, Sealed>;

/**
 * Reads the manifest.
 *
 * @returns the parts that are encrypted; empty for most files
 */
export async function readSealedParts(zip: ZipPackage, budget: ReadBudget): Promise<SealedParts> {
  const sealed = new Map<string, Sealed>();
  const manifest = zip.find('META-INF/manifest.xml');
  if (!manifest) return sealed;
  let name = '';
  const current = () => {
    const known = sealed.get(name) ?? empty();
    sealed.set(name, known);
    return known;
  };
  const handler: XmlHandler = {
    open: (element, attributes) => {
      const bytes = (key: string) => Buffer.from(attribute(attributes, key) ?? '', 'base64');
      if (element === 'file-entry') name = attribute(attributes, 'full-path') ?? '';
      else if (element === 'encrypted-key') current();
      else if (element === 'encryption-data') {
        const part = current();
        part.checksum = bytes('checksum');
        part.checksumType = /sha256/i.test(attribute(attributes, 'checksum-type') ?? '') ? 'sha256' : 'sha1';
      } else if (element === 'algorithm') {
        const part = current();
        part.algorithm = attribute(attributes, 'algorithm-name') ?? '';
        part.vector = bytes('initialisation-vector');
      } else if (element === 'start-key-generation') {
        current().startKey = /sha256/i.test(attribute(attributes, 'start-key-generation-name') ?? '')
          ? 'sha256'
          : 'sha1';
      } else if (element === 'key-derivation') {
        const part = current();
        part.salt = bytes('salt');
        part.iterations = Number(attribute(attributes, 'iteration-count') ?? 0);
        part.keySize = Number(attribute(attributes, 'key-size') ?? 16);
      }
    },
  };
  await readXml(zip.chunks(manifest), handler, budget);
  return sealed;
}

function empty(): Sealed {
  return {
    algorithm: '',
    vector: Buffer.alloc(0),
    salt: Buffer.alloc(0),
    iterations: 0,
    keySize: 16,
    startKey: 'sha1',
    checksum: Buffer.alloc(0),
    checksumType: 'sha1',
  };
}

/**
 * Finds the password by the smallest part and opens all.
 *
 * @returns the contents of the encrypted parts by name
 * @throws ReadLimit `encrypted` where no password opens it
 */
export async function openSealedParts(
  zip: ZipPackage,
  sealed: SealedParts,
  passwords: readonly string[],
  budget: ReadBudget,
): Promise<ReadonlyMap<string, Buffer>> {
  const parts = zip.parts.filter(({ name }) => sealed.has(name)).sort((a, b) => a.compressedSize - b.compressedSize);
  const first = parts[0];
  if (!first) throw new ReadLimit('encrypted');
  const sample = await zip.read(first);
  for (const password of passwords.slice(0, maxTries)) {
    budget.checkTime();
    if (open(sample, sealed.get(first.name)!, password) === undefined) continue;
    return openAll(zip, parts, sealed, password, budget);
  }
  throw new ReadLimit('encrypted');
}

async function openAll(
  zip: ZipPackage,
  parts: readonly PackagePart[],
  sealed: SealedParts,
  password: string,
  budget: ReadBudget,
): Promise<ReadonlyMap<string, Buffer>> {
  const opened = new Map<string, Buffer>();
  for (const part of parts) {
    budget.checkTime();
    const packed = open(await zip.read(part), sealed.get(part.name)!, password);
    if (packed === undefined) throw new ReadLimit('encrypted');
    const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, budget.bytesLeft) });
    budget.spendBytes(content.length);
    opened.set(part.name, content);
  }
  return opened;
}

/** @returns the packed content; undefined where the password is wrong or the kind of encryption is unknown */
function open(bytes: Buffer, sealed: Sealed, password: string): Buffer | undefined {
  const bits = /aes(128|192|256)-cbc/i.exec(sealed.algorithm)?.[1];
  const isUsual = sealed.vector.length === 16 && sealed.iterations > 0 && sealed.iterations <= maxIterations;
  if (bits === undefined || !isUsual || Number(bits) !== sealed.keySize * 8 || bytes.length % 16 !== 0)
    return undefined;
  const start = createHash(sealed.startKey).update(password, 'utf8').digest();
  const key = pbkdf2Sync(start, sealed.salt, sealed.iterations, sealed.keySize, 'sha1');
  const cipher = createDecipheriv(`aes-${bits}-cbc`, key, sealed.vector).setAutoPadding(false);
  const padded = Buffer.concat([cipher.update(bytes), cipher.final()]);
  // The last byte is the number of added bytes (XML Encryption 5.2).
  const content = padded.subarray(0, padded.length - Math.min(padded.at(-1) ?? 0, 16));
  const sum = createHash(sealed.checksumType).update(content.subarray(0, checkedBytes)).digest();
  return sum.equals(sealed.checksum) ? content : undefined;
}

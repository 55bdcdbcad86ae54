/** Writes a zip file without compression in memory, so that the readers of packages read documents that are one XML file. */
import { crc32 } from 'node:zlib';

export interface StoredPart {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A zip file (APPNOTE 6.3) with the parts in their order. */
export function storedZip(parts: readonly StoredPart[]): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of parts) {
    const path = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0); // version needed
    shared.writeUInt16LE(0x800, 2); // names in UTF-8
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(bytes.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(path.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    local.push(Buffer.from('PK\x03\x04', 'latin1'), shared, path, bytes);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), shared, entry, path);
    offset += 4 + shared.length + path.length + bytes.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  const directorySize = directory.reduce((sum, piece) => sum + piece.length, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directorySize, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, ...directory, end]);
}

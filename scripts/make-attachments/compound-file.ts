/** Writes an OLE compound file with streams and storages, all in whole sectors. Source: MS-CFB. */

const sectorSize = 512;
const free = 0xffffffff;
const endOfChain = 0xfffffffe;
const tableMark = 0xfffffffd;

interface Node {
  readonly name: string;
  readonly data?: Buffer;
  readonly children: Node[];
}

/** @param streams by path: `Storage/Stream` */
export function compoundFile(streams: Readonly<Record<string, Buffer>>): Buffer {
  const root: Node = { name: 'Root Entry', children: [] };
  for (const [path, data] of Object.entries(streams)) {
    const names = path.split('/');
    let at = root;
    for (const name of names.slice(0, -1)) {
      let next = at.children.find((child) => child.name === name);
      if (!next) at.children.push((next = { name, children: [] }));
      at = next;
    }
    // Streams of 4096 bytes and more use whole sectors; padding keeps the writer simple, and the size gives the length.
    at.children.push({ name: names.at(-1)!, data, children: [] });
  }
  return new Writer().write(root);
}

class Writer {
  private readonly sectors: Buffer[] = [];
  private readonly table: number[] = [];
  private readonly mini: Buffer[] = [];
  private readonly miniTable: number[] = [];

  write(root: Node): Buffer {
    const entries: Buffer[] = [];
    this.entry(root, entries, true);
    const miniStream = Buffer.concat(this.mini);
    const rootEntry = entries[0]!;
    rootEntry.writeUInt32LE(miniStream.length > 0 ? this.put(miniStream) : endOfChain, 116);
    rootEntry.writeUInt32LE(miniStream.length, 120);
    const miniTableAt = this.miniTable.length > 0 ? this.put(numbers(this.miniTable)) : endOfChain;
    while (entries.length % 4 !== 0) entries.push(Buffer.alloc(128));
    const directoryAt = this.put(Buffer.concat(entries));
    // Each sector of the table describes 128 sectors, including itself.
    let count = 1;
    while (count * 128 < this.sectors.length + count) count += 1;
    const tableSectors = Array.from({ length: count }, (_, index) => this.sectors.length + index);
    for (const sector of tableSectors) this.table[sector] = tableMark;
    while (this.table.length < count * 128) this.table.push(free);
    const header = Buffer.alloc(512, 0);
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
    header.writeUInt16LE(0x3e, 24);
    header.writeUInt16LE(3, 26);
    header.writeUInt16LE(0xfffe, 28);
    header.writeUInt16LE(9, 30);
    header.writeUInt16LE(6, 32);
    header.writeUInt32LE(count, 44);
    header.writeUInt32LE(directoryAt, 48);
    header.writeUInt32LE(4096, 56);
    header.writeUInt32LE(miniTableAt, 60);
    header.writeUInt32LE(Math.ceil((this.miniTable.length * 4) / sectorSize), 64);
    header.writeUInt32LE(endOfChain, 68);
    for (let index = 0; index < 109; index += 1) header.writeUInt32LE(tableSectors[index] ?? free, 76 + index * 4);
    return Buffer.concat([header, ...this.sectors, numbers(this.table)]);
  }

  /** Siblings form a chain to the right, which readers accept. @returns its number */
  private entry(node: Node, entries: Buffer[], isRoot = false): number {
    const entry = Buffer.alloc(128);
    const id = entries.push(entry) - 1;
    const written = entry.write(node.name, 0, 62, 'utf16le');
    entry.writeUInt16LE(written + 2, 64);
    entry[66] = isRoot ? 5 : node.data ? 2 : 1;
    entry[67] = 1;
    for (const at of [68, 72, 76]) entry.writeUInt32LE(free, at);
    let before: number | undefined;
    for (const child of node.children) {
      const number = this.entry(child, entries);
      if (before === undefined) entry.writeUInt32LE(number, 76);
      else entries[before]!.writeUInt32LE(number, 72);
      before = number;
    }
    if (node.data) {
      entry.writeUInt32LE(node.data.length < 4096 ? this.putMini(node.data) : this.put(node.data), 116);
      entry.writeUInt32LE(node.data.length, 120);
    }
    return id;
  }

  private put(data: Buffer): number {
    return chain(data, sectorSize, this.sectors, this.table);
  }

  private putMini(data: Buffer): number {
    return data.length === 0 ? endOfChain : chain(data, 64, this.mini, this.miniTable);
  }
}

function chain(data: Buffer, size: number, sectors: Buffer[], table: number[]): number {
  const first = sectors.length;
  const count = Math.max(1, Math.ceil(data.length / size));
  for (let index = 0; index < count; index += 1) {
    const sector = Buffer.alloc(size);
    data.copy(sector, 0, index * size, (index + 1) * size);
    table[sectors.length] = index + 1 < count ? sectors.length + 1 : endOfChain;
    sectors.push(sector);
  }
  return first;
}

function numbers(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil((values.length * 4) / sectorSize) * sectorSize, 0xff);
  values.forEach((value, index) => bytes.writeUInt32LE(value, index * 4));
  return bytes;
}

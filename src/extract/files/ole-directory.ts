/** Reads the names of the streams at the root of an OLE compound file (MS-CFB 2.6), which tell its format. */

const endOfChain = 0xfffffffe;
const noStream = 0xffffffff;
/** More directory sectors than any file has: 128 MB of them are an attack. */
const maxDirectorySectors = 4096;

/** The children of the root, without those of storages; undefined where the directory cannot be followed. */
export function oleRootNames(bytes: Buffer): string[] | undefined {
  const directory = readDirectory(bytes);
  if (!directory || directory.length < 128) return undefined;
  const names: string[] = [];
  const seen = new Set<number>();
  const waiting = [directory.readUInt32LE(76)];
  while (waiting.length > 0) {
    const id = waiting.pop()!;
    const at = id * 128;
    if (id === noStream || seen.has(id) || at + 128 > directory.length) continue;
    seen.add(id);
    const nameBytes = Math.min(64, directory.readUInt16LE(at + 64));
    names.push(directory.toString('utf16le', at, at + Math.max(0, nameBytes - 2)));
    waiting.push(directory.readUInt32LE(at + 68), directory.readUInt32LE(at + 72));
  }
  return names;
}

function readDirectory(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 512) return undefined;
  const shift = bytes.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return undefined;
  const sectorSize = 1 << shift;
  const offsetOf = (sector: number) => (sector + 1) * sectorSize;
  const sectors: Buffer[] = [];
  const seen = new Set<number>();
  for (let sector = bytes.readUInt32LE(48); sector < endOfChain - 4;) {
    const start = offsetOf(sector);
    if (seen.has(sector) || start >= bytes.length || sectors.length >= maxDirectorySectors) break;
    seen.add(sector);
    sectors.push(bytes.subarray(start, start + sectorSize));
    const next = nextSector(bytes, sector, sectorSize, offsetOf);
    if (next === undefined) break;
    sector = next;
  }
  return Buffer.concat(sectors);
}

/** Follows the allocation table, whose first 109 sectors the header lists: enough for the directory of a file of 7 MB. */
function nextSector(
  bytes: Buffer,
  sector: number,
  sectorSize: number,
  offsetOf: (sector: number) => number,
): number | undefined {
  const perSector = sectorSize / 4;
  const index = Math.floor(sector / perSector);
  const table = index < 109 ? bytes.readUInt32LE(76 + index * 4) : noStream;
  const at = offsetOf(table) + (sector % perSector) * 4;
  return table >= endOfChain - 4 || at + 4 > bytes.length ? undefined : bytes.readUInt32LE(at);
}

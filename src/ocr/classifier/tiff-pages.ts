/** The pages of a TIFF file (TIFF 6.0, section 2), each as a file of its own: the same bytes with another first directory. */

const mostPages = 200;

/** @returns the file itself for one page and for other formats */
export function pagesOf(file: Buffer): Buffer[] {
  const head = file.toString('latin1', 0, 4);
  if (head !== 'II*\0' && head !== 'MM\0*') return [file];
  const little = head.startsWith('II');
  const short = (at: number): number => (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const long = (at: number): number => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const directories: number[] = [];
  for (let at = file.length >= 8 ? long(4) : 0; at >= 8 && at + 2 <= file.length && directories.length < mostPages;) {
    if (directories.includes(at)) break;
    directories.push(at);
    const end = at + 2 + short(at) * 12;
    if (end + 4 > file.length) break;
    at = long(end);
  }
  if (directories.length < 2) return [file];
  return directories.map((directory) => {
    const page = Buffer.from(file);
    if (little) page.writeUInt32LE(directory, 4);
    else page.writeUInt32BE(directory, 4);
    return page;
  });
}

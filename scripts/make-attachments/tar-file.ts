/** Writes a tar file, including areas that most readers ignore. Source: POSIX.1 pax, ustar interchange format. */

export interface TarEntry {
  readonly name: string;
  readonly data: string | Buffer;
  /** `0` is a regular file. */
  readonly type?: string;
  /** Target of a link. */
  readonly link?: string;
  /** Text for the unused rest of the last block. */
  readonly slack?: string;
}

const block = 512;

export function tarFile(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.map(tarEntry), Buffer.alloc(2 * block)]);
}

function tarEntry({ name, data, type = '0', link = '', slack = '' }: TarEntry): Buffer {
  const bytes = Buffer.from(data);
  const header = Buffer.alloc(block);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const rest = Buffer.alloc((block - (bytes.length % block)) % block);
  rest.write(slack);
  return Buffer.concat([header, bytes, rest]);
}

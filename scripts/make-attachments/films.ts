/** Audio and video with a picture in them that is a file of its own: covers, an attachment, frames of motion JPEG. */

const join = (...pieces: readonly (Buffer | string)[]): Buffer =>
  Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)));
const number = (value: number, order: 'LE' | 'BE'): Buffer => {
  const bytes = Buffer.alloc(4);
  if (order === 'LE') bytes.writeUInt32LE(value);
  else bytes.writeUInt32BE(value);
  return bytes;
};
const chunk = (type: string, data: Buffer): Buffer =>
  join(type, number(data.length, 'LE'), data, Buffer.alloc(data.length % 2));
const box = (type: string, ...inner: readonly (Buffer | string)[]): Buffer => {
  const body = join(...inner);
  return join(number(body.length + 8, 'BE'), type, body);
};
/** An element of EBML with a size of four bytes. */
const element = (id: string, ...inner: readonly (Buffer | string)[]): Buffer => {
  const body = join(...inner);
  return join(Buffer.from(id, 'hex'), number((0x1000_0000 | body.length) >>> 0, 'BE'), body);
};
/** One second of silence. */
const mp3Frames = Buffer.concat(
  Array.from({ length: 12 }, () => join(Buffer.from('fffb9064', 'hex'), Buffer.alloc(413))),
);

/** By the place of the picture. */
export function filmsWith(
  picture: Buffer,
): Readonly<Record<string, { readonly name: string; readonly bytes: Buffer }>> {
  const header = chunk('LIST', join('hdrl', chunk('avih', Buffer.alloc(56))));
  const list = chunk('LIST', join('movi', chunk('00dc', picture), chunk('00dc', picture)));
  const movie = (...more: Buffer[]): Buffer =>
    box('moov', box('mvhd', Buffer.alloc(100)), box('trak', Buffer.alloc(40)), ...more);
  const data = box('data', number(14, 'BE'), number(0, 'BE'), picture);
  const cover = box(
    'udta',
    box('meta', number(0, 'BE'), box('hdlr', Buffer.alloc(25)), box('ilst', box('covr', data))),
  );
  const apic = join(Buffer.alloc(1), 'image/png\0', Buffer.from([3]), 'cover\0', picture);
  const tag = join('APIC', number(apic.length, 'BE'), Buffer.alloc(2), apic);
  const synchsafe = Buffer.from([21, 14, 7, 0].map((shift) => (tag.length >> shift) & 127));
  return {
    'a frame of motion JPEG in AVI': { name: 'film.avi', bytes: chunk('RIFF', join('AVI ', header, list)) },
    'a frame of motion JPEG in QuickTime': {
      name: 'film.mov',
      bytes: join(box('ftyp', 'qt  \0\0\0\0', 'qt  '), box('mdat', picture), movie()),
    },
    'the cover of an MP4': {
      name: 'film.mp4',
      bytes: join(box('ftyp', 'isom\0\0\x02\0', 'mp42'), movie(cover), box('mdat', Buffer.alloc(2000, 7))),
    },
    'the cover of an MP3': { name: 'song.mp3', bytes: join('ID3\x03\0\0', synchsafe, tag, mp3Frames) },
    'an attachment in Matroska': {
      name: 'film.mkv',
      bytes: join(
        element('1a45dfa3', element('4282', 'matroska')),
        element(
          '18538067',
          element('1549a966', element('4d80', 'x')),
          element('1654ae6b', element('ae', element('d7', '\x01'))),
          element('1f43b675', element('e7', '\0')),
          element('1941a469', element('61a7', element('466e', 'cover.png'), element('465c', picture))),
        ),
      ),
    },
  };
}

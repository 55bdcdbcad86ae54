/** Media files for tests: small, with the whole structure of their format, and with content that looks random. */
import { crc32, deflateSync } from 'node:zlib';
import { createHash } from 'node:crypto';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const join = (...pieces: readonly (Buffer | string)[]): Buffer =>
  Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? latin1(piece) : piece)));

/** Random-looking bytes, the same each time. */
export function noise(length: number, seed = 'noise'): Buffer {
  const blocks: Buffer[] = [];
  for (let n = 0; n * 32 < length; n += 1) blocks.push(createHash('sha256').update(`${seed} ${n}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

const le16 = (value: number): Buffer => Buffer.from([value & 255, value >> 8]);
const be16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
function le32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
function be32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const riffChunk = (type: string, data: Buffer): Buffer => join(type, le32(data.length), data);
const riff = (form: string, ...chunks: Buffer[]): Buffer => riffChunk('RIFF', join(form, ...chunks));
const iffChunk = (type: string, data: Buffer): Buffer => join(type, be32(data.length), data);
const box = (type: string, ...data: readonly (Buffer | string)[]): Buffer => {
  const body = join(...data);
  return join(be32(body.length + 8), type, body);
};

const waveFormat = riffChunk('fmt ', join(le16(1), le16(2), le32(44_100), le32(176_400), le16(4), le16(16)));
const wave = (...before: Buffer[]): Buffer => riff('WAVE', ...before, waveFormat, riffChunk('data', noise(2000)));
const movie = box('moov', box('mvhd', Buffer.alloc(100)), box('trak', Buffer.alloc(40)));
const film = box('mdat', noise(2000));
const heif = (brand: string): Buffer =>
  join(box('ftyp', brand, '\0\0\0\0', 'mif1'), box('meta', '\0\0\0\0', box('hdlr', Buffer.alloc(24))), film);

function frames(head: Buffer, size: number, count = 12): Buffer {
  return join(...Array.from({ length: count }, (_, n) => join(head, noise(size - head.length, `frame ${n}`))));
}

/** A frame of Advanced Audio Coding with its own length. */
function aac(second: number): Buffer {
  const size = 371;
  const head = Buffer.from([0xff, second, 0x50, 0x80 | (size >> 11), (size >> 3) & 255, ((size & 7) << 5) | 31, 0xfc]);
  return frames(head, size);
}

function flacFrame(number: number): Buffer {
  const head = Buffer.from([0xff, 0xf8, 0xc9, 0x18, number]);
  let crc = 0;
  for (const byte of head) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc > 127 ? 7 : 0)) & 255;
  }
  return join(head, Buffer.from([crc]), noise(600, `flac ${number}`).map((byte) => byte & 0x7f) as Buffer);
}

function oggPage(flags: number, sequence: number): Buffer {
  const data = noise(1000, `page ${sequence}`);
  const laces = Buffer.from([255, 255, 255, 235]);
  return join(
    'OggS\0',
    Buffer.from([flags]),
    Buffer.alloc(12),
    le32(sequence),
    Buffer.alloc(4),
    Buffer.from([4]),
    laces,
    data,
  );
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = join(type, data);
  return join(be32(data.length), body, be32(crc32(body)));
}

function png(): Buffer {
  const rows = noise(65 * 64, 'rows').map((byte, index) => (index % 65 === 0 ? 0 : byte)) as Buffer;
  const head = join(be32(64), be32(64), Buffer.from([8, 0, 0, 0, 0]));
  return join(
    '\x89PNG\r\n\x1a\n',
    pngChunk('IHDR', head),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  );
}

function jpeg(): Buffer {
  const segment = (marker: number, data: Buffer) => join(Buffer.from([0xff, marker]), be16(data.length + 2), data);
  const frame = Buffer.from([8, 0, 64, 0, 64, 1, 1, 0x11, 0]);
  const scan = noise(3000, 'scan').map((byte) => (byte === 0xff ? 0xfe : byte)) as Buffer;
  return join('\xff\xd8', segment(0xe0, latin1('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')), segment(0xc0, frame), segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), scan, '\xff\xd9'); // prettier-ignore
}

function gif(): Buffer {
  const blocks = Array.from({ length: 8 }, (_, n) => join(Buffer.from([200]), noise(200, `block ${n}`)));
  return join(
    'GIF89a',
    le16(64),
    le16(64),
    '\x80\0\0\0\0\0\xff\xff\xff,',
    le16(0),
    le16(0),
    le16(64),
    le16(64),
    '\0\x08',
    ...blocks,
    '\0;',
  );
}

/** @param mark the first four bytes */
function tiff(mark: string, more = ''): Buffer {
  const start = 8 + more.length;
  const entries = [
    [256, 64],
    [257, 32],
    [273, start + 2 + 4 * 12 + 4],
    [279, 2048],
  ].map(([tag, value]) => join(le16(tag!), le16(4), le32(1), le32(value!)));
  return join(mark, le32(start), more, le16(4), ...entries, le32(0), noise(2048));
}

function bmp(reserved = 0): Buffer {
  const info = join(le32(40), le32(32), le32(32), le16(1), le16(24), Buffer.alloc(24));
  return join('BM', le32(54 + 3072), le32(reserved), le32(54), info, noise(3072));
}

function icon(kind: number): Buffer {
  const picture = png();
  return join(le16(0), le16(kind), le16(1), '\x40\x40\0\0\x01\0\x20\0', le32(picture.length), le32(22), picture);
}

function font(mark: string, from = 0): Buffer {
  const head = Buffer.alloc(54);
  head.writeUInt32BE(0x5f0f3cf5, 12);
  const start = from + 12 + 2 * 16;
  return join(
    mark,
    be16(2),
    Buffer.alloc(6),
    'head',
    be32(0),
    be32(start),
    be32(54),
    'glyf',
    be32(0),
    be32(start + 56),
    be32(2000),
    head,
    '\0\0',
    noise(2000),
  );
}

function matroska(type: string): Buffer {
  const element = (id: string, data: Buffer) => join(Buffer.from(id, 'hex'), Buffer.from([0x10 | (data.length >> 24), (data.length >> 16) & 255, (data.length >> 8) & 255, data.length & 255]), data); // prettier-ignore
  const head = element('1a45dfa3', element('4282', latin1(type)));
  const info = element('1549a966', Buffer.alloc(20));
  return join(
    head,
    element('18538067', join(info, element('1654ae6b', Buffer.alloc(30)), element('1f43b675', noise(2000)))),
  );
}

const asfObject = (id: string, data: Buffer): Buffer =>
  join(Buffer.from(id, 'hex'), le32(data.length + 24), le32(0), data);
const packet = (n: number): Buffer => join('G\x40\0\x10', noise(184, `packet ${n}`));
const flvTag = (n: number): Buffer => {
  const data = noise(500, `tag ${n}`);
  return join('\x09\0\x01\xf4', Buffer.alloc(7), data, be32(511));
};

/** Files by name, with the media type that each is recognised as. */
export const mediaFiles: readonly (readonly [name: string, contentType: string, bytes: Buffer])[] = [
  ['plain.wav', 'audio/wav', wave()],
  ['junk.wav', 'audio/wav', wave(riffChunk('JUNK', Buffer.alloc(28)))],
  ['bext.wav', 'audio/wav', wave(riffChunk('bext', Buffer.alloc(602)))],
  ['list.wav', 'audio/wav', wave(riffChunk('LIST', latin1('INFOINAM\x04\0\0\0Song')))],
  ['rf64.wav', 'audio/wav', join('RF64\xff\xff\xff\xff', 'WAVE', riffChunk('ds64', Buffer.alloc(28)), waveFormat, riffChunk('data', noise(2000)))], // prettier-ignore
  ['aiff.aif', 'audio/aiff', iffChunk('FORM', join('AIFF', iffChunk('COMM', join(be16(2), be32(500), be16(16), Buffer.alloc(10))), iffChunk('SSND', noise(2000))))], // prettier-ignore
  ['aifc.aif', 'audio/aiff', iffChunk('FORM', join('AIFC', iffChunk('FVER', Buffer.alloc(4)), iffChunk('COMM', join(be16(2), be32(500), be16(16), Buffer.alloc(14))), iffChunk('SSND', noise(2000))))], // prettier-ignore
  ['caf.caf', 'audio/x-caf', join('caff\0\x01\0\0desc', be32(0), be32(32), Buffer.alloc(32), 'data', be32(0), be32(2000), noise(2000))], // prettier-ignore
  ['au.au', 'audio/basic', join('.snd', be32(24), be32(2000), be32(3), be32(44_100), be32(2), noise(2000))],
  ['mpeg1.mp3', 'audio/mpeg', frames(Buffer.from('fffb9064', 'hex'), 417)],
  ['crc.mp3', 'audio/mpeg', frames(Buffer.from('fffa9064', 'hex'), 417)],
  ['mpeg2.mp3', 'audio/mpeg', frames(Buffer.from('fff340c4', 'hex'), 104)],
  ['mpeg25.mp3', 'audio/mpeg', frames(Buffer.from('ffe318c4', 'hex'), 72)],
  ['id3.mp3', 'audio/mpeg', join('ID3\x03\0\0\0\0\0\x14', Buffer.alloc(20), frames(Buffer.from('fffb9064', 'hex'), 417), 'TAG', Buffer.alloc(125))], // prettier-ignore
  ['mpeg4.aac', 'audio/aac', aac(0xf1)],
  ['mpeg2.aac', 'audio/aac', aac(0xf9)],
  ['narrow.amr', 'audio/amr', join('#!AMR\n', frames(Buffer.from([0x3c]), 32, 40))],
  ['wide.amr', 'audio/amr', join('#!AMR-WB\n', frames(Buffer.from([0x44]), 61, 40))],
  ['flac.flac', 'audio/flac', join('fLaC\x80\0\0\x22', Buffer.alloc(34), ...[1, 2, 3, 4, 5].map(flacFrame))],
  ['opus.opus', 'audio/ogg', join(oggPage(2, 0), oggPage(0, 1), oggPage(4, 2))],
  ['midi.mid', 'audio/midi', join('MThd', be32(6), be16(1), be16(1), be16(96), iffChunk('MTrk', noise(1500)))],
  ['dss.dss', 'audio/x-dss', join('\x02dss', noise(34), '261128101500261128101900', noise(2560 - 62))],
  ['junk.avi', 'video/x-msvideo', riff('AVI ', riffChunk('JUNK', Buffer.alloc(20)), riffChunk('LIST', join('hdrl', riffChunk('avih', Buffer.alloc(56)))), riffChunk('LIST', join('movi', riffChunk('00dc', noise(2000)))))], // prettier-ignore
  ['wide.mov', 'video/quicktime', join(box('wide'), film, movie)],
  ['free.mov', 'video/quicktime', join(box('free', Buffer.alloc(40)), film, movie)],
  ['mdat.mov', 'video/quicktime', join(film, movie)],
  ['film.mp4', 'video/mp4', join(box('ftyp', 'isom\0\0\x02\0', 'mp42'), movie, film)],
  ['song.m4a', 'audio/mp4', join(box('ftyp', 'M4A \0\0\0\0', 'isom'), movie, film)],
  ['stream.ts', 'video/mp2t', join(...Array.from({ length: 12 }, (_, n) => packet(n)))],
  ['camera.mts', 'video/mp2t', join(...Array.from({ length: 12 }, (_, n) => join(Buffer.alloc(4), packet(n))))],
  ['program.mpg', 'video/mpeg', join('\0\0\x01\xba\x44', Buffer.alloc(8), '\xf8', ...[1, 2, 3].map((n) => join('\0\0\x01\xe0', be16(700), noise(700, `pes ${n}`))), '\0\0\x01\xb9')], // prettier-ignore
  ['video.mpg', 'video/mpeg', join('\0\0\x01\xb3\x16\0\xf0\x14\xff\xff\xe0\x18\0\0\x01\xb8', noise(2000))],
  ['flash.flv', 'video/x-flv', join('FLV\x01\x01', be32(9), be32(0), flvTag(1), flvTag(2), flvTag(3))],
  ['flash.swf', 'application/x-shockwave-flash', join('CWS\x0a', le32(9000), deflateSync(noise(3000)))],
  ['windows.wma', 'video/x-ms-asf', join(asfObject('3026b2758e66cf11a6d900aa0062ce6c', Buffer.alloc(100)), asfObject('3626b2758e66cf11a6d900aa0062ce6c', noise(2000)))], // prettier-ignore
  ['film.webm', 'video/webm', matroska('webm')],
  ['film.mkv', 'video/webm', matroska('matroska')],
  ['real.rm', 'application/vnd.rn-realmedia', join(...([['.RMF', 10], ['PROP', 42], ['MDPR', 80], ['DATA', 2000]] as const).map(([type, size]) => join(type, be32(size + 8), size === 2000 ? noise(size) : Buffer.alloc(size))))], // prettier-ignore
  ['photo.jpg', 'image/jpeg', jpeg()],
  ['picture.png', 'image/png', png()],
  ['picture.gif', 'image/gif', gif()],
  ['picture.webp', 'image/webp', riff('WEBP', riffChunk('VP8 ', noise(2000)))],
  ['scan.tif', 'image/tiff', tiff('II*\0')],
  ['raw.cr2', 'image/x-canon-cr2', tiff('II*\0', 'CR\x02\0\0\0\0\0')],
  ['raw.orf', 'image/x-olympus-orf', tiff('IIRO')],
  ['raw.rw2', 'image/x-panasonic-rw2', tiff('IIU\0')],
  ['raw.cr3', 'image/x-canon-cr3', join(box('ftyp', 'crx \0\0\0\x01', 'crx isom'), movie, film)],
  ['raw.raf', 'image/x-fujifilm-raf', join('FUJIFILMCCD-RAW 0201', Buffer.alloc(64), be32(100), be32(jpeg().length), Buffer.alloc(8), jpeg(), noise(1000))], // prettier-ignore
  ['photo.heic', 'image/heic', heif('heic')],
  ['burst.heic', 'image/heif', heif('msf1')],
  ['photo.avif', 'image/avif', heif('avif')],
  ['photo.jxl', 'image/jxl', join('\0\0\0\x0cJXL \r\n\x87\n', box('ftyp', 'jxl \0\0\0\0jxl '), box('jxlc', '\xff\x0a', noise(2000)))], // prettier-ignore
  ['photo.jp2', 'image/jp2', join(box('jP  ', '\r\n\x87\n'), box('ftyp', 'jp2 \0\0\0\0jp2 '), box('jp2c', '\xff\x4f\xff\x51', noise(2000)))], // prettier-ignore
  ['photo.j2k', 'image/jp2', join('\xff\x4f\xff\x51', be16(41), Buffer.alloc(39), '\xff\x90', be16(10), be16(0), be32(2014), '\0\x01\xff\x93', noise(2000), '\xff\xd9')], // prettier-ignore
  ['picture.bmp', 'image/bmp', bmp()],
  ['reserved.bmp', 'image/bmp', bmp(0x10000)],
  ['icon.ico', 'image/x-icon', icon(1)],
  ['arrow.cur', 'image/x-icon', icon(2)],
  ['mac.icns', 'image/icns', join('icns', be32(8 + 8 + 2000), 'ic07', be32(2008), noise(2000))],
  ['picture.psd', 'image/vnd.adobe.photoshop', join('8BPS\0\x01', Buffer.alloc(6), be16(3), be32(25), be32(25), be16(8), be16(3), be32(0), be32(0), be32(0), be16(0), noise(1875))], // prettier-ignore
  ['picture.pcx', 'image/x-pcx', join('\x0a\x05\x01\x08', le16(0), le16(0), le16(39), le16(39), Buffer.alloc(52), '\0\x01', le16(40), Buffer.alloc(60), noise(1600).map((byte) => byte & 0xbf) as Buffer)], // prettier-ignore
  ['picture.tga', 'image/x-tga', join('\0\0\x02', Buffer.alloc(9), le16(30), le16(30), '\x18\0', noise(2700))],
  ['old.emf', 'image/emf', join('\x01\0\0\0', le32(88), Buffer.alloc(32), ' EMF', Buffer.alloc(44), '\x51\0\0\0', le32(2008), noise(2000), '\x0e\0\0\0', le32(20), Buffer.alloc(12))], // prettier-ignore
  ['art.eps', 'application/postscript', join('\xc5\xd0\xd3\xc6', le32(30), le32(20), le32(0), le32(0), le32(50), le32(2000), '\xff\xff', '%!PS-Adobe-3.0 EPSF\n', noise(2000))], // prettier-ignore
  ['font.ttf', 'font/ttf', font('\0\x01\0\0')],
  ['apple.ttf', 'font/ttf', font('true')],
  ['font.otf', 'font/otf', font('OTTO')],
  ['fonts.ttc', 'font/collection', join('ttcf\0\x01\0\0', be32(1), be32(16), font('\0\x01\0\0', 16))],
  ['part.stl', 'model/stl', join(Buffer.alloc(80), le32(40), ...Array.from({ length: 40 }, (_, n) => join(Buffer.alloc(12), noise(38, `triangle ${n}`))))], // prettier-ignore
];

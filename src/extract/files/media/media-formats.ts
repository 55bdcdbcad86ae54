/** The list of pictures, audio, video and fonts: how each begins, and how its structure is walked to the end. */
/* eslint-disable no-control-regex -- formats are marked with control characters */
import { walkBoxes } from './boxes.ts';
import {
  walkAsf,
  walkCaf,
  walkFlv,
  walkIcns,
  walkIff,
  walkMatroska,
  walkMidi,
  walkOgg,
  walkReal,
  walkRiff,
  type Walk,
} from './chunks.ts';
import {
  walkCodeStream,
  walkEmf,
  walkFlash,
  walkFujifilm,
  walkGimp,
  walkPhotoshop,
  walkPostScript,
  walkStl,
  walkWmf,
} from './drawings.ts';
import { walkAac, walkAmr, walkFlac, walkId3, walkMpegAudio, walkProgram, walkTransport, walkVideo } from './frames.ts';
import { walkBmp, walkGif, walkIcon, walkJpeg, walkPcx, walkPng, walkTga, walkTiff } from './pictures.ts';
import {
  walkAu,
  walkDictation,
  walkEmbeddedFont,
  walkFont,
  walkFontCollection,
  walkWebFont,
} from './sounds-and-fonts.ts';

export interface MediaFormat {
  readonly kind: 'image' | 'media';
  readonly contentType: string;
  /** Whether a file begins like this format. @param head the first bytes, each as a character: see `headOf` */
  readonly begins: (head: string) => boolean;
  readonly walk: Walk;
  /** The beginning is so short that other files have it too: only a file with the whole structure counts. */
  readonly faint?: boolean;
}

type Row = readonly [kind: 'image' | 'media', contentType: string, mark: string | RegExp, walk: Walk, faint?: 'faint'];

/** Bytes that the longest mark needs. */
const headBytes = 64;

/** A mark is what the first bytes are, each as a character. The first row that matches counts. */
const rows: readonly Row[] = [
  ['image', 'image/jpeg', '\xff\xd8\xff', walkJpeg],
  ['image', 'image/png', '\x89PNG\r\n\x1a\n', walkPng],
  ['image', 'image/gif', /^GIF8[79]a/, walkGif],
  ['image', 'image/x-olympus-orf', /^(?:IIR[OS]|MMOR)/, walkTiff],
  ['image', 'image/x-panasonic-rw2', 'IIU\0', walkTiff],
  ['image', 'image/x-canon-cr2', /^II\*\0[^]{4}CR/, walkTiff],
  ['image', 'image/tiff', 'II*\0', walkTiff],
  ['image', 'image/tiff', 'MM\0*', walkTiff],
  ['image', 'image/webp', /^RIFF[^]{4}WEBP/, walkRiff],
  ['image', 'image/heic', /^[^]{4}ftyp(?:hei[cxms]|hev[cxms])/, walkBoxes],
  ['image', 'image/heif', /^[^]{4}ftyp(?:mif1|msf1)/, walkBoxes],
  ['image', 'image/avif', /^[^]{4}ftypavi[fs]/, walkBoxes],
  ['image', 'image/x-canon-cr3', /^[^]{4}ftypcrx /, walkBoxes],
  ['image', 'image/jp2', '\0\0\0\x0cjP  ', walkBoxes],
  ['image', 'image/jp2', '\xff\x4f\xff\x51', walkCodeStream],
  ['image', 'image/jxl', '\0\0\0\x0cJXL \r\n\x87\n', walkBoxes],
  ['image', 'image/x-fujifilm-raf', 'FUJIFILMCCD-RAW', walkFujifilm],
  ['image', 'image/x-icon', /^\0\0[\x01\x02]\0[^]\0/, walkIcon],
  ['image', 'image/icns', 'icns', walkIcns],
  ['image', 'image/vnd.adobe.photoshop', /^8BPS\0[\x01\x02]/, walkPhotoshop],
  ['image', 'image/x-xcf', 'gimp xcf ', walkGimp],
  ['image', 'image/wmf', '\xd7\xcd\xc6\x9a', walkWmf],
  ['image', 'image/wmf', '\x01\0\x09\0\0', walkWmf],
  ['image', 'image/emf', /^\x01\0\0\0[^]{36} EMF/, walkEmf],
  ['image', 'application/postscript', '\xc5\xd0\xd3\xc6', walkPostScript],
  ['image', 'image/bmp', /^BM[^]{4}\0\0\0\0/, walkBmp],
  ['image', 'image/bmp', /^BM[^]{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0/, walkBmp],
  ['image', 'image/x-pcx', /^\x0a[\0\x02-\x05]\x01[\x01\x02\x04\x08]/, walkPcx, 'faint'],
  ['media', 'audio/wav', /^(?:RIFF|RF64|RIFX)[^]{4}WAVE/, walkRiff],
  ['media', 'video/x-msvideo', /^RIFF[^]{4}AVI /, walkRiff],
  ['media', 'audio/midi', /^RIFF[^]{4}RMID/, walkRiff],
  ['image', 'application/x-navi-animation', /^RIFF[^]{4}ACON/, walkRiff],
  ['media', 'audio/aiff', /^FORM[^]{4}AIF[FC]/, walkIff],
  ['media', 'audio/x-caf', 'caff\0\x01', walkCaf],
  ['media', 'audio/basic', '.snd', walkAu],
  ['media', 'audio/mp4', /^[^]{4}ftypM4[AB]/, walkBoxes],
  ['media', 'video/quicktime', /^[^]{4}ftypqt/, walkBoxes],
  ['media', 'video/3gpp', /^[^]{4}ftyp3g/, walkBoxes],
  ['media', 'video/mp4', /^[^]{4}ftyp/, walkBoxes],
  ['media', 'video/quicktime', /^\0[^]{3}(?:moov|mdat|wide|free|skip|pnot)/, walkBoxes],
  ['media', 'audio/mpeg', /^ID3[\x02-\x04]/, walkId3],
  ['media', 'audio/mpeg', /^\xff[\xfa\xfb\xf2\xf3\xe2\xe3\xfc\xfd\xf4\xf5]/, walkMpegAudio],
  ['media', 'audio/aac', /^\xff[\xf0\xf1\xf8\xf9]/, walkAac],
  ['media', 'audio/ogg', 'OggS\0', walkOgg],
  ['media', 'audio/flac', /^fLaC[\0\x80]/, walkFlac],
  ['media', 'video/webm', '\x1aE\xdf\xa3', walkMatroska],
  ['media', 'video/x-ms-asf', '\x30\x26\xb2\x75\x8e\x66\xcf\x11', walkAsf],
  ['media', 'video/x-flv', /^FLV\x01/, walkFlv],
  ['media', 'application/vnd.rn-realmedia', '.RMF', walkReal],
  ['media', 'application/x-shockwave-flash', /^[CF]WS[\x03-\x40]/, walkFlash],
  ['media', 'audio/midi', 'MThd\0', walkMidi],
  ['media', 'audio/amr', '#!AMR', walkAmr],
  ['media', 'audio/x-dss', /^[\x02\x03]ds[s2]/, walkDictation],
  ['media', 'video/mpeg', '\0\0\x01\xba', walkProgram],
  ['media', 'video/mpeg', '\0\0\x01\xb3', walkVideo],
  ['media', 'video/mp2t', /^(?:[^]{4})?G[^]{2}/, walkTransport, 'faint'],
  ['media', 'font/ttf', '\0\x01\0\0\0', walkFont],
  ['media', 'font/ttf', /^true\0/, walkFont],
  ['media', 'font/otf', 'OTTO\0', walkFont],
  ['media', 'font/collection', 'ttcf', walkFontCollection],
  ['media', 'font/woff', 'wOFF', walkWebFont],
  ['media', 'font/woff2', 'wOF2', walkWebFont],
  ['media', 'application/vnd.ms-fontobject', /^[^]{34}LP/, walkEmbeddedFont, 'faint'],
  ['image', 'image/x-tga', /^[^][\0\x01][\x01-\x03\x09-\x0b]/, walkTga, 'faint'],
  ['media', 'model/stl', /^[^]{64}/, walkStl, 'faint'],
];

export const mediaFormats: readonly MediaFormat[] = rows.map(([kind, contentType, mark, walk, faint]) => ({
  kind,
  contentType,
  begins: (head) => (typeof mark === 'string' ? head.startsWith(mark) : mark.test(head)),
  walk,
  ...(faint && { faint: true }),
}));

/** The bytes by which a format is recognised. */
export function headOf(bytes: Buffer): string {
  return bytes.toString('latin1', 0, headBytes);
}

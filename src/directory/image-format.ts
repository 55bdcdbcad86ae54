/** How a roster image lies in memory: columns of numbers behind each other, so that all threads can read one copy of it. */
import { HallpassError } from '../errors/hallpass-error.ts';
import type { PairColumns } from './pair-index.ts';
import type { StringColumns } from './string-table.ts';

/** Strings of a person, by number. */
export const textFields = [
  'id',
  'givenName',
  'familyName',
  'middleName',
  'preferredFamilyName',
  'birthDate',
  'grade',
] as const;
/** Lists of a person: of strings, and `related` of people. */
export const listFields = [
  'preferredNames',
  'emails',
  'phones',
  'addresses',
  'numbers',
  'schools',
  'staffRoles',
  'related',
] as const;

export const personRoles = ['student', 'guardian', 'staff'] as const;
/** A person's flags: the role's number, whether the person is staff whatever the role, and whether on the media-restriction list. */
export const roleMask = 3;
export const staffFlag = 4;
export const mediaFlag = 8;
/** What a string is: asked of each word of a message. */
export const givenNameFlag = 1;
export const familyNameFlag = 2;

/** Second numbers of the index that are no strings. */
export const keyKinds = { id: 0xffff_ffff, email: 0xffff_fffe, phone: 0xffff_fffd, address: 0xffff_fffc } as const;

/** A value of the index is a person and the way that the given name is written, by number. */
export const formBits = 4;
export const shortForm = (1 << formBits) - 1;

export interface ImageColumns {
  readonly strings: StringColumns;
  /** By string. */
  readonly stringFlags: Uint8Array;
  readonly pairs: PairColumns;
  readonly personFlags: Uint8Array;
  /** `textFields` of the first person, of the second, and so on. */
  readonly texts: Uint32Array;
  /** Where each of the `listFields` of each person begins in `lists`; one more than there are. */
  readonly listStarts: Uint32Array;
  readonly lists: Uint32Array;
  /** Strings: names of the district and its schools. */
  readonly orgs: Uint32Array;
}

/** "HPR3": raised whenever the layout changes; an image of another layout is built anew from its rows. */
const magic = 0x33525048;

function columnsOf(image: ImageColumns): readonly (Uint32Array | Uint8Array)[] {
  const { strings, stringFlags, pairs, personFlags, texts, listStarts, lists, orgs } = image;
  return [
    ...[strings.starts, strings.hashes, strings.slots, strings.heap, stringFlags],
    ...[pairs.slots, pairs.firsts, pairs.seconds, pairs.starts, pairs.values],
    ...[personFlags, texts, listStarts, lists, orgs],
  ];
}

const columnCount = 15;
const headerBytes = 4 * (2 + 2 * columnCount);

/** Magic, number of columns, offset and length in bytes of each, then the columns, each at a multiple of eight. */
export function writeImage(image: ImageColumns): Uint8Array {
  const columns = columnsOf(image);
  const header = new Uint32Array(headerBytes / 4);
  header.set([magic, columnCount]);
  let end = aligned(headerBytes);
  for (const [at, column] of columns.entries()) {
    header.set([end, column.byteLength], 2 + 2 * at);
    end = aligned(end + column.byteLength);
  }
  const bytes = new Uint8Array(end);
  bytes.set(new Uint8Array(header.buffer));
  for (const [at, column] of columns.entries())
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), header[2 + 2 * at]);
  return bytes;
}

/** Views of the columns; nothing is copied. @throws HallpassError `roster.damaged` */
export function readImage(buffer: ArrayBufferLike): ImageColumns {
  if (buffer.byteLength < headerBytes) throw new HallpassError('roster.damaged', 'too short');
  const header = new Uint32Array(buffer, 0, headerBytes / 4);
  if (header[0] !== magic || header[1] !== columnCount) throw new HallpassError('roster.damaged', 'another layout');
  const place = (at: number): [ArrayBufferLike, number, number] => {
    const [offset, length] = [header[2 + 2 * at]!, header[3 + 2 * at]!];
    if (offset + length > buffer.byteLength) throw new HallpassError('roster.damaged', 'too short');
    return [buffer, offset, length];
  };
  let next = 0;
  const bytes = () => new Uint8Array(...place(next++));
  const numbers = () => {
    const [memory, offset, length] = place(next++);
    return new Uint32Array(memory, offset, length / 4);
  };
  // In the order of columnsOf.
  const strings = { starts: numbers(), hashes: numbers(), slots: numbers(), heap: bytes() };
  const stringFlags = bytes();
  const pairs = {
    slots: numbers(),
    firsts: numbers(),
    seconds: numbers(),
    starts: numbers(),
    values: numbers(),
  };
  return {
    strings,
    stringFlags,
    pairs,
    personFlags: bytes(),
    texts: numbers(),
    listStarts: numbers(),
    lists: numbers(),
    orgs: numbers(),
  };
}

const aligned = (offset: number): number => (offset + 7) & ~7;

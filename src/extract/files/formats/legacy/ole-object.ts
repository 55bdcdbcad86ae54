/** Reads embedded OLE objects: the file that was inserted, a document of an old program, or macros. */
import type { Collected } from '../collected.ts';
import { findStream, isCompoundFile, openCompoundFile, type CompoundStream } from '../compound-file.ts';
import { macroSources } from './vba-macros.ts';

/** Streams that contain a whole file: packages of new programs, of Acrobat and others. */
const contents = ['Package', 'CONTENTS', 'EmbeddedOdf'];
/** Streams that only a document of an old program has: the whole object is that document. */
const documents = ['WordDocument', 'Workbook', 'Book', 'PowerPoint Document', '__properties_version1.0'];

/**
 * Passes the file inside on. An unknown object is passed on as it is, so that it counts as unread.
 *
 * @param name for files without a name of their own
 */
export function readOleObject(bytes: Buffer, name: string, into: Collected, contentType?: string): void {
  if (!isCompoundFile(bytes)) {
    into.file(name, bytes, contentType);
    return;
  }
  const { streams } = openCompoundFile(bytes);
  if (readObjectStorage(streams, name, into)) return;
  const isDocument = documents.some((stream) => findStream(streams, stream));
  if (isDocument || !readMacros(streams, into)) into.file(name, bytes, contentType);
}

/** @returns whether the storage contains a file that was inserted as a whole */
export function readObjectStorage(streams: readonly CompoundStream[], name: string, into: Collected): boolean {
  const native = findStream(streams, '\u0001Ole10Native');
  if (native) {
    const inner = nativeFile(native.read());
    into.file(inner.name === '' ? name : inner.name, inner.bytes);
    return true;
  }
  const whole = contents.map((stream) => findStream(streams, stream)).find((stream) => stream !== undefined);
  if (whole) into.file(name, whole.read());
  return whole !== undefined;
}

/** Macros as text. @returns whether there are any */
export function readMacros(streams: readonly CompoundStream[], into: Collected): boolean {
  let found = false;
  const text = into.text();
  for (const stream of streams) {
    if (!/(^|\/)VBA\/[^/]+$/i.test(stream.path) || /\/(dir|_VBA_PROJECT|__SRP_\w+)$/i.test(stream.path)) continue;
    found = true;
    for (const source of macroSources(stream.read(), into.budget)) {
      text.place(`macro ${stream.name}`);
      text.writeLine(source);
    }
  }
  return found;
}

/** A file that the packager inserted (MS-OLEDS 2.3.6): its name, its path, its bytes. */
export function nativeFile(stream: Buffer): { name: string; bytes: Buffer } {
  const whole = { name: '', bytes: stream.subarray(4) };
  if (stream.length < 8 || stream.readUInt16LE(4) !== 2) return whole;
  const names: string[] = [];
  let at = 6;
  for (let count = 0; count < 2; count += 1) {
    const end = stream.indexOf(0, at);
    if (end < 0) return whole;
    names.push(stream.toString('latin1', at, end));
    at = end + 1;
  }
  at += 4;
  if (at + 4 > stream.length) return whole;
  at += 4 + stream.readUInt32LE(at);
  if (at + 4 > stream.length) return whole;
  const size = stream.readUInt32LE(at);
  return { name: names[0]!, bytes: stream.subarray(at + 4, at + 4 + size) };
}

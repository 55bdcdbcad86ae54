/** Reads Outlook messages saved as files (.msg). Properties are streams, and their names are the property ids. Source: MS-OXMSG 2. */
import { ReadLimit } from '../../file-reader.ts';
import type { Collected } from '../collected.ts';
import type { CompoundStream } from '../compound-file.ts';
import { readObjectStorage } from '../legacy/ole-object.ts';
import { decodeNarrow, firstBytes, firstText, property, writeItem, type MapiProperties } from './mapi-item.ts';

const maxNesting = 16;

/** Reads the message, its recipients, its attachments and the messages attached to it. */
export function readOutlookMessage(
  streams: readonly CompoundStream[],
  into: Collected,
  label = 'message',
  depth = 0,
): void {
  if (depth > maxNesting) throw new ReadLimit('too-deep');
  const text = into.text();
  writeItem(propertiesOf(streams), label, text, into);
  const storages = storagesOf(streams);
  for (const [name, inside] of storages) {
    if (!name.startsWith('__recip_version1.0_')) continue;
    text.place(`${label}, recipients`);
    const found = propertiesOf(inside);
    text.writeLine([property.displayName, 0x39fe, 0x3003].map((id) => firstText(found, id) ?? '').join(' '));
  }
  for (const [name, inside] of storages) {
    if (!name.startsWith('__attach_version1.0_')) continue;
    into.budget.spendEntry();
    readAttachment(inside, into, label, depth);
  }
}

function readAttachment(streams: readonly CompoundStream[], into: Collected, label: string, depth: number): void {
  const found = propertiesOf(streams);
  const name =
    firstText(found, property.attachmentLongName) ??
    firstText(found, property.attachmentName) ??
    firstText(found, property.displayName) ??
    'attachment';
  const data = firstBytes(found, property.attachmentData);
  if (data) into.file(name, data, firstText(found, property.attachmentType));
  const storage = storagesOf(streams).get('__substg1.0_3701000D');
  if (!storage) return;
  if (storage.some(({ path }) => path.startsWith('__properties_version'))) {
    readOutlookMessage(storage, into, `${label}, attached message`, depth + 1);
  } else if (!readObjectStorage(storage, name, into)) into.missed('unsupported', 0, name);
}

/** The streams by the storage directly below, with paths from there. */
function storagesOf(streams: readonly CompoundStream[]): Map<string, CompoundStream[]> {
  const storages = new Map<string, CompoundStream[]>();
  for (const stream of streams) {
    const slash = stream.path.indexOf('/');
    if (slash < 0) continue;
    const name = stream.path.slice(0, slash);
    const inside = { ...stream, path: stream.path.slice(slash + 1), read: () => stream.read() };
    const known = storages.get(name);
    if (known) known.push(inside);
    else storages.set(name, [inside]);
  }
  return storages;
}

function propertiesOf(streams: readonly CompoundStream[]): MapiProperties {
  const found = new Map<number, (string | Buffer)[]>();
  for (const stream of streams) {
    const match = /^__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})(?:-[0-9A-F]{8})?$/i.exec(stream.path);
    if (!match) continue;
    const id = Number.parseInt(match[1]!, 16);
    const type = Number.parseInt(match[2]!, 16) & 0x0fff;
    if (type !== 0x1f && type !== 0x1e && type !== 0x102) continue;
    const bytes = stream.read();
    const value =
      type === 0x1f
        ? bytes.toString('utf16le').replaceAll('\0', '')
        : type === 0x1e
          ? decodeNarrow(bytes, 1252)
          : bytes;
    const known = found.get(id);
    if (known) known.push(value);
    else found.set(id, [value]);
  }
  return found;
}

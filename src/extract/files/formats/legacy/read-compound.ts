/** The reader of OLE compound files: old Word, Excel and PowerPoint documents, Outlook messages, and the objects in them. */
/* eslint-disable no-control-regex -- the format marks things with control characters */
import type { ReadFile } from '../../file-reader.ts';
import { ReadLimit } from '../../file-reader.ts';
import { collect, type Collected } from '../collected.ts';
import { findStream, openCompoundFile, type CompoundStream } from '../compound-file.ts';
import { readOutlookMessage } from '../mapi/read-msg.ts';
import { readBinaryWorkbook } from './binary-workbook.ts';
import { readMacros, readObjectStorage } from './ole-object.ts';
import { writeProperties } from './property-set.ts';
import { readPivotCaches97 } from './pivot-cache-97.ts';
import { readPowerPoint97 } from './powerpoint-97.ts';
import { readWord97 } from './word-97.ts';
import { writeWorkbookTexts } from './xls-texts.ts';

const maxNesting = 8;

/** Reads doc, xls, ppt and msg. */
export const readCompound: ReadFile = (file, budget) =>
  collect(file, budget, async (into) => {
    const opened = openCompoundFile(file.bytes);
    await readStreams(opened.streams, into, 0);
    if (opened.isDamaged()) into.missed('damaged', file.bytes.length);
  });

/** Reads the document of these streams, then the documents embedded in it. @returns false where there is none */
async function readStreams(streams: readonly CompoundStream[], into: Collected, depth: number): Promise<boolean> {
  if (depth > maxNesting) throw new ReadLimit('too-deep');
  if (streams.some(({ path }) => path.startsWith('__properties_version'))) {
    readOutlookMessage(streams, into);
    return true;
  }
  const word = findStream(streams, 'WordDocument');
  const workbook = findStream(streams, 'Workbook') ?? findStream(streams, 'Book');
  const slides = findStream(streams, 'PowerPoint Document');
  if (word) readWord97(word.read(), (name) => findStream(streams, name)?.read(), into);
  if (workbook) await readWorkbook(workbook, into);
  if (slides) readPowerPoint97(slides.read(), findStream(streams, 'Pictures') !== undefined, into);
  readPivotCaches97(streams, into);
  const properties = into.text();
  for (const stream of streams) {
    if (/(^|\/)\u0005(Document)?SummaryInformation$/.test(stream.path)) writeProperties(stream.read(), properties);
  }
  readMacros(streams, into);
  await readStorages(streams, into, depth);
  return Boolean(word ?? workbook ?? slides);
}

async function readWorkbook(workbook: CompoundStream, into: Collected): Promise<void> {
  const bytes = workbook.read();
  // What the library does not read is unread; the texts beside the cells are read all the same.
  await into.attempt('Workbook', bytes.length, () => readBinaryWorkbook(bytes, into));
  writeWorkbookTexts(bytes, into.text(), 'texts beside the cells');
}

/** Embedded objects: each has a storage; Word has one more storage around all of them. */
async function readStorages(streams: readonly CompoundStream[], into: Collected, depth: number): Promise<void> {
  const storages = new Map<string, CompoundStream[]>();
  for (const stream of streams) {
    const match = /^((?:ObjectPool\/)?[^/]+)\/(.+)$/.exec(stream.path);
    if (!match || /^(Macros|_VBA_PROJECT_CUR|_SX_DB_CUR|\u0006DataSpaces|MsoDataStore)$/.test(match[1]!)) continue;
    const inside = { ...stream, path: match[2]!, read: () => stream.read() };
    const known = storages.get(match[1]!);
    if (known) known.push(inside);
    else storages.set(match[1]!, [inside]);
  }
  for (const [name, inside] of storages) {
    into.budget.spendEntry();
    if (readObjectStorage(inside, name, into) || (await readStreams(inside, into, depth + 1))) continue;
    // A picture of the object alone, or an unknown format: it is unread.
    const size = inside.reduce((sum, stream) => sum + stream.size, 0);
    if (inside.some(({ name: stream }) => !/^[\u0001-\u0006]/.test(stream))) into.missed('unsupported', size, name);
  }
}

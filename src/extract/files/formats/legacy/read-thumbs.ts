/** The reader of the thumbnails that Windows keeps in a folder (Thumbs.db): an OLE file with a list of names and pictures. */
import type { ReadFile } from '../../file-reader.ts';
import { systemText } from '../../system-text.ts';
import { collect } from '../collected.ts';
import { openCompoundFile } from '../compound-file.ts';

/** Bytes before the picture in its stream, at most. */
const maxHead = 64;
const pictureMarks = [Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('\x89PNG', 'latin1'), Buffer.from('BM', 'latin1')];

/** Reads the names in the list; each picture is a file inside, and other content of a stream too. */
export const readThumbs: ReadFile = (file, budget) =>
  collect(file, budget, (into) => {
    const opened = openCompoundFile(file.bytes);
    for (const stream of opened.streams) {
      const bytes = stream.read();
      if (stream.name.toLowerCase() === 'catalog') {
        const text = into.text();
        text.place('list of names');
        text.writeLine(systemText(bytes));
        continue;
      }
      const head = bytes.subarray(0, maxHead);
      const start = pictureMarks.map((mark) => head.indexOf(mark)).find((at) => at >= 0) ?? 0;
      into.file(`thumbnail ${stream.name}`, bytes.subarray(start));
    }
    if (opened.isDamaged()) into.missed('damaged', file.bytes.length);
    return Promise.resolve();
  });

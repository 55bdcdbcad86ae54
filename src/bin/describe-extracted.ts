/** The content read from a mail or a file, as text for people at a terminal. */
import type { ExtractedPart, PictureFile, TextPlace } from '../../detectors/detector.ts';
import type { Extracted } from '../workers/extract-pool.ts';

/** The result where the worker was lost: the code says how. */
export interface FailedExtraction {
  readonly failure: string;
}

/** Unread parts with their reasons, then the pictures, then the parts with their places and texts. */
export function describeExtracted(path: string, result: Extracted | FailedExtraction): string {
  if ('failure' in result) return `${path}\n  not read  ${result.failure}\n\n`;
  const characters = result.parts.reduce((sum, { text }) => sum + text.length, 0);
  const lines = [
    `${path}  ${count(result.parts.length, 'part')}, ${count(characters, 'character')} read in ${Math.round(result.ms)} ms`,
    ...result.unread.map(
      ({ part, filename, contentType, size, reason }) =>
        `  not read  ${filename ?? `part ${part}`} (${contentType}, ${count(size, 'byte')}): ${reason}`,
    ),
    ...(result.pictures ?? []).map(describePicture),
    ...result.parts.flatMap(describePart),
  ];
  return `${lines.join('\n')}\n\n`;
}

function describePicture({ part, filename, kind, contentType, bytes, width, height, shown }: PictureFile): string {
  const size = width === undefined || height === undefined ? '' : `, ${width} × ${height} pixels`;
  const place = shown ? ', shown in the text' : '';
  return `  ${kind.padEnd(8)}  ${filename ?? `part ${part}`} (${contentType}, ${count(bytes, 'byte')}${size}${place})`;
}

function describePart({ id, filename, contentType, text, hidden, places = [] }: ExtractedPart): string[] {
  const name = filename === undefined ? '' : `  ${filename}`;
  const unseen = hidden.reduce((sum, { start, end }) => sum + end - start, 0);
  const note = unseen === 0 ? '' : `, ${count(unseen, 'character')} hidden`;
  return ['', `── ${id}${name}  (${contentType}${note})`, ...withPlaces(text, places)];
}

/** The text with a heading at the start of each place. */
function withPlaces(text: string, places: readonly TextPlace[]): string[] {
  const starts = [...places.map(({ start }) => start), text.length];
  const lead = text.slice(0, starts[0]);
  const stretches = places.flatMap(({ start, label, firstRow }, index) => {
    const heading = [label, firstRow === undefined ? '' : `from row ${firstRow}`]
      .filter((word) => word !== '')
      .join(', ');
    return [`[${heading}]`, text.slice(start, starts[index + 1]).replace(/\n$/, '')];
  });
  return lead === '' ? stretches : [lead, ...stretches];
}

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

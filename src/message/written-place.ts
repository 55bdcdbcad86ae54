/** Says where something stands in words that fit for the writer of a message: paragraph, line of a table, sheet and cell. */
import type { ExtractedPart, PartId, Span } from '../../detectors/detector.ts';
import { createPlaceFinder } from './text-place.ts';

/** A place in a message, without the language in which it is told. Counts begin at 1. */
export type WrittenPlace =
  | { readonly in: 'subject' | 'addresses' | 'file-names' }
  | {
      readonly in: 'text';
      /** Which table of the text, and how many it has. */
      readonly table?: number;
      readonly tables?: number;
      /** Paragraph outside of tables; absent where the text has one only. */
      readonly paragraph?: number;
      /** Line within the table or the paragraph; absent in a paragraph of one line. */
      readonly line?: number;
      /** In an earlier message that the text quotes. */
      readonly quoted?: true;
      /** Mail programs do not show it. */
      readonly hidden?: true;
    }
  | {
      readonly in: 'file';
      /** File name, with the names of the messages or archives around it. */
      readonly file?: string;
      /** As `createPlaceFinder` gives it: `sheet Grade 5, cell C12`. */
      readonly at?: string;
    };

const namesPart: PartId = 'names';
const headersPart: PartId = 'headers';

/** Gives the place of an offset into the part's text. Asking costs a binary search. */
export function createWrittenPlaceFinder(part: ExtractedPart): (offset: number) => WrittenPlace {
  if (part.kind === 'attachment') return fileFinder(part);
  if (part.id === namesPart) return () => ({ in: 'file-names' });
  if (part.id === headersPart) return () => ({ in: 'addresses' });
  if (part.kind === 'subject') return () => ({ in: 'subject' });
  return textFinder(part);
}

function fileFinder(part: ExtractedPart): (offset: number) => WrittenPlace {
  const placeOf = createPlaceFinder(part);
  const file = part.filename === undefined ? {} : { file: part.filename };
  return (offset) => {
    const at = placeOf(offset);
    return { in: 'file', ...file, ...(at === undefined || at === '' ? {} : { at }) };
  };
}

/** A run of lines: a table or a paragraph. */
interface Block {
  readonly start: number;
  readonly isTable: boolean;
  /** Offsets at which its lines start. */
  readonly lines: number[];
}

function textFinder(part: ExtractedPart): (offset: number) => WrittenPlace {
  const blocks = blocksOf(part.text, part.contentType === 'text/html');
  const tables = blocks.filter(({ isTable }) => isTable);
  const paragraphs = blocks.filter(({ isTable }) => !isTable);
  return (offset) => {
    if (within(part.hidden, offset)) return { in: 'text', hidden: true };
    const block = blocks.findLast(({ start }) => start <= offset) ?? blocks[0];
    if (block === undefined) return { in: 'text' };
    const line = block.lines.filter((start) => start <= offset).length;
    return {
      in: 'text',
      ...(block.isTable
        ? { table: tables.indexOf(block) + 1, tables: tables.length, line }
        : {
            ...(blocks.length > 1 && { paragraph: paragraphs.indexOf(block) + 1 }),
            ...(block.lines.length > 1 && { line }),
          }),
      ...(within(part.quoted, offset) && { quoted: true as const }),
    };
  };
}

/** In HTML each line is a paragraph; in plain text, empty lines part them. A table is two lines or more with the same separator. */
function blocksOf(text: string, isHtml: boolean): Block[] {
  const blocks: (Block & { readonly separator: string | undefined })[] = [];
  let open = false;
  let start = 0;
  for (const line of text.split('\n')) {
    const at = start;
    start += line.length + 1;
    if (line.trim() === '') {
      open = false;
      continue;
    }
    const separator = separatorOf(line);
    const last = blocks.at(-1);
    const joins = last && open && last.separator === separator && !(isHtml && separator === undefined);
    if (joins) last.lines.push(at);
    else blocks.push({ start: at, isTable: separator !== undefined, lines: [at], separator });
    open = true;
  }
  // A single line with a separator is a sentence, not a table.
  return blocks.map((block) => ({ ...block, isTable: block.isTable && block.lines.length > 1 }));
}

function separatorOf(line: string): string | undefined {
  if (line.trim().includes('\t')) return '\t';
  return ['|', ';'].find((separator) => line.split(separator).length > 2);
}

function within(spans: readonly Span[], offset: number): boolean {
  return spans.some(({ start, end }) => start <= offset && offset < end);
}

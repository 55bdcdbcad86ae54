/** `scripts/node scripts/make-attachments/make-attachments.ts`: regenerates the files in test/attachments/files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaryWorkbook, workbook } from './excel.ts';
import { oldDocument, oldPresentation } from './old-office.ts';
import { slides, spreadsheet, textDocument } from './open-document.ts';
import { savedMessage, winmail } from './outlook.ts';
import { pdf } from './pdf.ts';
import { jpegWithExif, pngWithLetters, pngWithTexts } from './pictures.ts';
import type { MadeFile } from './planting.ts';
import { presentation } from './powerpoint.ts';
import { encapsulatedHtml, richText } from './rich-text.ts';
import { wordDocument } from './word.ts';

/** Every file, the same bytes each time. */
export function makeAttachments(): MadeFile[] {
  return [
    wordDocument(),
    workbook(),
    binaryWorkbook('xlsb'),
    binaryWorkbook('xls'),
    presentation(),
    textDocument(),
    spreadsheet(),
    slides(),
    pdf(),
    richText(),
    encapsulatedHtml(),
    savedMessage(),
    winmail(),
    oldDocument(),
    oldPresentation(),
    pngWithTexts(),
    jpegWithExif(),
    pngWithLetters(),
  ];
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, '../../test/attachments/files');
  mkdirSync(folder, { recursive: true });
  for (const { name, bytes } of makeAttachments()) writeFileSync(join(folder, name), bytes);
}

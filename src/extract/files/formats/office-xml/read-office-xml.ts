/** The reader of OOXML files: Word, Excel and PowerPoint since 2007, which their content distinguishes. */
import type { ReadFile } from '../../file-reader.ts';
import { collect } from '../collected.ts';
import { OfficePackage } from './office-package.ts';
import { OtherParts } from './other-parts.ts';
import { readPresentation } from './presentation.ts';
import { readWordDocument } from './word-document.ts';
import { readWorkbook } from './workbook.ts';

/** Reads docx, docm, xlsx, xlsm, xlsb, pptx and their templates. */
export const readOfficeXml: ReadFile = (file, budget) =>
  collect(file, budget, async (into) => {
    const opened = new OfficePackage(file.bytes, budget);
    if (opened.zip.damaged) into.missed('damaged', file.bytes.length);
    await into.attempt('[Content_Types].xml', 0, async () => {
      if (!(await opened.readTypes())) into.missed('damaged', 0, '[Content_Types].xml');
    });
    const parts = new OtherParts(opened, into);
    if (
      opened.zip.find('xl/workbook.xml') ??
      opened.zip.find('xl/workbook.bin') ??
      opened.partOfType('sheet.main+xml')
    ) {
      await readWorkbook(opened, parts, into);
    } else if (opened.zip.find('ppt/presentation.xml') ?? opened.partOfType('presentation.main+xml')) {
      await readPresentation(opened, parts, into);
    } else await readWordDocument(opened, parts, into);
    await parts.links();
    await parts.rest();
  });

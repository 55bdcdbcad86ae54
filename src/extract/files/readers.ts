/** The list from file format to reader. A reader is loaded when the first file of its format comes. */
import type { FileFormat, ReadFile } from './file-reader.ts';

const officeXml = async () => (await import('./formats/office-xml/read-office-xml.ts')).readOfficeXml;
const openDocument = async () => (await import('./formats/open-document/read-open-document.ts')).readOpenDocument;
const compound = async () => (await import('./formats/legacy/read-compound.ts')).readCompound;

/** Formats that are neither in this list nor archives (`archives/`) are unread with the reason `unsupported`. */
export const readers: Partial<Readonly<Record<FileFormat, () => Promise<ReadFile>>>> = {
  docx: officeXml,
  xlsx: officeXml,
  xlsb: officeXml,
  pptx: officeXml,
  odt: openDocument,
  ods: openDocument,
  odp: openDocument,
  doc: compound,
  xls: compound,
  ppt: compound,
  msg: compound,
  thumbs: async () => (await import('./formats/legacy/read-thumbs.ts')).readThumbs,
  tnef: async () => (await import('./formats/mapi/read-tnef.ts')).readTnef,
  dbf: async () => (await import('./formats/dbase/read-dbase.ts')).readDbase,
  'flat-opc': async () => (await import('./formats/flat/read-flat.ts')).readFlatOpc,
  'flat-odf': async () => (await import('./formats/flat/read-flat.ts')).readFlatOpenDocument,
  'word-xml': async () => (await import('./formats/flat/read-flat.ts')).readWordXml,
  'spreadsheet-xml': async () => (await import('./formats/flat/read-spreadsheet-xml.ts')).readSpreadsheetXml,
  rtf: async () => (await import('./formats/rtf/read-rtf.ts')).readRtf,
  pdf: async () => (await import('./formats/pdf/read-pdf.ts')).readPdf,
  image: async () => (await import('./formats/image/read-image.ts')).readImage,
};

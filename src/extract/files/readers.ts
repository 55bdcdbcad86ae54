/** The explicit list from file format to reader; each is loaded when the first file of its format comes. */
import type { FileFormat, ReadFile } from './file-reader.ts';

const officeXml = async () => (await import('./formats/office-xml/read-office-xml.ts')).readOfficeXml;

/** Formats that are neither here nor archives (`archives/`) are unread with the reason `unsupported`. */
export const readers: Partial<Readonly<Record<FileFormat, () => Promise<ReadFile>>>> = {
  docx: officeXml,
  xlsx: officeXml,
  xlsb: officeXml,
  pptx: officeXml,
};

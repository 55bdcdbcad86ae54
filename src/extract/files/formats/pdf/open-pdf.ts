/** Opens a PDF with pdf.js, with the passwords of the message where it is encrypted. */
import { getDocumentProxy } from 'unpdf';
import { ReadLimit, type FileToRead, type ReadBudget } from '../../file-reader.ts';

export type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;
export type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>;

/** A picture of more pixels is not unpacked. */
const maxImagePixels = 64 * 1024 * 1024;

export interface OpenedPdf {
  readonly pdf: PdfDocument;
  /** What has opened it; empty where it needs none. */
  readonly password: string;
}

/** @throws ReadLimit `encrypted` where no password opens it; other errors where it is damaged beyond repair */
export async function openPdf(file: FileToRead, budget: ReadBudget): Promise<OpenedPdf> {
  try {
    return { pdf: await open(file.bytes, undefined), password: '' };
  } catch (error) {
    if (!isPasswordError(error)) throw error;
  }
  for (const password of file.passwords) {
    budget.checkTime();
    try {
      return { pdf: await open(file.bytes, password), password };
    } catch (error) {
      if (!isPasswordError(error)) throw error;
    }
  }
  throw new ReadLimit('encrypted');
}

async function open(bytes: Buffer, password: string | undefined): Promise<PdfDocument> {
  // pdf.js takes over the memory of the array, and needs a plain one.
  return getDocumentProxy(new Uint8Array(bytes), {
    verbosity: 0,
    enableXfa: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    maxImageSize: maxImagePixels,
    ...(password !== undefined && { password }),
  });
}

function isPasswordError(error: unknown): boolean {
  return error instanceof Error && error.name === 'PasswordException';
}

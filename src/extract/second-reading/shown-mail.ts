/** Reads a message with mailparser, as a mail client does: its subject, its text and its files. */
import { MailParser, type AttachmentStream, type MessageText } from 'mailparser';

export interface ShownFile {
  readonly filename: string | undefined;
  readonly contentType: string;
  /** Transfer encoding undone. */
  readonly bytes: Buffer;
}

export interface ShownMail {
  readonly subject: string;
  /** All plain text parts, joined; empty where there are none. */
  readonly text: string;
  /** All HTML parts, joined, with the plain text parts that stand beside them; empty where there is no HTML. */
  readonly html: string;
  /** Empty where the files are not wanted. */
  readonly files: readonly ShownFile[];
}

export interface ShownMailOptions {
  /** Files are decoded and kept. */
  readonly files: boolean;
  /** Wall-clock time for the message. It is checked between pieces of the message. */
  readonly timeoutMs: number;
}

const pieceBytes = 65_536;

/** @returns undefined where the message takes too long or where mailparser fails */
export async function readShownMail(raw: Buffer, options: ShownMailOptions): Promise<ShownMail | undefined> {
  const deadline = performance.now() + options.timeoutMs;
  const parser = new MailParser({
    skipHtmlToText: true,
    skipTextLinks: true,
    skipImageLinks: true,
    formatDateString: () => '',
  });
  const result = collect(parser, options.files);
  // The result rejects when the parser fails, also while this loop waits for it.
  result.catch(() => undefined);
  try {
    for (let at = 0; at < raw.length; at += pieceBytes) {
      await Promise.race([written(parser, raw.subarray(at, at + pieceBytes)), result]);
      if (performance.now() > deadline) return undefined;
    }
    parser.end();
    return await result;
  } catch {
    return undefined; // mailparser does not read this message: the caller treats it as a failed reading
  } finally {
    parser.destroy();
  }
}

function written(parser: MailParser, piece: Buffer): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  parser.write(piece, (error) => (error ? reject(error) : resolve()));
  return promise;
}

function collect(parser: MailParser, wantsFiles: boolean): Promise<ShownMail> {
  const { promise, resolve, reject } = Promise.withResolvers<ShownMail>();
  const files: ShownFile[] = [];
  let subject = '';
  let text = '';
  let html = '';
  parser.on('headers', (headers) => {
    const value = headers.get('subject');
    subject = typeof value === 'string' ? value : '';
  });
  parser.on('data', (data: AttachmentStream | MessageText) => {
    if (data.type === 'attachment') {
      const { content, filename, contentType } = data;
      const chunks: Buffer[] = [];
      content.on('data', (chunk: Buffer) => {
        if (wantsFiles) chunks.push(chunk);
      });
      content.on('error', reject);
      content.on('end', () => {
        if (wantsFiles) files.push({ filename, contentType, bytes: Buffer.concat(chunks) });
        data.release();
      });
    } else {
      text = data.text ?? '';
      html = typeof data.html === 'string' ? data.html : '';
    }
  });
  parser.on('error', reject);
  parser.on('end', () => resolve({ subject, text, html, files }));
  return promise;
}

/** Finds files for `hallpass scan` and `hallpass extract` and reads their messages: .eml files, mbox files, standard input. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';

export interface FileMessage {
  /** Path as given, followed by the number of the message in an mbox file; `-` for standard input. */
  readonly file: string;
  /** With CRLF line ends, as it would arrive over SMTP. */
  readonly raw: Buffer;
}

/**
 * Looks the paths up at once and reads the messages one by one.
 *
 * @throws HallpassError cli.usage for a path that does not exist, and at a terminal without a path
 */
export function readMessages(paths: readonly string[]): AsyncIterable<FileMessage> {
  if (paths.length === 0 && process.stdin.isTTY)
    throw new HallpassError('cli.usage', 'give .eml files, folders or mbox files, or pipe a message to stdin');
  const files = (paths.length === 0 ? ['-'] : paths).flatMap((path) =>
    filesAt(path, mailEndings, '.eml or .mbox file'),
  );
  return (async function* () {
    for (const file of files) yield* messagesIn(file, file === '-' ? await buffer(process.stdin) : readFileSync(file));
  })();
}

const mailEndings = /\.(eml|mbox)$/i;

/**
 * The file itself, or the files below a folder, sorted; `-` stands for standard input.
 *
 * @param endings of the files to look for in folders
 * @param what name of the files in the error message where none is found
 * @throws HallpassError cli.usage
 */
export function filesAt(path: string, endings: RegExp, what: string): string[] {
  if (path === '-') return [path];
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    const reason = codeOf(error) === 'ENOENT' ? 'no such file or folder' : codeOf(error);
    throw new HallpassError('cli.usage', `cannot read ${path}: ${reason}`);
  }
  if (!isFolder) return [path];
  const found = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  if (found.length === 0) throw new HallpassError('cli.usage', `no ${what} below ${path}`);
  return found.sort();
}

function messagesIn(file: string, bytes: Buffer): FileMessage[] {
  if (!bytes.subarray(0, 5).equals(Buffer.from('From '))) return [{ file, raw: withCrlf(bytes) }];
  const messages = splitMbox(bytes.toString('latin1'));
  return messages.map((text, i) => ({
    file: messages.length === 1 ? file : `${file}#${i + 1}`,
    raw: withCrlf(Buffer.from(text, 'latin1')),
  }));
}

/** mboxrd: a line `From ` after an empty line starts a message; `>From ` in a body was `From `. */
function splitMbox(text: string): string[] {
  return text
    .replace(/\r?\n(?:\r?\n)?$/, '') // the end of the last message; the split removes the ends of the others
    .split(/(?:^|\r?\n\r?\n)From [^\n]*\r?\n/)
    .slice(1)
    .map((message) => `${message.replace(/^>(>*From )/gm, '$1')}\n`);
}

function withCrlf(bytes: Buffer): Buffer {
  const firstLf = bytes.indexOf(10);
  if (firstLf < 0 || bytes[firstLf - 1] === 13) return bytes;
  return Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}

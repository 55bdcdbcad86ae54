/** Reads answers of HTTP services without trust in them: bodies up to a limit, JSON without errors that quote it, errors without addresses. */
import { codeOf, HallpassError } from '../../errors/hallpass-error.ts';

/** @throws HallpassError `roster.provider-answer` where there is more */
export async function readLimited(reply: Response, bytesAtMost: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (reply.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > bytesAtMost)
      throw new HallpassError('roster.provider-answer', `an answer has more than ${bytesAtMost} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** RFC 6585, RFC 9110: the service asks to come again, or something on the way does not answer. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

export const isPassing = (status: number): boolean => passing.has(status);

/** Undefined where it is no JSON: the message of the error would quote the text. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The message of the error of fetch names the address; the code of its cause does not. */
export function causeOf(error: unknown): string {
  const { name, cause } = error as { name?: unknown; cause?: unknown };
  if (name === 'TimeoutError') return 'no answer in time';
  return codeOf(cause ?? error);
}

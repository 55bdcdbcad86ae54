/** Reads the data of a message within the limits on size and memory. */
import type { SMTPServerDataStream } from 'smtp-server';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';

/** Bytes of the messages that are read or committed now, over all connections. */
export interface MemoryUse {
  bytes: number;
}

export interface DataLimits {
  /** Of `MemoryUse`. */
  readonly memoryBytes: number;
  /** For the whole of the data. */
  readonly dataSeconds: number;
}

/** @throws HallpassError receive.too-big, receive.busy, receive.too-slow, receive.client-gone */
export async function readData(
  stream: SMTPServerDataStream,
  memory: MemoryUse,
  { memoryBytes, dataSeconds }: DataLimits,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let refusal: HallpassError | undefined;
  // The reply ends the connection: the rest of the data is not waited for.
  const timer = setTimeout(() => stream.destroy(new HallpassError('receive.too-slow')), dataSeconds * 1000);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (refusal) continue; // read on to the end of the data: the reply belongs behind it
      size += chunk.length;
      memory.bytes += chunk.length;
      if (stream.sizeExceeded) refusal = new HallpassError('receive.too-big');
      else if (memory.bytes > memoryBytes) refusal = new HallpassError('receive.busy');
      if (refusal) chunks.length = 0;
      else chunks.push(chunk);
    }
    if (refusal) throw refusal;
    return Buffer.concat(chunks, size);
  } catch (error) {
    throw codeOf(error) === 'ECONNECTION' ? new HallpassError('receive.client-gone') : error;
  } finally {
    clearTimeout(timer);
    memory.bytes -= size;
  }
}

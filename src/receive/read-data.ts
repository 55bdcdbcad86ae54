/** Reads the data of a message within the limits on size and memory. */
import type { SMTPServerDataStream } from 'smtp-server';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';

/** Bytes of the messages that are read or committed now, over all connections. */
export interface MemoryUse {
  bytes: number;
}

/** @throws HallpassError receive.too-big, receive.busy, receive.client-gone */
export async function readData(stream: SMTPServerDataStream, memory: MemoryUse, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let refusal: HallpassError | undefined;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (refusal) continue; // read on to the end of the data: the reply belongs behind it
      size += chunk.length;
      memory.bytes += chunk.length;
      if (stream.sizeExceeded) refusal = new HallpassError('receive.too-big');
      else if (memory.bytes > limitBytes) refusal = new HallpassError('receive.busy');
      if (refusal) chunks.length = 0;
      else chunks.push(chunk);
    }
    if (refusal) throw refusal;
    return Buffer.concat(chunks, size);
  } catch (error) {
    throw codeOf(error) === 'ECONNECTION' ? new HallpassError('receive.client-gone') : error;
  } finally {
    memory.bytes -= size;
  }
}

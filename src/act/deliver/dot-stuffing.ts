/**
 * Doubles the dots at the beginning of lines (RFC 5321 4.5.2) by searching for line ends. nodemailer looks at each byte in turn,
 * which took a tenth of the main thread's time; where a line end is bare, its own way goes on.
 */
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Transform, TransformCallback } from 'node:stream';

/** nodemailer's stream from a message to the socket. */
export interface DataStream extends Transform {
  inByteCount: number;
  outByteCount: number;
  /** Of what was written so far; false before the first one. */
  lastByte: number | false;
}

interface Connection {
  _createSendStream: (this: Connection, done: unknown) => DataStream;
}

const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;

const prototype = SMTPConnection.prototype as unknown as Connection;
const createSendStream = prototype._createSendStream;
prototype._createSendStream = function createStuffingStream(done) {
  const stream = createSendStream.call(this, done);
  stuffDots(stream);
  return stream;
};

/** Gives the stream a faster way for chunks whose lines all end with CR and LF. */
export function stuffDots(stream: DataStream): void {
  const byByte = stream._transform.bind(stream);
  stream._transform = (chunk: Buffer, encoding: BufferEncoding, done: TransformCallback) => {
    const dots = dotsToDouble(chunk, stream.lastByte);
    if (dots === undefined) return byByte(chunk, encoding, done);
    const out = doubled(chunk, dots);
    stream.inByteCount += chunk.length;
    stream.outByteCount += out.length;
    stream.lastByte = chunk[chunk.length - 1]!;
    done(null, out);
  };
}

/** Places of the dots that begin a line; undefined where a line end is bare, or may be at the edge of the chunk. */
function dotsToDouble(chunk: Buffer, lastByte: number | false): number[] | undefined {
  if (chunk.length === 0) return undefined;
  if (lastByte === CR ? chunk[0] !== LF : chunk[0] === LF) return undefined;
  const dots: number[] = [];
  if (chunk[0] === DOT && (lastByte === false || lastByte === LF)) dots.push(0);
  if (chunk[0] === LF && chunk[1] === DOT) dots.push(1);
  let end = chunk.indexOf(LF, chunk[0] === LF ? 1 : 0);
  for (let cr = chunk.indexOf(CR); cr !== -1 && cr < chunk.length - 1; cr = chunk.indexOf(CR, cr + 2)) {
    if (end !== cr + 1) return undefined;
    if (chunk[cr + 2] === DOT) dots.push(cr + 2);
    end = chunk.indexOf(LF, cr + 2);
  }
  return end > 0 ? undefined : dots;
}

function doubled(chunk: Buffer, dots: readonly number[]): Buffer {
  if (dots.length === 0) return chunk;
  const out = Buffer.allocUnsafe(chunk.length + dots.length);
  let from = 0;
  dots.forEach((dot, n) => {
    chunk.copy(out, from + n, from, dot);
    out[dot + n] = DOT;
    from = dot;
  });
  chunk.copy(out, from + dots.length, from);
  return out;
}

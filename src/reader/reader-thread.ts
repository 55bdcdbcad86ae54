/** Entry of the reader's thread: holds the sentence model once for all scan workers, each of which asks through a port of its own. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import type { ReaderNotice, ReadRequest, ReadResult } from './reader-messages.ts';
import { openSentenceModel, type SentenceModel } from './sentence-model.ts';

const tell = (notice: ReaderNotice): void => parentPort?.postMessage(notice);

/**
 * Answers one request. Sentences of several messages take turns, so that a long message does not keep a short one waiting.
 * An error of the model ends the thread: it is started anew.
 */
async function read(
  { sentences, tokens }: ReadRequest,
  model: SentenceModel,
  gone: () => boolean,
): Promise<ReadResult> {
  const { labels } = model;
  const rows: Float32Array[] = [];
  let left = tokens;
  for (const sentence of sentences) {
    if (left <= 0 || gone()) break;
    const found = await model.read(sentence);
    left -= found.tokens;
    rows.push(found.odds);
  }
  const odds = new Float32Array(rows.length * labels.length);
  for (const [at, row] of rows.entries()) odds.set(row, at * labels.length);
  return { labels, read: rows.length, odds };
}

function serve(port: MessagePort, model: SentenceModel): void {
  let closed = false;
  port.on('close', () => (closed = true));
  port.on('message', (request: ReadRequest) => {
    void read(request, model, () => closed).then((result) =>
      port.postMessage(result, [result.odds.buffer as ArrayBuffer]),
    );
  });
}

try {
  const model = await openSentenceModel(workerData as string);
  // Compiles what is compiled at the first run, before the first message waits for it.
  await model.read({ before: '', sentence: 'Ready.', behind: '' });
  parentPort?.on('message', (port: MessagePort) => serve(port, model));
  tell({ reader: 'running', labels: model.labels });
} catch (error) {
  tell({
    reader: 'failed',
    code: codeOf(error),
    detail: error instanceof HallpassError ? error.message : 'unexpected error',
  });
}

/** The thread's side of `picture-thread.ts`: loads what it needs, then answers one question after the other. */
import { parentPort } from 'node:worker_threads';
import type { PictureQuestion, ThreadNotice } from './thread-messages.ts';

export interface PictureService<Answer> {
  /** Does not throw for any picture. */
  answer(pictures: readonly Uint8Array[]): Answer | Promise<Answer>;
  memoryBytes(): number;
  /** Milliseconds of other threads for the last answer. */
  elsewhereMs?(): number;
}

/** @param load opens an engine or a model; where it rejects, the process is told so */
export async function servePictures<Answer>(load: () => Promise<PictureService<Answer>>): Promise<void> {
  const tell = (notice: ThreadNotice<Answer>): void => parentPort?.postMessage(notice);
  try {
    const service = await load();
    parentPort?.on('message', ({ pictures }: PictureQuestion) => {
      const before = process.threadCpuUsage();
      void Promise.resolve(service.answer(pictures)).then((answer) => {
        const { user, system } = process.threadCpuUsage(before);
        const cpuMs = (user + system) / 1000 + (service.elsewhereMs?.() ?? 0);
        tell({ pictures: 'done', answer, cpuMs, memoryBytes: service.memoryBytes() });
      });
    });
    tell({ pictures: 'running' });
  } catch {
    tell({ pictures: 'failed' });
  }
}

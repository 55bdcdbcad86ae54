/** Reads the pictures of messages in threads of its own, message by message in turns, within a budget for each message and for all. */
import { HallpassError } from '../errors/hallpass-error.ts';
import { createOcrThread, type OcrThread } from './ocr-thread-handle.ts';
import { notRead, type PictureText, type WantedPicture } from './picture-text.ts';
import { createTextCache } from './text-cache.ts';

export interface OcrLimits {
  readonly threads: number;
  /** Milliseconds of the processor for the pictures of one message. */
  readonly messageMs: number;
  /** Milliseconds after which what is not read of a message stays unread. */
  readonly waitMs: number;
  /** Messages that may wait at the same time. */
  readonly messages: number;
}

export interface Ocr {
  /**
   * The text of each picture by its key. What the budget does not suffice for is `not-read`.
   *
   * @throws HallpassError `scan.not-running` once it is closed
   */
  read(wanted: readonly WantedPicture[]): Promise<ReadonlyMap<string, PictureText>>;
  /** Since the start. */
  stats(): OcrStats;
  /** Refuses the messages that wait. */
  close(): Promise<void>;
}

export interface OcrStats {
  readonly read: number;
  readonly notRead: number;
  readonly fromCache: number;
  readonly waiting: number;
}

interface Message {
  readonly left: WantedPicture[];
  readonly texts: Map<string, PictureText>;
  readonly deadline: number;
  /** Pictures of it that are being read. */
  reading: number;
  spentMs: number;
  done(texts: ReadonlyMap<string, PictureText>): void;
  refuse(error: HallpassError): void;
}

/** Twenty thousand pages or so of text. */
const cacheCharacters = 16_000_000;

/** The threads are started with the first pictures. */
export function startOcr(limits: OcrLimits): Ocr {
  const cache = createTextCache(cacheCharacters);
  const threads: OcrThread[] = [];
  /** Those with pictures left; the first one is next. */
  const turns: Message[] = [];
  const counts = { read: 0, notRead: 0, fromCache: 0 };
  const waiting = new Set<Message>();
  let closing = false;

  function keep(message: Message, { key }: WantedPicture, text: PictureText): void {
    message.texts.set(key, text);
    if ('unread' in text && text.unread === 'not-read') counts.notRead += 1;
    else {
      counts.read += 1;
      cache.set(key, text);
    }
  }

  function endIfDone(message: Message): void {
    if (message.left.length > 0 || message.reading > 0) return;
    waiting.delete(message);
    message.done(message.texts);
  }

  /** The next picture to read; what is known, or no longer affordable, is settled on the way. */
  function next(): { message: Message; picture: WantedPicture } | undefined {
    for (let message = turns.shift(); message; message = turns.shift()) {
      const picture = message.left.shift();
      if (!picture) continue;
      const known = cache.get(picture.key);
      const isSpent = message.spentMs >= limits.messageMs || performance.now() >= message.deadline;
      if (!known && !isSpent) {
        turns.push(message);
        return { message, picture };
      }
      if (known) {
        counts.fromCache += 1;
        message.texts.set(picture.key, known);
      } else keep(message, picture, notRead);
      turns.unshift(message);
      endIfDone(message);
    }
    return undefined;
  }

  async function work(thread: OcrThread): Promise<void> {
    for (let task = next(); task; task = next()) {
      const { message, picture } = task;
      message.reading += 1;
      const { text, spentMs } = await thread.read(picture.pictures);
      message.reading -= 1;
      message.spentMs += spentMs;
      keep(message, picture, text);
      endIfDone(message);
    }
    thread.busy = false;
  }

  function startWork(): void {
    while (threads.length < limits.threads) threads.push(createOcrThread());
    for (const thread of threads) {
      if (thread.busy || turns.length === 0) continue;
      thread.busy = true;
      void work(thread);
    }
  }

  return {
    read(wanted) {
      const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, PictureText>>();
      const left = [...new Map(wanted.map((picture) => [picture.key, picture])).values()];
      if (left.length === 0) return Promise.resolve(new Map());
      if (closing) return Promise.reject(new HallpassError('scan.not-running'));
      if (waiting.size >= limits.messages) {
        counts.notRead += left.length;
        return Promise.resolve(new Map(left.map(({ key }) => [key, cache.get(key) ?? notRead])));
      }
      const deadline = performance.now() + limits.waitMs;
      const message = { left, texts: new Map(), deadline, reading: 0, spentMs: 0, done: resolve, refuse: reject };
      waiting.add(message);
      turns.push(message);
      startWork();
      return promise;
    },
    stats: () => ({ ...counts, waiting: waiting.size }),
    async close() {
      closing = true;
      turns.length = 0;
      for (const message of waiting) message.refuse(new HallpassError('scan.not-running'));
      waiting.clear();
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

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
  const queue = new PictureQueue(limits);
  return {
    read: (wanted) => queue.read(wanted),
    stats: () => queue.stats(),
    close: () => queue.close(),
  };
}

class PictureQueue {
  private readonly limits: OcrLimits;
  private readonly cache = createTextCache(cacheCharacters);
  private readonly threads: OcrThread[] = [];
  /** Messages with pictures left; the first one is next. */
  private readonly turns: Message[] = [];
  private readonly waiting = new Set<Message>();
  private readonly counts = { read: 0, notRead: 0, fromCache: 0 };
  private closing = false;

  constructor(limits: OcrLimits) {
    this.limits = limits;
  }

  read(wanted: readonly WantedPicture[]): Promise<ReadonlyMap<string, PictureText>> {
    if (this.closing) return Promise.reject(new HallpassError('scan.not-running'));
    const left = [...new Map(wanted.map((picture) => [picture.key, picture])).values()];
    if (left.length === 0) return Promise.resolve(new Map());
    if (this.waiting.size >= this.limits.messages) {
      this.counts.notRead += left.length;
      return Promise.resolve(new Map(left.map(({ key }) => [key, this.cache.get(key) ?? notRead])));
    }
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, PictureText>>();
    const deadline = performance.now() + this.limits.waitMs;
    const message = { left, texts: new Map(), deadline, reading: 0, spentMs: 0, done: resolve, refuse: reject };
    this.waiting.add(message);
    this.turns.push(message);
    this.startWork();
    return promise;
  }

  stats(): OcrStats {
    return { ...this.counts, waiting: this.waiting.size };
  }

  async close(): Promise<void> {
    this.closing = true;
    this.turns.length = 0;
    for (const message of this.waiting) message.refuse(new HallpassError('scan.not-running'));
    this.waiting.clear();
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private startWork(): void {
    while (this.threads.length < this.limits.threads) this.threads.push(createOcrThread());
    for (const thread of this.threads) {
      if (thread.busy || this.turns.length === 0) continue;
      thread.busy = true;
      void this.work(thread);
    }
  }

  private async work(thread: OcrThread): Promise<void> {
    for (let task = this.next(); task; task = this.next()) {
      const { message, picture } = task;
      message.reading += 1;
      const { text, spentMs } = await thread.read(picture.pictures);
      message.reading -= 1;
      message.spentMs += spentMs;
      this.keep(message, picture, text);
      this.endIfDone(message);
    }
    thread.busy = false;
  }

  /** The next picture to read; what is known, or no longer affordable, is settled on the way. */
  private next(): { message: Message; picture: WantedPicture } | undefined {
    for (let message = this.turns.shift(); message; message = this.turns.shift()) {
      const picture = message.left.shift();
      if (!picture) continue;
      const known = this.cache.get(picture.key);
      const isSpent = message.spentMs >= this.limits.messageMs || performance.now() >= message.deadline;
      if (!known && !isSpent) {
        this.turns.push(message);
        return { message, picture };
      }
      if (known) {
        this.counts.fromCache += 1;
        message.texts.set(picture.key, known);
      } else this.keep(message, picture, notRead);
      this.turns.unshift(message);
      this.endIfDone(message);
    }
    return undefined;
  }

  private keep(message: Message, { key }: WantedPicture, text: PictureText): void {
    message.texts.set(key, text);
    if ('unread' in text && text.unread === 'not-read') this.counts.notRead += 1;
    else {
      this.counts.read += 1;
      this.cache.set(key, text);
    }
  }

  private endIfDone(message: Message): void {
    if (message.left.length > 0 || message.reading > 0) return;
    this.waiting.delete(message);
    message.done(message.texts);
  }
}

/**
 * The waiting line for the threads that work on pictures: fair among senders, within a budget for each message, and bounded in
 * time and memory.
 */
import { HallpassError } from '../errors/hallpass-error.ts';
import { createFairOrder } from '../queue/fair-order.ts';
import { createPlaceHeap } from '../queue/place-heap.ts';
import { createAnswerCache, type AnswerCache } from './answer-cache.ts';
import { createPictureThread, type PictureThread } from './picture-thread.ts';
import { notRead, type Unread } from './picture-text.ts';

export interface PictureLimits {
  readonly threads: number;
  /** Milliseconds of the processor for the pictures of one message. */
  readonly messageMs: number;
  /** Milliseconds after which what is left of a message stays unread. */
  readonly waitMs: number;
  /** Bytes of the messages that wait. */
  readonly waitingBytes: number;
}

/** One kind of work on pictures. @typeParam Answer of a picture that was read */
export interface PictureWork<Answer> {
  /** Entry of the thread. */
  readonly entry: URL;
  /** Characters of all answers that are kept for pictures that come again. */
  readonly cacheCharacters: number;
  readonly charactersOf: (answer: Answer) => number;
}

export interface PictureJob {
  readonly key: string;
  readonly pictures: readonly Uint8Array[];
}

/** Whose message it is, and the memory that it takes while it waits. */
export interface PictureOwner {
  readonly sender: string;
  readonly bytes: number;
}

export interface PictureStats {
  readonly read: number;
  readonly notRead: number;
  readonly fromCache: number;
  readonly waiting: number;
}

interface Message<Answer> {
  readonly owner: PictureOwner;
  readonly answers: Map<string, Answer | Unread>;
  /** Pictures without an answer. */
  open: number;
  spentMs: number;
  timer?: NodeJS.Timeout;
  done(answers: ReadonlyMap<string, Answer | Unread>): void;
  refuse(error: HallpassError): void;
}

interface Task<Answer> {
  readonly message: Message<Answer>;
  readonly job: PictureJob;
}

/** The threads are started with the first pictures. */
export class PictureQueue<Answer> {
  private readonly limits: PictureLimits;
  private readonly entry: URL;
  private readonly cache: AnswerCache<Answer | Unread>;
  private readonly threads: PictureThread<Answer>[] = [];
  private readonly order = createFairOrder();
  private readonly tasks = createPlaceHeap<Task<Answer>>();
  private readonly waiting = new Set<Message<Answer>>();
  private readonly bytesOf = new Map<string, number>();
  private readonly counts = { read: 0, notRead: 0, fromCache: 0 };
  private waitingBytes = 0;
  private messages = 0;
  private closing = false;

  constructor(limits: PictureLimits, { entry, cacheCharacters, charactersOf }: PictureWork<Answer>) {
    this.limits = limits;
    this.entry = entry;
    this.cache = createAnswerCache(cacheCharacters, (answer) => (isUnread<Answer>(answer) ? 0 : charactersOf(answer)));
  }

  /**
   * The answer for each picture by its key. What the budget does not suffice for is `not-read`.
   *
   * @param owner absent for messages whose memory does not count; each of them counts as a sender of its own
   * @throws HallpassError `scan.not-running` once it is closed
   */
  ask(jobs: readonly PictureJob[], owner?: PictureOwner): Promise<ReadonlyMap<string, Answer | Unread>> {
    if (this.closing) return Promise.reject(new HallpassError('scan.not-running'));
    const answers = new Map<string, Answer | Unread>();
    const left = [...new Map(jobs.map((job) => [job.key, job])).values()].filter(({ key }) => {
      const known = this.cache.get(key);
      if (known === undefined) return true;
      this.counts.fromCache += 1;
      answers.set(key, known);
      return false;
    });
    if (left.length === 0) return Promise.resolve(answers);
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, Answer | Unread>>();
    const message: Message<Answer> = {
      owner: owner ?? { sender: '', bytes: 0 },
      answers,
      open: left.length,
      spentMs: 0,
      done: resolve,
      refuse: reject,
    };
    if (!this.hasRoomFor(message.owner)) for (const { key } of left) this.settle(message, key, notRead);
    else this.enter(message, left, owner?.sender);
    return promise;
  }

  stats(): PictureStats {
    return { ...this.counts, waiting: this.waiting.size };
  }

  /** Refuses the messages that wait. */
  refuseWaiting(): void {
    this.closing = true;
    this.tasks.clear();
    for (const message of [...this.waiting]) {
      this.leave(message);
      message.refuse(new HallpassError('scan.not-running'));
    }
  }

  async close(): Promise<void> {
    this.refuseWaiting();
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  /** A sender may fill at most half of the memory that others leave, so that there is always room for another one. */
  private hasRoomFor({ sender, bytes }: PictureOwner): boolean {
    const own = (this.bytesOf.get(sender) ?? 0) + bytes;
    return own <= this.limits.waitingBytes - this.waitingBytes;
  }

  private enter(message: Message<Answer>, jobs: readonly PictureJob[], sender: string | undefined): void {
    const { owner } = message;
    this.waiting.add(message);
    this.waitingBytes += owner.bytes;
    this.bytesOf.set(owner.sender, (this.bytesOf.get(owner.sender) ?? 0) + owner.bytes);
    this.messages += 1;
    const share = { sender: sender ?? `message ${this.messages}`, bytes: 0 };
    for (const job of jobs) this.tasks.add(this.order.placeFor(share), { message, job });
    message.timer = setTimeout(() => this.giveUp(message, jobs), this.limits.waitMs).unref();
    this.startWork();
  }

  private leave(message: Message<Answer>): void {
    clearTimeout(message.timer);
    if (!this.waiting.delete(message)) return;
    const { sender, bytes } = message.owner;
    this.waitingBytes -= bytes;
    const left = (this.bytesOf.get(sender) ?? 0) - bytes;
    if (left > 0) this.bytesOf.set(sender, left);
    else this.bytesOf.delete(sender);
  }

  /** The time is up: what has no answer stays unread; a picture that is being read is kept for the next time alone. */
  private giveUp(message: Message<Answer>, jobs: readonly PictureJob[]): void {
    for (const { key } of jobs) if (!message.answers.has(key)) this.settle(message, key, notRead);
  }

  private startWork(): void {
    while (this.threads.length < this.limits.threads) this.threads.push(createPictureThread<Answer>(this.entry));
    for (const thread of this.threads) {
      if (thread.busy || this.tasks.size === 0) continue;
      thread.busy = true;
      void this.work(thread);
    }
  }

  private async work(thread: PictureThread<Answer>): Promise<void> {
    for (let task = this.next(); task; task = this.next()) {
      const { message, job } = task;
      const { answer, spentMs } = await thread.ask(job.pictures);
      message.spentMs += spentMs;
      if (!isNotRead(answer)) this.cache.set(job.key, answer);
      this.settle(message, job.key, answer);
    }
    thread.busy = false;
    if (this.tasks.size === 0) this.order.reset();
  }

  /** The next picture to work on; what is known, or no longer affordable, is settled on the way. */
  private next(): Task<Answer> | undefined {
    for (let taken = this.tasks.take(); taken; taken = this.tasks.take()) {
      this.order.begins(taken.place);
      const { message, job } = taken.entry;
      if (message.answers.has(job.key)) continue;
      const known = this.cache.get(job.key);
      if (known !== undefined) {
        this.counts.fromCache += 1;
        this.settle(message, job.key, known, true);
      } else if (message.spentMs >= this.limits.messageMs || this.limits.waitMs === 0)
        this.settle(message, job.key, notRead);
      else return taken.entry;
    }
    return undefined;
  }

  private settle(message: Message<Answer>, key: string, answer: Answer | Unread, isKnown = false): void {
    if (message.answers.has(key)) return;
    message.answers.set(key, answer);
    if (!isKnown) this.counts[isNotRead(answer) ? 'notRead' : 'read'] += 1;
    message.open -= 1;
    if (message.open > 0) return;
    this.leave(message);
    message.done(message.answers);
  }
}

function isUnread<Answer>(answer: Answer | Unread): answer is Unread {
  return typeof answer === 'object' && answer !== null && 'unread' in answer;
}

function isNotRead<Answer>(answer: Answer | Unread): boolean {
  return isUnread(answer) && answer.unread === 'not-read';
}

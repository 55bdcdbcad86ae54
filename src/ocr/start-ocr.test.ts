/** The waiting line for OCR: turns of the senders, the budget of a message and of all, the cache, and the end. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { pictureWords, pngWithLetters } from '../../scripts/make-attachments/pictures.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { createAnswerCache } from './answer-cache.ts';
import type { PictureLimits } from './picture-queue.ts';
import { startOcr, type Ocr } from './start-ocr.ts';

const { bytes } = pngWithLetters();
const plenty: PictureLimits = { threads: 1, messageMs: 60_000, waitMs: 600_000, waitingBytes: 1000 };
const wanted = (key: string) => ({ key, pictures: [Uint8Array.from(bytes)] });
const words = { lines: [pictureWords] };
const notRead = { unread: 'not-read' };

let ocr: Ocr | undefined;
afterEach(() => ocr?.close());

const start = (limits: Partial<PictureLimits> = {}): Ocr => (ocr = startOcr({ ...plenty, ...limits }));

describe('the pictures of messages', () => {
  it('are read, and those that come again are not read again', async () => {
    const running = start();
    expect(await running.ask([wanted('one'), wanted('two'), wanted('one')])).toEqual(
      new Map([
        ['one', words],
        ['two', words],
      ]),
    );
    expect(await running.ask([wanted('two')])).toEqual(new Map([['two', words]]));
    expect(running.stats()).toEqual({ read: 2, notRead: 0, fromCache: 1, waiting: 0 });
  });

  it('take turns: a message with one does not wait for all of another one', async () => {
    const running = start();
    const done: string[] = [];
    await Promise.all([
      running.ask(['a', 'b', 'c', 'd'].map(wanted)).then(() => done.push('four')),
      running.ask([wanted('e')]).then(() => done.push('one')),
    ]);
    expect(done).toEqual(['one', 'four']);
  });

  it('take turns by sender: one message of another sender passes a burst', async () => {
    const running = start();
    const done: string[] = [];
    const send = (sender: string, key: string) =>
      running.ask([wanted(key)], { sender, bytes: 1 }).then((texts) => done.push(texts.get(key) ? sender : 'nothing'));
    const burst = Array.from({ length: 20 }, (_, n) => send('burst', `burst ${n}`));
    await Promise.all([...burst, send('single', 'single')]);
    expect(done).toHaveLength(21);
    expect(done.indexOf('single')).toBeLessThan(4);
    expect(running.stats()).toEqual({ read: 21, notRead: 0, fromCache: 0, waiting: 0 });
  });

  it.each([
    ['the time of the message is spent', { messageMs: 0 }],
    ['it has waited for too long', { waitMs: 0 }],
    ['there is no memory for it', { waitingBytes: 5 }],
  ])('stay unread where %s', async (_, limits) => {
    const running = start(limits);
    expect(await running.ask([wanted('one')], { sender: 'a', bytes: 10 })).toEqual(new Map([['one', notRead]]));
    expect(running.stats()).toMatchObject({ read: 0, notRead: 1, waiting: 0 });
  });

  it('of a sender who has filled half of the memory stay unread, those of another sender are read', async () => {
    const running = start({ waitingBytes: 100 });
    const send = (sender: string, key: string) => running.ask([wanted(key)], { sender, bytes: 40 });
    const texts = await Promise.all([send('burst', 'one'), send('burst', 'two'), send('single', 'three')]);
    expect(texts.map((of) => [...of])).toEqual([[['one', words]], [['two', notRead]], [['three', words]]]);
    expect(await send('burst', 'four')).toEqual(new Map([['four', words]]));
  });

  it('beyond the time of the message stay unread, those before are read', async () => {
    const texts = await start({ messageMs: 1 }).ask([wanted('one'), wanted('two')]);
    expect([...texts.values()]).toEqual([words, notRead]);
  });

  it('are refused when it is closed, so that the message is scanned again and not held', async () => {
    const running = start();
    const waiting = running.ask([wanted('one')]).catch((error: unknown) => codeOf(error));
    await running.close();
    expect(await waiting).toBe('scan.not-running');
    await expect(running.ask([wanted('one')])).rejects.toMatchObject({ code: 'scan.not-running' });
  });
});

it('the cache forgets what was not asked for the longest', () => {
  const cache = createAnswerCache<string>(330, (text) => text.length);
  for (const key of ['a', 'b', 'c']) cache.set(key, '1234567890');
  cache.get('a');
  cache.set('d', '1234567890');
  expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true, true]);
});

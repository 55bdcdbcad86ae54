/** The budget of a message and of all, the cache, and the end. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { pictureWords, pngWithLetters } from '../../scripts/make-attachments/pictures.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { startOcr, type Ocr, type OcrLimits } from './start-ocr.ts';
import { createTextCache } from './text-cache.ts';

const { bytes } = pngWithLetters();
const plenty: OcrLimits = { threads: 1, messageMs: 60_000, waitMs: 600_000, messages: 5 };
const wanted = (key: string) => ({ key, pictures: [Uint8Array.from(bytes)] });
const words = { lines: [pictureWords] };
const notRead = { unread: 'not-read' };

let ocr: Ocr | undefined;
afterEach(() => ocr?.close());

const start = (limits: Partial<OcrLimits> = {}): Ocr => (ocr = startOcr({ ...plenty, ...limits }));

describe('the pictures of messages', () => {
  it('are read, and those that come again are not read again', async () => {
    const running = start();
    expect(await running.read([wanted('one'), wanted('two'), wanted('one')])).toEqual(
      new Map([
        ['one', words],
        ['two', words],
      ]),
    );
    expect(await running.read([wanted('two')])).toEqual(new Map([['two', words]]));
    expect(running.stats()).toEqual({ read: 2, notRead: 0, fromCache: 1, waiting: 0 });
  });

  it('take turns: a message with one does not wait for all of another one', async () => {
    const running = start();
    const done: string[] = [];
    await Promise.all([
      running.read(['a', 'b', 'c', 'd'].map(wanted)).then(() => done.push('four')),
      running.read([wanted('e')]).then(() => done.push('one')),
    ]);
    expect(done).toEqual(['one', 'four']);
  });

  it.each([
    ['the time of the message is spent', { messageMs: 0 }],
    ['it has waited for too long', { waitMs: 0 }],
    ['too many messages wait', { messages: 0 }],
  ])('stay unread where %s', async (_, limits) => {
    const running = start(limits);
    expect(await running.read([wanted('one')])).toEqual(new Map([['one', notRead]]));
    expect(running.stats()).toMatchObject({ read: 0, notRead: 1, waiting: 0 });
  });

  it('beyond the time of the message stay unread, those before are read', async () => {
    const texts = await start({ messageMs: 1 }).read([wanted('one'), wanted('two')]);
    expect([...texts.values()]).toEqual([words, notRead]);
  });

  it('are refused when it is closed, so that the message is scanned again and not held', async () => {
    const running = start();
    const waiting = running.read([wanted('one')]).catch((error: unknown) => codeOf(error));
    await running.close();
    expect(await waiting).toBe('scan.not-running');
    await expect(running.read([wanted('one')])).rejects.toMatchObject({ code: 'scan.not-running' });
  });
});

it('the cache forgets what was not asked for the longest', () => {
  const cache = createTextCache(330);
  for (const key of ['a', 'b', 'c']) cache.set(key, { lines: ['1234567890'] });
  cache.get('a');
  cache.set('d', { lines: ['1234567890'] });
  expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true, true]);
});

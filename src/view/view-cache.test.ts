/** The cache of views: one reading for many requests, within its bytes and its time, and no failure that stays. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createViewCache } from './view-cache.ts';
import type { ViewRequest, ViewResult } from './view-result.ts';

const request = (id: string, want: ViewResult['want'] = 'rendered'): ViewRequest => ({
  id,
  want,
  sender: '',
  raw: new Uint8Array(),
});
const page = (length: number): ViewResult => ({ want: 'rendered', html: 'x'.repeat(length), removed: [] });

describe('the cache of views', () => {
  let read: string[];
  beforeEach(() => {
    read = [];
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function cacheOf(length: number, maxBytes = 1000) {
    const view = ({ id, want }: ViewRequest) => {
      read.push(`${id} ${want}`);
      return id === 'broken' ? Promise.reject(new Error('broken')) : Promise.resolve(page(length));
    };
    return createViewCache(view, { maxBytes, maxAgeMs: 60_000 });
  }

  it('reads a message once for each kind of view, also while it is being read', async () => {
    const cache = cacheOf(10);
    const both = await Promise.all([cache.view(request('a')), cache.view(request('a'))]);
    expect(both[0]).toBe(both[1]);
    await cache.view(request('a'));
    await cache.view(request('a', 'headers'));
    expect(read).toEqual(['a rendered', 'a headers']);
  });

  it('drops a view when its time is over', async () => {
    const cache = cacheOf(10);
    await cache.view(request('a'));
    jest.advanceTimersByTime(59_999);
    expect(cache.bytes()).toBe(21);
    jest.advanceTimersByTime(1);
    expect(cache.bytes()).toBe(0);
    await cache.view(request('a'));
    expect(read).toHaveLength(2);
  });

  it('drops the view that was not used for longest when there is no room', async () => {
    const cache = cacheOf(200);
    for (const id of ['a', 'b', 'a', 'c']) await cache.view(request(id));
    expect(cache.bytes()).toBe(802);
    await cache.view(request('a'));
    expect(read).toEqual(['a', 'b', 'c'].map((id) => `${id} rendered`));
    await cache.view(request('b'));
    expect(read).toHaveLength(4);
  });

  it('does not keep what is larger than all its room', async () => {
    const cache = cacheOf(501);
    await cache.view(request('a'));
    expect(cache.bytes()).toBe(0);
  });

  it('does not keep failures', async () => {
    const cache = cacheOf(10);
    await expect(cache.view(request('broken'))).rejects.toThrow('broken');
    await expect(cache.view(request('broken'))).rejects.toThrow('broken');
    expect(read).toHaveLength(2);
  });

  it('keeps nothing after it is cleared, not even what is still being read', async () => {
    const cache = cacheOf(10);
    const reading = cache.view(request('a'));
    cache.clear();
    await reading;
    expect(cache.bytes()).toBe(0);
  });
});

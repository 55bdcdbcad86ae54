/** Bodies just accepted are given away once, within a limit, and not kept for a message that another process has scanned. */
import { expect, it } from '@jest/globals';
import { newMessageId } from '../message/message-id.ts';
import { createRecentBodies } from './recent-bodies.ts';

const [first, second, third] = [newMessageId(), newMessageId(), newMessageId()];
const body = (bytes: number): Buffer => Buffer.alloc(bytes, 65);

it('gives a body away once', () => {
  const recent = createRecentBodies(100);
  recent.keep(first, body(40));
  expect(recent.take(first)).toEqual(body(40));
  expect(recent.take(first)).toBeUndefined();
});

it('keeps what came first where not all fits', () => {
  const recent = createRecentBodies(100);
  recent.keep(first, body(60));
  recent.keep(second, body(60));
  recent.keep(third, body(40));
  expect([first, second, third].map((id) => recent.take(id)?.length)).toEqual([60, undefined, 40]);
});

it('makes room again for what nobody has asked for in a minute', () => {
  let now = 0;
  const recent = createRecentBodies(100, () => now);
  recent.keep(first, body(60));
  now = 60_000;
  recent.keep(second, body(60));
  expect([first, second].map((id) => recent.take(id)?.length)).toEqual([undefined, 60]);
});

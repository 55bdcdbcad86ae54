/** The reader's thread with the small model of fixtures/reader: what it reads, how much, and what happens when it cannot. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { ExtractedMessage } from '../../detectors/detector.ts';
import { readSentences } from './read-sentences.ts';
import { withReader } from './with-reader.ts';
import { startReader, withoutReader, type Reader } from './start-reader.ts';

const model = fileURLToPath(new URL('../../fixtures/reader/', import.meta.url));
const limits = { tokens: 1000, timeoutMs: 60_000 };
const closers: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closers) await close();
});

function start(folder = model, delayMs?: number): Reader {
  const reader = startReader(folder, delayMs);
  closers.push(() => reader.close());
  return reader;
}

/** A copy of the model's folder that may be damaged. */
function copyOfModel(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-reader-'));
  closers.push(() => rmSync(folder, { recursive: true }));
  cpSync(model, folder, { recursive: true });
  return folder;
}

function message(text: string, subject = 'Lunch'): ExtractedMessage {
  const part = { contentType: 'text/plain', quoted: [], hidden: [] };
  return {
    sender: 'a@school.example',
    to: [],
    cc: [],
    replyTo: [],
    subject,
    recipients: [],
    parts: [
      { ...part, id: 'subject', kind: 'subject', text: subject },
      { ...part, id: '1', kind: 'body', text },
    ],
    unread: [],
  };
}

function readThrough(
  whole: ExtractedMessage,
  port: MessagePort | undefined,
  { tokens, timeoutMs }: typeof limits,
): Promise<ExtractedMessage> {
  return withReader(port, timeoutMs, (ask) => readSentences(whole, ask, tokens));
}

/** The sentences in which a meaning was found, as text. */
function found({ readings, parts }: ExtractedMessage, label: string): string[] | undefined {
  return readings
    ?.filter(({ odds }) => odds[label]! > 0)
    .map(({ part, start, end }) => parts.find(({ id }) => id === part)!.text.slice(start, end));
}

describe('a reader with its model', () => {
  const reader = start();

  it('says of each sentence what it means', async () => {
    await expect(reader.settled()).resolves.toEqual({ state: 'running', restarts: 0 });
    const read = await readThrough(message('Hello all. You idiot! My kayak is blue.'), reader.connect(), limits);
    expect(found(read, 'harassment-open')).toEqual(['You idiot!']);
    expect(found(read, 'selling')).toEqual(['My kayak is blue.']);
    expect(read.readings).toHaveLength(4);
    expect(read.readings![2]!.odds['harassment-open']).toBeCloseTo(6);
    expect(read.unread).toEqual([]);
  });

  it('says the same whatever else it is asked at the same time', async () => {
    const texts = Array.from({ length: 20 }, (_, at) => `${'Some words. '.repeat(at)}You idiot! The end.`);
    const results = await Promise.all(texts.map((text) => readThrough(message(text), reader.connect(), limits)));
    for (const result of results) expect(found(result, 'harassment-open')).toEqual(['You idiot!']);
  });

  it('reads the most suspicious sentences of a message that is too long, and says that it has not read all', async () => {
    const buses = Array.from({ length: 60 }, (_, at) => `Bus ${at} leaves at nine.`).join(' ');
    const long = message(`${buses} You are a stupid worthless idiot. ${buses}`);
    const read = await readThrough(long, reader.connect(), limits);
    expect(found(read, 'harassment-open')).toEqual(['You are a stupid worthless idiot.']);
    expect(read.readings!.length).toBeLessThan(100);
    expect(read.unread).toEqual([
      expect.objectContaining({ part: '1', contentType: 'text/plain', reason: 'partly-read' }),
    ]);
    const starts = read.readings!.filter(({ part }) => part === '1').map((reading) => reading.start);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });

  it('gives a quarter of the budget to files at most, and reads what is most suspicious in them', async () => {
    const { parts, ...rest } = message('The bus leaves at nine.');
    const stops = Array.from({ length: 80 }, (_, at) => `Stop ${at} is on the left.`).join(' ');
    const text = `${stops} You are a stupid worthless idiot. ${stops}`;
    const file = { ...parts[1]!, id: '2', kind: 'attachment' as const, text };
    const read = await readThrough({ ...rest, parts: [...parts, file] }, reader.connect(), limits);
    expect(found(read, 'harassment-open')).toEqual(['You are a stupid worthless idiot.']);
    expect(read.readings!.filter(({ part }) => part === '2').length).toBeLessThan(30);
    expect(read.readings!.map(({ part }) => part)).toContain('1');
    expect(read.unread.map(({ part, reason }) => [part, reason])).toEqual([['2', 'partly-read']]);
  });

  it('reads once what two parts of a mail say', async () => {
    const { parts, ...rest } = message('You idiot! The bus leaves at nine.');
    const html = { ...parts[1]!, id: '2', contentType: 'text/html', text: 'You idiot!\nThe bus leaves\nat nine.' };
    const read = await readThrough({ ...rest, parts: [...parts, html] }, reader.connect(), {
      ...limits,
      tokens: 100,
    });
    expect(found(read, 'harassment-open')).toEqual(['You idiot!', 'You idiot!']);
    expect(read.readings!.map(({ part }) => part)).toEqual(['subject', '1', '1', '2', '2']);
    expect(read.unread).toEqual([]);
  });

  it('takes no part of the budget from what it has read before', async () => {
    const text = message('You idiot! The bus leaves at nine. The bus leaves at ten.');
    const narrow = { ...limits, tokens: 40 };
    const [first, second] = [
      await readThrough(text, reader.connect(), narrow),
      await readThrough(text, reader.connect(), narrow),
    ];
    expect(second).toEqual(first);
    expect(first.unread).toHaveLength(1);
  });
});

it('a message asks about several blocks in turn, and waits no longer for all of them than it may', async () => {
  const reader = start();
  await reader.settled();
  const texts = ['You idiot! The bus leaves.', 'The bus leaves. You idiot!'];
  const read = await withReader(reader.connect(), limits.timeoutMs, async (ask) => [
    await readSentences(message(texts[0]!), ask, limits.tokens),
    await readSentences(message(texts[1]!), ask, limits.tokens),
  ]);
  expect(read.map((one) => found(one, 'harassment-open'))).toEqual([['You idiot!'], ['You idiot!']]);

  // Nobody answers at the other end.
  const late = await withReader(new MessageChannel().port1, 5, async (ask) => [
    await ask!({ sentences: [], tokens: 9 }),
    await ask!({ sentences: [], tokens: 9 }),
  ]);
  expect(late).toEqual([undefined, undefined]);
});

it('a message that waits longer than the limit is scanned without the reader', async () => {
  const reader = start();
  const read = await readThrough(message('You idiot!'), reader.connect(), { ...limits, timeoutMs: 0 });
  expect(read.readings).toBeUndefined();
  expect(read.unread.map(({ part, reason }) => [part, reason])).toEqual([
    ['subject', 'partly-read'],
    ['1', 'partly-read'],
  ]);
});

it('a thread that dies costs its messages their readings and is started again', async () => {
  const reader = start(model, 1);
  await reader.settled();
  const waiting = reader.connect()!;
  const killing = reader.connect()!;
  // Not a request: what it does to the thread is what an error of the model does.
  killing.postMessage('die');
  const lost = await readThrough(message('You idiot!'), await closed(killing, waiting), limits);
  expect(lost.readings).toBeUndefined();
  expect(lost.unread).toHaveLength(2);
  let port = reader.connect();
  while (!port || reader.status().restarts === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    port = reader.connect();
  }
  const read = await readThrough(message('You idiot!'), port, limits);
  expect(found(read, 'harassment-open')).toEqual(['You idiot!']);
  expect(reader.status()).toEqual({ state: 'running', restarts: 1 });
});

/** Waits until one port is closed and gives the other one. */
async function closed(port: MessagePort, other: MessagePort): Promise<MessagePort> {
  await new Promise((resolve) => {
    port.once('close', resolve);
    port.start();
  });
  return other;
}

describe('a reader that cannot run', () => {
  it('is missing where there is no model: no message is said to be partly read', async () => {
    const reader = start(join(model, 'no-such-folder'));
    await expect(reader.settled()).resolves.toEqual({ state: 'missing', restarts: 0 });
    expect(reader.connect()).toBeUndefined();
  });

  it.each([
    ['vocab.txt', 'more', /vocab.txt is not the file/],
    ['model.onnx', 'more', /model.onnx is not the file/],
    ['reader.json', '{', /reader.json is not valid/],
  ])('has failed where %s is not the one it was trained with', async (name, text, detail) => {
    const folder = copyOfModel();
    writeFileSync(join(folder, name), text);
    const reader = start(folder);
    expect(await reader.settled()).toEqual({ state: 'failed', detail: expect.stringMatching(detail), restarts: 0 });
    expect(reader.connect()).toBeUndefined();
  });

  it('is off where it is not wanted', async () => {
    expect(await withoutReader().settled()).toEqual({ state: 'off', restarts: 0 });
  });
});

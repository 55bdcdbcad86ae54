/** Answers of the API: nothing beyond the schemas, problems without content, streams that end. */
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HallpassError } from '../../src/errors/hallpass-error.ts';
import type { Handlers } from '../../src/review/access/handler.ts';
import { openApiDocument } from '../../src/review/access/open-api.ts';
import { openScene, type Scene } from './scene.ts';

const planted = 'planted-5ecret';
let next: () => Promise<unknown>;
let stream: PassThrough;
let scene: Scene;

beforeAll(async () => {
  const handlers = {
    templates: () => next(),
    raw: () => next(),
    async events() {
      stream = new PassThrough();
      stream.write('event: counts\ndata: {}\n\n');
      return { kind: 'raw', contentType: 'text/event-stream', body: stream };
    },
  } as unknown as Partial<Handlers>;
  scene = await openScene({ handlers });
});
afterAll(() => scene.close());

describe('an answer', () => {
  it('has the fields of its schema and no other', async () => {
    const browser = await scene.signedIn('reviewer');
    next = async () => ({ templates: [{ id: 'x', title: 'X', words: 'Y', secret: planted }], secret: planted });
    expect((await browser.call('GET', '/templates')).body).toEqual({
      templates: [{ id: 'x', title: 'X', words: 'Y' }],
    });
  });

  it('that does not match its schema is not sent', async () => {
    const browser = await scene.signedIn('reviewer');
    next = async () => ({ templates: [{ id: planted, title: 3 }] });
    const { status, body } = await browser.call('GET', '/templates');
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain(planted);
    expect(scene.log.join('\n')).toContain('api.bad-answer');
    expect(scene.log.join('\n')).not.toContain(planted);
  });

  it.each([
    ['an unknown error', () => new Error(planted), 500, 'failed'],
    ['one of ours without a status', () => new HallpassError('store.bad-ciphertext', planted), 500, 'failed'],
    ['a message that is not there', () => new HallpassError('store.not-found', planted), 404, 'message.not-found'],
    ['a database that is away', () => new HallpassError('store.unreachable', planted), 503, 'unavailable'],
  ] as const)('to %s says nothing of it', async (_, error, status, code) => {
    const browser = await scene.signedIn('reviewer');
    next = async () => {
      throw error();
    };
    const answered = await browser.call('GET', '/templates');
    expect(answered).toMatchObject({ status, code });
    expect(answered.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(JSON.stringify(answered.body)).not.toContain(planted);
  });

  it('of bytes is sent unchanged, with a content type that browsers do not guess', async () => {
    const browser = await scene.signedIn('reviewer');
    next = async () => ({
      kind: 'raw',
      contentType: 'message/rfc822',
      body: Buffer.from('Subject: <script>\r\n\r\n'),
      headers: { 'content-disposition': 'attachment; filename="message.eml"' },
    });
    const { headers, body } = await browser.call('GET', '/messages/0190a2b4-6c1d-7e00-8000-000000000001/raw');
    expect(body).toBe('Subject: <script>\r\n\r\n');
    expect(headers.get('content-type')).toBe('message/rfc822');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('a stream', () => {
  it('ends with the session that opened it', async () => {
    const browser = await scene.signedIn('reviewer');
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(`${scene.url}/api/events`, { headers: { cookie } });
    const reader = response.body!.getReader();
    expect(Buffer.from((await reader.read()).value).toString()).toContain('counts');
    await browser.call('DELETE', '/session');
    await expect(reader.read()).rejects.toThrow();
    expect(stream.destroyed).toBe(true);
  });

  it('does not keep the server from stopping', async () => {
    const own = await openScene({
      handlers: {
        events: async () => {
          const open = new PassThrough();
          open.write(': open\n\n');
          return { kind: 'raw', contentType: 'text/event-stream', body: open };
        },
      },
    });
    const browser = await own.signedIn('reviewer');
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(`${own.url}/api/events`, { headers: { cookie } });
    const reader = response.body!.getReader();
    await reader.read();
    const read = reader.read();
    const gone = expect(read).rejects.toThrow();
    await own.close();
    await gone;
  });
});

it('is described as OpenAPI: every route, with its problem details', async () => {
  const served = await scene.browser().call('GET', '/openapi.json');
  expect(served.body).toEqual(JSON.parse(JSON.stringify(openApiDocument(scene.url))));
  const { paths, openapi } = served.body as { openapi: string; paths: Record<string, Record<string, unknown>> };
  expect(openapi).toBe('3.1.1');
  expect(paths['/messages/{id}/findings/{n}/judgement']?.['put']).toMatchObject({
    operationId: 'judge',
    security: [{ token: ['messages:decide'] }, { session: [] }],
    parameters: [
      { name: 'id', in: 'path', required: true },
      { name: 'n', in: 'path', required: true },
    ],
    requestBody: { required: true },
    responses: { 204: { description: 'Done' }, default: expect.anything() },
  });
  expect(paths['/messages']?.['get']).toMatchObject({
    parameters: expect.arrayContaining([expect.objectContaining({ name: 'q', in: 'query', required: false })]),
  });
});

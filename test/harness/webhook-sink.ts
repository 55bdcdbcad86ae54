/** A real HTTP server for webhooks: records what it is posted, answers as told. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { until } from './wait.ts';

export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WebhookSink {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** Every request, in order, whatever the answer was. */
  readonly posts: readonly Posted[];
  /** Statuses of the next answers; then 204. */
  answer(...statuses: number[]): void;
  /** The first request that fits; waits for it. */
  post(fits: (post: Posted) => boolean): Promise<Posted>;
  stop(): Promise<void>;
}

export async function startWebhookSink(): Promise<WebhookSink> {
  const posts: Posted[] = [];
  let statuses: number[] = [];
  const server = createServer((request, reply) => {
    void text(request).then((body) => {
      const status = statuses.shift() ?? 204;
      posts.push({ path: request.url ?? '', headers: request.headers, body });
      reply.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    answer: (...next) => void (statuses = next),
    post: (fits) => until(() => posts.find(fits)),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

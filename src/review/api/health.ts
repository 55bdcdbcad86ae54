/** What the operators' tools ask: is the process alive, can it take work, and its figures. */
import type { FastifyInstance } from 'fastify';

export interface Health {
  /** False where only a restart helps. */
  live(): boolean;
  /** Each check by name; a name is public, so it holds no host and no path. */
  ready(): Promise<{ readonly ok: boolean; readonly checks: Readonly<Record<string, boolean>> }>;
  /** Prometheus text format 0.0.4. */
  metrics(): Promise<string>;
}

/** Adds /healthz (200 or 503), /readyz (200 or 503, JSON `{ok, checks}`) and /metrics. */
export function registerHealth(app: FastifyInstance, health: Health): void {
  app.get('/healthz', async (_request, reply) => {
    const ok = health.live();
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ok });
  });
  app.get('/readyz', async (_request, reply) => {
    const { ok, checks } = await health.ready();
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ok, checks });
  });
  app.get('/metrics', async (_request, reply) =>
    reply
      .header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(await health.metrics()),
  );
}

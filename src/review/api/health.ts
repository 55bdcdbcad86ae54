/** Endpoints for operations: liveness, readiness and metrics. */
import type { FastifyInstance } from 'fastify';

export interface Health {
  /** False if only a restart helps. */
  live(): boolean;
  /** The result of each check by name. Names are public, so they contain no hosts and no paths. */
  ready(): Promise<Readiness>;
  /** Prometheus text format 0.0.4. */
  metrics(): Promise<string>;
}

export interface Readiness {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, boolean>>;
  /** State of the sentence model in a process that scans. Without it mail is scanned by rules, so `ok` does not depend on it. */
  readonly reader?: string;
  /** State of the model that looks at pictures, in a process that scans; `ok` does not depend on it. */
  readonly pictures?: string;
  /** `failing` where an archive takes no copies; `ok` does not depend on it. */
  readonly archive?: string;
  /** Condition of the best next hop in a process that delivers to configured ones; `ok` does not depend on it either. */
  readonly delivery?: string;
}

/** Adds /healthz (200 or 503), /readyz (200 or 503, JSON `{ok, checks, delivery, archive, reader, pictures}`) and /metrics. */
export function registerHealth(app: FastifyInstance, health: Health): void {
  app.get('/healthz', async (_request, reply) => {
    const ok = health.live();
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ok });
  });
  app.get('/readyz', async (_request, reply) => {
    const { ok, checks, ...details } = await health.ready();
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ok, checks, ...details });
  });
  app.get('/metrics', async (_request, reply) =>
    reply
      .header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(await health.metrics()),
  );
}

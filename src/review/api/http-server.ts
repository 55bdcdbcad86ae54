/** The HTTP server of the senders' pages, the health checks and the console. */
import helmet from '@fastify/helmet';
import { fastify, LogController, type FastifyBaseLogger, type FastifyError, type FastifyInstance } from 'fastify';
import { codeOf } from '../../errors/hallpass-error.ts';
import { pageHeaders, renderPage } from './page.ts';

export type HttpServer = FastifyInstance;

export interface HttpServerOptions {
  /** A pino logger; without it, nothing is logged. */
  readonly logger?: FastifyBaseLogger;
  /** Addresses and networks of proxies whose X-Forwarded-For field is trusted. Default: none. */
  readonly trustedProxies?: readonly string[];
}

/**
 * Creates a server that is not listening yet. It logs route patterns, never URLs: the URL of a sender's page is a
 * credential to decide on a message.
 */
export function createHttpServer({ logger, trustedProxies = [] }: HttpServerOptions): FastifyInstance {
  const app: FastifyInstance = fastify({
    ...(logger && { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: 65_536,
    connectionTimeout: 60_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    http: { headersTimeout: 15_000, maxHeaderSize: 16_384 },
  });
  void app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    referrerPolicy: { policy: 'no-referrer' },
    // TLS ends at the proxy in front, which sets this header; this server speaks plain HTTP.
    strictTransportSecurity: false,
  });

  app.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime);
    request.log.info(
      { method: request.method, route: routeOf(request.routeOptions.url), status: reply.statusCode, ms },
      'http',
    );
  });
  app.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).headers(pageHeaders).send(shortPage('Not found', 'There is no page at this address.')),
  );
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const status =
      error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500)
      request.log.error({ code: codeOf(error), route: routeOf(request.routeOptions.url) }, 'request failed');
    const text = status === 500 ? 'Nothing was lost. Try again in a moment.' : 'The request could not be understood.';
    return reply.code(status).headers(pageHeaders).send(shortPage('Something went wrong', text));
  });
  return app;
}

/** The page at `/` in processes without the console role, and before the console is built. */
export function registerFrontPage(app: FastifyInstance, why: 'other-role' | 'not-built'): void {
  const text =
    why === 'other-role'
      ? 'This gateway checks outgoing school mail before it leaves. If you got an email from Hallpass, use the link in that email. The process with the role "console" serves the console.'
      : 'This gateway checks outgoing school mail before it leaves. If you got an email from Hallpass, use the link in that email. The console has not been built: start the gateway with "npm start".';
  app.get('/', async (_request, reply) => reply.headers(pageHeaders).send(shortPage('Hallpass is running', text)));
}

function routeOf(pattern: string | undefined): string {
  return pattern ?? 'none';
}

/** @param title and @param text are ours, never a visitor's */
function shortPage(title: string, text: string): string {
  return renderPage({
    language: 'en',
    title: `${title} – Hallpass`,
    top: '<span>Hallpass</span>',
    body: `<h1>${title}</h1>\n<p>${text}</p>`,
  });
}

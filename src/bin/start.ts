/** `hallpass start`: runs the gateway until it is told to stop, and says on the terminal what is where. */
import { createLogger } from '../log/logger.ts';
import { loadConfig } from '../config/load-config.ts';
import { processEnvironment } from '../config/environment.ts';
import type { Config } from '../config/schema.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { roles, startGateway, type Gateway, type Role } from '../gateway/gateway.ts';

/** After this the process ends even if something does not let go: what was in work is taken up at the next start. */
const DRAIN_LIMIT_MS = 45_000;

export async function start(options: { config?: string; role?: string[] }): Promise<void> {
  const chosen = options.role ?? [...roles];
  const unknown = chosen.filter((role) => !(roles as readonly string[]).includes(role));
  if (unknown.length > 0) throw new HallpassError('cli.usage', `unknown role; expected some of ${roles.join(', ')}`);
  const { config, secrets } = loadConfig({
    ...(options.config === undefined ? {} : { file: options.config }),
    env: processEnvironment(),
  });
  if (chosen.length < roles.length && config.database.url === undefined) {
    throw new HallpassError(
      'cli.usage',
      'roles in processes of their own need a shared database: set DATABASE_URL (and QUEUE_URL)',
    );
  }
  const log = createLogger(config.log);
  const startedMs = performance.now();
  const gateway = await startGateway({ config, secrets, roles: new Set(chosen as Role[]), log }).catch(
    (error: unknown) => {
      throw portInUse(error) ?? error;
    },
  );
  process.stdout.write(welcome(config, gateway, chosen, performance.now() - startedMs));
  log.info({ roles: chosen, smtp: gateway.smtp, http: gateway.http }, 'started');
  const why = await Promise.race([signalled(), gateway.broken]);
  if (!why.startsWith('SIG')) {
    // Nothing can be finished any more, and a supervisor waits to start it again.
    log.fatal({ why }, 'ending');
    process.stderr.write(`hallpass: ${why}\n`);
    process.exit(1);
  }
  log.info({ why }, 'stopping');
  const limit = setTimeout(() => {
    log.error('draining took too long; what was in work is taken up at the next start');
    process.exit(1);
  }, DRAIN_LIMIT_MS);
  await gateway.stop();
  clearTimeout(limit);
  log.info('stopped');
  process.exit(0);
}

function signalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
}

function portInUse(error: unknown): HallpassError | undefined {
  const code = codeOf(error);
  const { address, port, syscall } = error as { address?: string; port?: number; syscall?: string };
  if (syscall !== 'listen' || (code !== 'EADDRINUSE' && code !== 'EACCES')) return undefined;
  const advice =
    code === 'EACCES'
      ? 'this account may not listen there'
      : 'is another Hallpass running? Change it with HALLPASS_SMTP_PORT or HALLPASS_HTTP_PORT';
  return new HallpassError('start.port-in-use', `${address ?? ''}:${port ?? ''}; ${advice}`, { cause: error });
}

function welcome(config: Config, gateway: Gateway, chosen: readonly string[], ms: number): string {
  const lines = [
    `Hallpass is running (${chosen.length === roles.length ? 'all roles' : chosen.join(', ')}; ready after ${(ms / 1000).toFixed(1)} s).`,
    '',
    ...(gateway.smtp.length > 0
      ? [`  Mail in    smtp://${gateway.smtp.join(', ')}   for senders at ${config.district.domains.join(', ')}`]
      : []),
    `  Mail out   ${gateway.route}`,
    `  Console    ${config.publicUrl ?? gateway.http}   (health: ${gateway.http}/healthz, /readyz, /metrics)`,
    `  Data       ${config.data}${config.database.url === undefined ? '' : '   (database and queue: as configured)'}`,
    `  Policy     ${config.policy}`,
    '',
    ...(gateway.setUpLink === undefined
      ? []
      : ['Set up the console, within a day, with this link, which works once:', `  ${gateway.setUpLink}`, '']),
    'Try next, in a second terminal:',
    '  npm run demo                    send a dozen messages through it and see what happens to each',
    '  bin/hallpass quarantine list    what is held for review',
    'Stop with Ctrl-C.',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

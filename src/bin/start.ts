/** `hallpass start`: runs the gateway until a signal stops it, and prints its addresses and folders. */
import { createLogger } from '../log/logger.ts';
import { loadConfig } from '../config/load-config.ts';
import { processEnvironment } from '../config/environment.ts';
import type { Config } from '../config/schema.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { roles, startGateway, type Gateway, type Role } from '../gateway/gateway.ts';
import { shrinkHeap } from '../workers/collect-garbage.ts';

/** After this time the process ends even if work is unfinished; the next start continues it. */
const DRAIN_LIMIT_MS = 45_000;

export async function start(options: { config?: string; role?: string[] }): Promise<void> {
  const chosen = options.role ?? [...roles];
  const unknown = chosen.filter((role) => !(roles as readonly string[]).includes(role));
  if (unknown.length > 0) throw new HallpassError('cli.usage', `unknown role; expected some of ${roles.join(', ')}`);
  const load = () =>
    loadConfig({ ...(options.config === undefined ? {} : { file: options.config }), env: processEnvironment() });
  const { config, secrets } = load();
  if (chosen.length < roles.length && config.database.url === undefined) {
    throw new HallpassError(
      'cli.usage',
      'roles in separate processes need a shared database: set DATABASE_URL (and QUEUE_URL)',
    );
  }
  const log = createLogger(config.log);
  const startedMs = performance.now();
  // A signal that comes while parts start waits for them: else the embedded database would be left behind. A second one ends the process.
  const signal = signalled();
  const gateway = await startGateway({
    config,
    secrets,
    roles: new Set(chosen as Role[]),
    log,
    load: () => load().config,
  }).catch((error: unknown) => {
    throw portInUse(error) ?? error;
  });
  // Without a listener the signal would end the process.
  process.on('SIGHUP', () => {
    gateway.reload('operator').then(
      (reloaded) => process.stdout.write(reloadedWords(reloaded)),
      (error: unknown) => log.error({ code: codeOf(error) }, 'the configuration was not reloaded'),
    );
  });
  process.stdout.write(welcome(config, gateway, chosen, performance.now() - startedMs));
  log.info({ roles: chosen, smtp: gateway.smtp, http: gateway.http }, 'started');
  shrinkHeap(); // what only the start needed
  const why = await Promise.race([signal, gateway.broken]);
  if (!why.startsWith('SIG')) {
    // No work can be finished any more; a supervisor can restart the process.
    log.fatal({ why }, 'ending');
    process.stderr.write(`hallpass: ${why}\n`);
    process.exit(1);
  }
  log.info({ why }, 'stopping');
  const limit = setTimeout(() => {
    log.error('draining took too long; unfinished work continues at the next start');
    process.exit(1);
  }, DRAIN_LIMIT_MS);
  await gateway.stop();
  clearTimeout(limit);
  log.info('stopped');
  process.exit(0);
}

function reloadedWords(reloaded: Awaited<ReturnType<Gateway['reload']>>): string {
  if (reloaded.outcome === 'refused')
    return `The configuration was refused; the previous one stays in force: ${reloaded.problem}\n`;
  const { atRestart } = reloaded;
  return `The configuration is in force.${atRestart.length === 0 ? '' : ` After a restart: ${atRestart.join(', ')}`}\n`;
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
      ? 'this account is not allowed to listen on this port'
      : 'is another Hallpass running? Change it with HALLPASS_SMTP_PORT or HALLPASS_HTTP_PORT';
  return new HallpassError('start.port-in-use', `${address ?? ''}:${port ?? ''}; ${advice}`, { cause: error });
}

/** Nothing where the sentence model runs or is switched off: only what is missing is worth a line. */
function readerLine({ reader }: Gateway): string[] {
  if (reader?.state !== 'missing' && reader?.state !== 'failed') return [];
  return [
    `  Reader     ${reader.state === 'missing' ? 'there is no sentence model' : (reader.detail ?? 'the sentence model is not running')}: conduct is found by rules alone`,
  ];
}

function policyWords({ policy }: Config, gateway: Gateway): string {
  const version = gateway.policyVersion();
  return version === undefined ? policy : `version ${version} from the console, in place of ${policy}`;
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
    `  Policy     ${policyWords(config, gateway)}`,
    ...readerLine(gateway),
    '',
    ...(gateway.setUpLink === undefined
      ? []
      : ['Set up the console with this link. It works once and expires in 24 hours:', `  ${gateway.setUpLink}`, '']),
    'Try next, in a second terminal:',
    '  npm run demo                    send a dozen messages through the gateway and see what happens',
    '  bin/hallpass quarantine list    see the messages that are held for review',
    'Press Ctrl-C to stop.',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

/** Rspamd as a milter on a socket, with its modules as shipped, less those that look things up in the network. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { background, listening, ofProcesses, root, run, versionOf, type PeerPlace, type RunningPeer } from './peer.ts';

const networkModules =
  'rbl surbl spf dkim dkim_signing dmarc arc asn fuzzy_check bimi mx_check rspamd_update url_redirector'.split(' ');

export const rspamdVersion = (): string =>
  `Rspamd ${/\d[\d.]*/.exec(versionOf('rspamd', '--version') ?? '')?.[0] ?? '?'}`;

export async function startRspamd(place: PeerPlace): Promise<RunningPeer & { readonly milter: string }> {
  const { folder, otherPorts } = place;
  const [port, namePort] = otherPorts;
  const home = join(folder, 'rspamd');
  // Compiled expressions: compiling them takes seconds of processor time at each start.
  const compiled = join(place.cache, 'rspamd');
  for (const path of ['', 'local.d', 'override.d', 'db', 'run', 'log'])
    mkdirSync(join(home, path), { recursive: true });
  mkdirSync(compiled, { recursive: true });
  const milter = join(home, 'run/milter.sock');
  for (const name of networkModules) writeFileSync(join(home, `local.d/${name}.conf`), 'enabled = false;\n');
  const overrides: Readonly<Record<string, string>> = {
    'options.inc': `dns { nameserver = ["127.0.0.1:${namePort}"]; }\nhs_cache_dir = "${compiled}/";\n`,
    // It scores and never acts: each message must come out.
    'actions.conf': 'reject = null; add_header = null; greylist = null; rewrite_subject = null;\n',
    'worker-normal.inc': `bind_socket = "127.0.0.1:${port}";\n`,
    // The milter scans itself, in a process for each core. Over TCP each message would wait for delayed acknowledgements.
    'worker-proxy.inc': `bind_socket = "${milter} mode=0666";\ncount = ${availableParallelism()};\nupstream "local" { default = yes; self_scan = yes; }\n`,
    'worker-controller.inc': `bind_socket = "${home}/run/controller.sock";\n`,
  };
  for (const [name, text] of Object.entries(overrides)) writeFileSync(join(home, 'override.d', name), text);
  run('chown', '-R', '_rspamd:_rspamd', home, compiled);
  const variables = { LOCAL_CONFDIR: home, DBDIR: `${home}/db`, RUNDIR: `${home}/run`, LOGDIR: `${home}/log` };
  const children = [
    background(folder, [join(root, 'scripts/node'), join(import.meta.dirname, 'no-names.ts'), String(namePort)]),
    background(folder, [
      ...(['rspamd', '-f', '-u', '_rspamd', '-g', '_rspamd', '-c', '/etc/rspamd/rspamd.conf'] as const),
      ...Object.entries(variables).map(([name, value]) => `--var=${name}=${value}`),
    ]),
  ];
  const running = ofProcesses(children);
  try {
    await listening(port, children);
    await listening(milter, children);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { ...running, milter };
}

/** Haraka with its own queue on disk. Its modules go to the cache of the comparison, never into this repository. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { background, listening, ofProcesses, root, type Peer, type PeerPlace } from './peer.ts';

const VERSION = '3.3.4';
/** Lets clients of this machine send: one of Haraka's optional parts, of which nothing else is installed. */
const RELAY_PLUGIN = 'haraka-plugin-relay';
const RELAY_PLUGIN_VERSION = '1.0.2';
/** npm may wait long for a slow registry. */
const INSTALL_MS = 900_000;
const modulesIn = (cache: string): string => join(cache, `haraka-${VERSION}`);
const programIn = (cache: string): string => join(modulesIn(cache), 'node_modules/Haraka/bin/haraka');

const isInstalled = (cache: string): boolean =>
  existsSync(programIn(cache)) && existsSync(join(modulesIn(cache), 'node_modules', RELAY_PLUGIN));

/** @returns whether it is there */
function install(cache: string): boolean {
  if (isInstalled(cache)) return true;
  const folder = modulesIn(cache);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--no-audit', '--no-fund', '--omit=dev', '--omit=optional', '--ignore-scripts', '--loglevel=error'];
  console.error(`Installing Haraka ${VERSION} into ${folder} …`);
  spawnSync('npm', ['install', ...options, `Haraka@${VERSION}`, `${RELAY_PLUGIN}@${RELAY_PLUGIN_VERSION}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_MS,
  });
  return isInstalled(cache);
}

function writeConfig({ folder, cache, port, sinkPort }: PeerPlace): void {
  const config = join(folder, 'config');
  mkdirSync(config);
  mkdirSync(join(folder, 'queue'));
  const shipped = readFileSync(join(modulesIn(cache), 'node_modules/Haraka/config/connection.ini'), 'utf8');
  const files: Readonly<Record<string, string>> = {
    plugins: 'relay\n',
    'smtp.ini': `listen=127.0.0.1:${port}\nnodes=0\n`,
    'relay.ini': '[relay]\nacl=true\nforce_routing=true\n',
    relay_acl_allow: '127.0.0.0/8\n',
    'relay_dest_domains.ini': `[domains]\nany={"action":"continue","nexthop":"127.0.0.1:${sinkPort}"}\n`,
    'outbound.ini': 'local_mx_ok=true\nenable_tls=false\n',
    'connection.ini': shipped.replace(/^bytes=.*/m, 'bytes=52428800'),
    me: 'relay.bench.example\n',
    'log.ini': 'level=warn\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(config, name), text);
}

export const haraka: Peer = {
  id: 'haraka',
  title: 'Haraka',
  about: 'another mail server on Node.js, with its own queue on disk, no scan',
  async prepare(cache) {
    return install(cache) ? { versions: `Haraka ${VERSION}` } : { missing: 'npm could not install Haraka' };
  },
  async start(place) {
    writeConfig(place);
    const { folder, cache, port } = place;
    const cwd = modulesIn(cache);
    const command = [join(root, 'scripts/node'), programIn(cache), '-c', folder] as const;
    const children = [background(folder, [...command], { cwd, variables: { NODE_PATH: join(cwd, 'node_modules') } })];
    await listening(port, children);
    return ofProcesses(children);
  },
};

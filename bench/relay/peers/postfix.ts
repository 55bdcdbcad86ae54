/** Postfix with a configuration, a queue and ports of its own, alone or with Rspamd as a milter. */
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from './apt.ts';
import { listening, run, versionOf, type Peer, type PeerPlace, type RunningPeer } from './peer.ts';
import { rspamdVersion, startRspamd } from './rspamd.ts';

const services = `
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;

/** As Debian ships it, less what needs DNS or TLS. */
function mainConfig({ folder, sinkPort }: PeerPlace): string[] {
  return [
    'compatibility_level = 3.6',
    'myhostname = relay.bench.example',
    `queue_directory = ${folder}/spool`,
    `data_directory = ${folder}/data`,
    `maillog_file = ${folder}/mail.log`,
    `maillog_file_prefixes = ${folder}`,
    'inet_interfaces = 127.0.0.1',
    'inet_protocols = ipv4',
    'mynetworks = 127.0.0.0/8',
    'mydestination =',
    'alias_maps =',
    'alias_database =',
    `relayhost = [127.0.0.1]:${sinkPort}`,
    'smtpd_relay_restrictions = permit_mynetworks, reject',
    'smtp_dns_support_level = disabled',
    'smtpd_peername_lookup = no',
    'smtpd_tls_security_level = none',
    'smtp_tls_security_level = none',
    'message_size_limit = 52428800',
  ];
}

async function startPostfix(place: PeerPlace, ...more: string[]): Promise<RunningPeer> {
  const { folder, port } = place;
  const etc = join(folder, 'etc');
  for (const name of ['etc', 'spool', 'data']) mkdirSync(join(folder, name));
  chownSync(join(folder, 'data'), Number(run('id', '-u', 'postfix')), Number(run('id', '-g', 'postfix')));
  writeFileSync(join(etc, 'main.cf'), `${[...mainConfig(place), ...more].join('\n')}\n`);
  writeFileSync(join(etc, 'master.cf'), `127.0.0.1:${port} inet n - n - - smtpd${services}`);
  run('postfix', '-c', etc, 'start');
  await listening(port, []);
  return {
    pids: [Number(readFileSync(join(folder, 'spool/pid/master.pid'), 'latin1'))],
    stop: async () => void run('postfix', '-c', etc, 'stop'),
  };
}

const needsRoot = (): string | undefined =>
  process.getuid?.() === 0 ? undefined : 'only root can start Postfix with a configuration of its own';
const postfixVersion = (): string => `Postfix ${versionOf('postconf', '-h', 'mail_version') ?? '?'}`;

export const postfix: Peer = {
  id: 'postfix',
  title: 'Postfix',
  about: 'its usual queue on disk, no scan',
  async prepare() {
    const missing = installPackages('postfix') ?? needsRoot();
    return missing === undefined ? { versions: postfixVersion() } : { missing };
  },
  start: (place) => startPostfix(place),
};

export const postfixRspamd: Peer = {
  id: 'postfix-rspamd',
  title: 'Postfix + Rspamd',
  about:
    'each message is scanned before the reply, by the modules of Rspamd that need no network; scored, never acted on',
  async prepare() {
    const missing = installPackages('postfix', 'rspamd') ?? needsRoot();
    return missing === undefined ? { versions: `${postfixVersion()}, ${rspamdVersion()}` } : { missing };
  },
  async start(place) {
    const rspamd = await startRspamd(place);
    try {
      const relay = await startPostfix(
        place,
        `smtpd_milters = unix:${rspamd.milter}`,
        'milter_default_action = tempfail',
      );
      return {
        pids: [...relay.pids, ...rspamd.pids],
        async stop() {
          await relay.stop();
          await rspamd.stop();
        },
      };
    } catch (error) {
      await rspamd.stop();
      throw error;
    }
  },
};

/** Hallpass itself, as in `bin/hallpass start`: with all detectors, without OCR, and a policy that holds nothing back. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { installPackages } from './apt.ts';
import { background, listening, ofProcesses, root, versionOf, type Peer, type PeerPlace } from './peer.ts';

interface Setting {
  readonly withReader: boolean;
  readonly withRedis: boolean;
}

const NO_LIMIT = 100_000_000;

/** Version, and the commit where the sources are a clone. */
export function hallpassVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const git = (...args: string[]): string =>
    spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? '';
  const commit = git('rev-parse', '--short', 'HEAD');
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' with changes';
  return `Hallpass ${version}${commit === '' ? '' : ` (${commit}${changed})`}`;
}

function configOf({ folder, port, otherPorts, sinkPort }: PeerPlace, { withReader, withRedis }: Setting): object {
  return {
    data: join(folder, 'data'),
    district: { domains: ['school.example'] },
    smtp: {
      listen: [{ host: '127.0.0.1', port }],
      limits: { messagesPerSenderPerMinute: NO_LIMIT },
    },
    http: { port: otherPorts[0] },
    // The others read no pictures either.
    scan: { reader: withReader, pictureClassifier: false, ocr: { read: 'off' } },
    policy: 'monitor',
    deliver: { smarthosts: [{ address: `127.0.0.1:${sinkPort}` }] },
    ...(withRedis ? { queue: { url: `redis://127.0.0.1:${otherPorts[1]}` } } : {}),
    log: { format: 'json' },
  };
}

function hallpassPeer(id: string, title: string, about: string, setting: Setting): Peer {
  return {
    ...{ id, title, about },
    async prepare() {
      const missing = setting.withRedis ? installPackages('redis-server') : undefined;
      if (missing !== undefined) return { missing };
      const redis = /v=([\d.]+)/.exec(versionOf('redis-server', '--version') ?? '')?.[1];
      return { versions: `${hallpassVersion()}${setting.withRedis ? `, Redis ${redis ?? '?'}` : ''}` };
    },
    async start(place) {
      const { folder, port, otherPorts } = place;
      const configFile = join(folder, 'hallpass.yaml');
      writeFileSync(configFile, stringify(configOf(place, setting)));
      mkdirSync(join(folder, 'data'));
      const redis = setting.withRedis ? [startRedis(folder, otherPorts[1])] : [];
      const running = [...redis];
      try {
        if (setting.withRedis) await listening(otherPorts[1], redis);
        running.push(background(folder, [join(root, 'bin/hallpass'), 'start', '--config', configFile]));
        await listening(port, running);
        await ready(otherPorts[0]);
        return ofProcesses(running);
      } catch (error) {
        await ofProcesses(running).stop();
        throw error;
      }
    },
  };
}

/** Durable, as docs/operations.md asks for. */
function startRedis(folder: string, port: number): ReturnType<typeof background> {
  const home = join(folder, 'redis');
  mkdirSync(home);
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '', '--maxmemory-policy', 'noeviction'];
  return background(folder, ['redis-server', '--port', String(port), '--bind', '127.0.0.1', '--dir', home, ...durable]);
}

async function ready(port: number): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error('Hallpass is not ready');
}

const scans = 'each message is committed to the embedded PostgreSQL before the reply, then scanned and delivered';

export const hallpass = hallpassPeer(
  'hallpass',
  'Hallpass',
  `all detectors, without the sentence model, OCR and the picture classifier (\`scan.reader: false\`, \`scan.ocr.read: off\`, \`scan.pictureClassifier: false\`); ${scans}`,
  { withReader: false, withRedis: false },
);
export const hallpassReader = hallpassPeer(
  'hallpass-reader',
  'Hallpass with the sentence model',
  'all detectors and the sentence model, without OCR and the picture classifier',
  { withReader: true, withRedis: false },
);
export const hallpassRedis = hallpassPeer(
  'hallpass-redis',
  'Hallpass with Redis',
  'as the first, with the queue in a Redis that writes every command to disk',
  { withReader: false, withRedis: true },
);

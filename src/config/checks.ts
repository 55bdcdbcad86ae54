/** Checks that the schema cannot express: settings that require each other, files that must exist, values that contradict each other. */
import { accessSync, constants, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { codeOf } from '../errors/hallpass-error.ts';
import { archiveMistakes } from './archive-targets.ts';
import {
  certificateMistakes,
  networkMistakes,
  noticeMistakes,
  smarthostMistakes,
  tenantMistakes,
} from './mail-checks.ts';
import { consoleMistakes } from './console-checks.ts';
import { eventMistakes } from './event-outputs.ts';
import { isPolicyFile, namedPolicyFile } from './policy-files.ts';
import { rosterSyncMistakes } from './roster-sync.ts';
import { telemetryMistakes } from './telemetry.ts';
import type { Mistake, Path } from './problem.ts';
import type { Config } from './schema.ts';

interface Check {
  /** The settings that the check reads; it is skipped where one of them is already known to be wrong. */
  readonly reads: readonly Path[];
  readonly find: (config: Config) => readonly Mistake[];
}

const wrong = (path: Path, expected: string): Mistake[] => [{ path, expected }];
const when = (condition: boolean, path: Path, expected: string): Mistake[] => (condition ? wrong(path, expected) : []);

const checks: readonly Check[] = [
  { reads: [['events']], find: eventMistakes },
  { reads: [['archive']], find: archiveMistakes },
  { reads: [['rosterSync']], find: rosterSyncMistakes },
  { reads: [['telemetry']], find: telemetryMistakes },
  {
    reads: [['retention']],
    find: ({ retention: { bodyDays, recordDays } }) =>
      when(
        recordDays !== undefined && recordDays <= bodyDays,
        ['retention', 'recordDays'],
        'expected more days than retention.bodyDays: a body needs its record',
      ),
  },
  {
    reads: [['hostname']],
    find: ({ hostname }) =>
      when(
        !/^[a-z0-9]([a-z0-9.-]{0,72}[a-z0-9])?$/i.test(hostname),
        ['hostname'],
        'expected a host name of at most 74 letters, digits, dots and hyphens: it must fit into a line of a header',
      ),
  },
  {
    reads: [['smtp', 'tls']],
    find: ({ smtp: { tls } }) =>
      tls
        ? [
            ...unreadable(tls.certFile, ['smtp', 'tls', 'certFile']),
            ...unreadable(tls.keyFile, ['smtp', 'tls', 'keyFile']),
            ...(tls.clientCaFile === undefined ? [] : unreadable(tls.clientCaFile, ['smtp', 'tls', 'clientCaFile'])),
          ]
        : [],
  },
  {
    reads: [
      ['smtp', 'tls'],
      ['smtp', 'logins'],
    ],
    find: ({ smtp }) =>
      when(
        smtp.logins.length > 0 && !smtp.tls,
        ['smtp', 'logins'],
        'expected smtp.tls as well: logins are offered over TLS only',
      ),
  },
  {
    reads: [
      ['smtp', 'tls'],
      ['smtp', 'listenTls'],
    ],
    find: ({ smtp }) =>
      when(
        smtp.listenTls.length > 0 && !smtp.tls,
        ['smtp', 'listenTls'],
        'expected smtp.tls as well: a certificate and its key',
      ),
  },
  { reads: [['smtp', 'networks']], find: networkMistakes },
  {
    reads: [
      ['smtp', 'tenants'],
      ['smtp', 'tls'],
    ],
    find: tenantMistakes,
  },
  { reads: [['smtp', 'tls']], find: certificateMistakes },
  { reads: [['notices', 'from'], ['district']], find: noticeMistakes },
  {
    reads: [['smtp', 'limits']],
    find: ({ smtp: { limits } }) =>
      when(
        limits.memoryBytes < limits.messageBytes,
        ['smtp', 'limits', 'memoryBytes'],
        'expected at least smtp.limits.messageBytes: otherwise a message of that size can never be accepted',
      ),
  },
  { reads: [['smtp', 'listen'], ['smtp', 'listenTls'], ['http']], find: portsTwice },
  {
    reads: [['publicUrl']],
    find: ({ publicUrl }) =>
      when(
        publicUrl !== undefined && !/^https?:\/\//i.test(publicUrl),
        ['publicUrl'],
        'expected a URL that starts with http:// or https://',
      ),
  },
  {
    reads: [['database', 'url']],
    find: ({ database }) =>
      when(
        database.url !== undefined && !/^postgres(ql)?:\/\/./i.test(database.url),
        ['database', 'url'],
        'expected a URL that starts with postgres://',
      ),
  },
  {
    reads: [['queue', 'url']],
    find: ({ queue }) =>
      when(
        queue.url !== undefined && !/^rediss?:\/\/./i.test(queue.url),
        ['queue', 'url'],
        'expected a URL that starts with redis:// or rediss://',
      ),
  },
  {
    reads: [['scan', 'maxDepth']],
    find: ({ scan }) =>
      when(scan.maxDepth > 100, ['scan', 'maxDepth'], 'expected at most 100: deeper nesting exceeds the stack'),
  },
  {
    reads: [
      ['scan', 'maxTextBytes'],
      ['scan', 'memoryMb'],
    ],
    find: ({ scan }) =>
      when(
        scan.maxTextBytes > scan.memoryMb * 524_288,
        ['scan', 'maxTextBytes'],
        'expected at most half of scan.memoryMb, because the text is in memory twice',
      ),
  },
  {
    reads: [['deliver', 'smarthosts']],
    find: ({ deliver }) =>
      deliver.smarthosts.flatMap((hop, at) => smarthostMistakes(hop, ['deliver', 'smarthosts', at])),
  },
  {
    reads: [
      ['deliver', 'route'],
      ['deliver', 'smarthosts'],
    ],
    find: ({ deliver }) =>
      when(
        deliver.route === 'smarthost' && deliver.smarthosts.length === 0,
        ['deliver', 'smarthosts'],
        'expected at least one entry because deliver.route is smarthost',
      ),
  },
  {
    reads: [['deliver', 'dnsServers']],
    find: ({ deliver }) =>
      deliver.dnsServers.flatMap((server, at) =>
        when(!isAddressAndPort(server), ['deliver', 'dnsServers', at], 'expected ip:port such as 192.0.2.53:53'),
      ),
  },
  {
    reads: [['district', 'lists']],
    find: ({ district }) =>
      district.lists.flatMap(({ address }, at) =>
        when(
          address.includes('{school}') &&
            (address.includes('*') || address.indexOf('{school}') !== address.lastIndexOf('{school}')),
          ['district', 'lists', at, 'address'],
          'expected {school} once and no * with it',
        ),
      ),
  },
  { reads: [['console', 'providers']], find: consoleMistakes },
  {
    reads: [['http', 'trustedProxies']],
    find: ({ http }) =>
      http.trustedProxies.flatMap((network, at) =>
        when(
          !isNetwork(network),
          ['http', 'trustedProxies', at],
          'expected an IP address or network such as 192.0.2.0/24',
        ),
      ),
  },
  { reads: [['roster']], find: ({ roster }) => (roster === undefined ? [] : noBundle(roster, ['roster'])) },
  {
    reads: [['policy']],
    find: ({ policy }) =>
      isPolicyFile(policy)
        ? unreadable(policy, ['policy'])
        : when(
            namedPolicyFile(policy) === undefined,
            ['policy'],
            'expected the name of a pack in policies/ or the path of a YAML file',
          ),
  },
  {
    reads: [['detectors', 'extra']],
    find: ({ detectors }) => detectors.extra.flatMap((file, at) => unreadable(file, ['detectors', 'extra', at])),
  },
];

/** Every mistake of a configuration whose paths are already absolute; `doubtful` paths failed the schema and are skipped. */
export function crossCheck(config: Config, doubtful: readonly Path[]): Mistake[] {
  return checks
    .filter(({ reads }) => !reads.some((path) => doubtful.some((other) => related(path, other))))
    .flatMap(({ find }) => find(config));
}

const related = (a: Path, b: Path): boolean => {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.every((step, at) => step === long[at]);
};

function portsTwice({ smtp, http }: Config): Mistake[] {
  const listeners = [
    ...smtp.listen.map((listener, at) => ({ ...listener, path: ['smtp', 'listen', at, 'port'] })),
    ...smtp.listenTls.map((listener, at) => ({ ...listener, path: ['smtp', 'listenTls', at, 'port'] })),
    { ...http, path: ['http', 'port'] },
  ];
  const seen = new Set<string>();
  return listeners.flatMap(({ host, port, path }) => {
    const key = `${host} ${port}`;
    const twice = port !== 0 && seen.has(key);
    seen.add(key);
    return when(twice, path, 'expected a port that no other listener uses');
  });
}

function isNetwork(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const family = isIP(address);
  return family !== 0 && (bits === undefined || Number(bits) <= (family === 4 ? 32 : 128));
}

function isAddressAndPort(text: string): boolean {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text);
  return match !== null && isIP(match[1] ?? match[2] ?? '') !== 0 && Number(match[3] ?? 53) <= 65_535;
}

function unreadable(file: string, path: Path): Mistake[] {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile() ? [] : wrong(path, 'expected a file, found a folder');
  } catch (error) {
    return wrong(path, `expected a readable file (${codeOf(error)})`);
  }
}

function noBundle(path: string, at: Path): Mistake[] {
  try {
    const isBundle = statSync(path).isDirectory() || path.toLowerCase().endsWith('.zip');
    return isBundle ? [] : wrong(at, 'expected a folder or a .zip file');
  } catch (error) {
    return wrong(at, `expected a readable folder or .zip file (${codeOf(error)})`);
  }
}

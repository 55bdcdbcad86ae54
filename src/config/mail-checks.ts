/** Checks of the sections `smtp` and `notices`: who may send, and in whose name notices are sent. */
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { codeOf } from '../errors/hallpass-error.ts';
import { domainMatches, domainOf } from '../message/envelope.ts';
import { isSharedNetwork, prefixOf } from './cloud-networks.ts';
import type { Mistake, Path } from './problem.ts';
import type { Config } from './schema.ts';

type Tenant = Config['smtp']['tenants'][number];

const when = (condition: boolean, path: Path, expected: string): Mistake[] => (condition ? [{ path, expected }] : []);

/** Shorter prefixes are no network of a district or a service. */
const shortestPrefix: Readonly<Record<number, number>> = { 4: 8, 6: 16 };
/** All customers of these services have a certificate of this name. */
const sharedCertificate = /(^|\.)(google\.com|gmail\.com|outlook\.com|office365\.com)$/i;

export function networkMistakes({ smtp }: Config): Mistake[] {
  return smtp.networks.flatMap((network, at) => {
    const path = ['smtp', 'networks', at];
    const mistakes = eachNetwork(network, path);
    if (mistakes.length > 0) return mistakes;
    return when(
      isSharedNetwork(network),
      path,
      'expected no network of Google or Microsoft, which all of their customers share: use smtp.tenants with a header',
    );
  });
}

export function tenantMistakes({ smtp }: Config): Mistake[] {
  return smtp.tenants.flatMap((tenant, at) => {
    const path: Path = ['smtp', 'tenants', at];
    return [
      ...when(!smtp.tls, path, 'expected smtp.tls as well: the proof of a tenant is taken over TLS only'),
      ...tenant.networks.flatMap((network, n) => eachNetwork(network, [...path, 'networks', n])),
      ...headerMistakes(tenant, path),
    ];
  });
}

function headerMistakes({ header, certificateName, networks }: Tenant, path: Path): Mistake[] {
  if (!header) {
    const provesNothing = networks.some(isSharedNetwork) || sharedCertificate.test(certificateName ?? '');
    return [
      ...when(
        certificateName === undefined,
        path,
        'expected header or certificateName: a network alone proves nothing',
      ),
      ...when(
        certificateName !== undefined && provesNothing,
        path,
        'expected header as well: every customer of this service has this network and this certificate',
      ),
    ];
  }
  const one = (header.values === undefined) !== (header.valuesFile === undefined);
  return when(!one, [...path, 'header'], 'expected either values or valuesFile');
}

function eachNetwork(network: string, path: Path): Mistake[] {
  const prefix = prefixOf(network);
  if (prefix === undefined || !(prefix.bits <= (prefix.family === 4 ? 32 : 128)))
    return when(true, path, 'expected an IP address or network such as 192.0.2.0/24');
  const shortest = shortestPrefix[prefix.family]!;
  return when(
    prefix.bits < shortest,
    path,
    `expected a prefix of at least /${shortest}: this network is half the Internet`,
  );
}

export function noticeMistakes({ notices, district }: Config): Mistake[] {
  const ours = [...district.domains, ...district.studentDomains];
  return when(
    notices.from !== undefined && !domainMatches(domainOf(notices.from), ours),
    ['notices', 'from'],
    'expected an address in district.domains: other servers would refuse notices in the name of another domain',
  );
}

export function smarthostMistakes(hop: Config['deliver']['smarthosts'][number], path: Path): Mistake[] {
  const port = Number(hop.address.slice(hop.address.lastIndexOf(':') + 1));
  const hasPassword = hop.password !== undefined || hop.passwordFile !== undefined;
  return [
    ...when(port < 1 || port > 65_535, [...path, 'address'], 'expected host:port with a port from 1 to 65535'),
    ...when(hop.user !== undefined && !hasPassword, [...path, 'user'], 'expected passwordFile as well'),
    ...when(hop.user === undefined && hasPassword, path, 'expected user as well because there is a password'),
    ...when(
      hop.password !== undefined && hop.passwordFile !== undefined,
      [...path, 'passwordFile'],
      'expected only one of password and passwordFile',
    ),
    ...when(
      hop.user !== undefined && hop.tls === 'none',
      [...path, 'tls'],
      'expected TLS: a password is never sent without encryption',
    ),
  ];
}

/** A certificate that cannot be used would stop the gateway when it starts. Only for files that can be read. */
export function certificateMistakes({ smtp: { tls } }: Config): Mistake[] {
  if (!tls) return [];
  try {
    const [cert, key] = [readFileSync(tls.certFile), readFileSync(tls.keyFile)];
    createSecureContext({ cert, key, ...(tls.clientCaFile && { ca: readFileSync(tls.clientCaFile) }) });
    return [];
  } catch (error) {
    const code = codeOf(error);
    const isFile = code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR';
    return when(!isFile, ['smtp', 'tls'], `expected a certificate and its key as PEM files (${code})`);
  }
}

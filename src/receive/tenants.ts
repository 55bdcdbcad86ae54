/** Tenants of cloud services: they share the networks of their provider, so each message needs a further proof of whose it is. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Config } from '../config/schema.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { domainMatches, domainOf } from '../message/envelope.ts';
import { valuesOf, type HeaderSection } from '../message/header.ts';
import { blockListOf, isListed } from './networks.ts';

export interface TenantClient {
  /** IP address. */
  readonly address: string;
  readonly secure: boolean;
  /** Whether a verified client certificate carries this name. */
  readonly hasCertificateOf: (name: string) => boolean;
}

export interface Tenants {
  /** Names of the header fields that carry secrets, in lower case: they are taken out of every message. */
  readonly secretFields: readonly string[];
  /** Whether the client is in the network of a tenant. */
  has(client: TenantClient): boolean;
  /** What is known before the message. @throws HallpassError receive.tenant-tls, -certificate, -domain */
  checkSender(client: TenantClient, sender: string): void;
  /** The proof within the message. @throws HallpassError receive.tenant-header and as `checkSender` */
  checkHeader(client: TenantClient, sender: string, header: HeaderSection): void;
}

type TenantConfig = Config['smtp']['tenants'][number];

export function createTenants({ smtp, district }: Pick<Config, 'smtp' | 'district'>): Tenants {
  const all = [...district.domains, ...district.studentDomains];
  const tenants = smtp.tenants.map((tenant) => ({
    networks: blockListOf(tenant.networks),
    domains: tenant.domains ?? all,
    certificate: tenant.certificateName,
    secret: tenant.header && { field: tenant.header.name.toLowerCase(), digests: secretsOf(tenant).map(digest) },
  }));
  type Tenant = (typeof tenants)[number];

  /** The tenants that the client may be, by what is known before the message. */
  const candidates = (client: TenantClient, sender: string): readonly Tenant[] => {
    if (!client.secure) throw new HallpassError('receive.tenant-tls');
    const near = tenants.filter(({ networks }) => isListed(networks, client.address));
    const certified = near.filter(
      ({ certificate }) => certificate === undefined || client.hasCertificateOf(certificate),
    );
    if (certified.length === 0) throw new HallpassError('receive.tenant-certificate');
    const own = certified.filter(({ domains }) => sender === '' || domainMatches(domainOf(sender), domains));
    if (own.length === 0) throw new HallpassError('receive.tenant-domain');
    return own;
  };
  return {
    secretFields: [...new Set(tenants.flatMap(({ secret }) => secret?.field ?? []))],
    has: ({ address }) => tenants.some(({ networks }) => isListed(networks, address)),
    checkSender: (client, sender) => void candidates(client, sender),
    checkHeader(client, sender, header) {
      const proven = candidates(client, sender).some(({ secret }) => secret === undefined || holds(header, secret));
      if (!proven) throw new HallpassError('receive.tenant-header');
    },
  };
}

function secretsOf({ header }: TenantConfig): readonly string[] {
  return header?.values ?? [];
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Every field is compared with every secret in a time that does not depend on either. */
function holds(header: HeaderSection, { field, digests }: { field: string; digests: readonly Buffer[] }): boolean {
  const given = valuesOf(header, field).map(digest);
  return given.map((one) => digests.filter((secret) => timingSafeEqual(one, secret)).length).some((found) => found > 0);
}

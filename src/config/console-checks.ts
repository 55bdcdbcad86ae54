/** Checks of the section `console` that the schema cannot express: provider ids are unique, and issuers are safe to contact. */
import type { Mistake, Path } from './problem.ts';
import type { Config } from './schema.ts';

/** Tenants of Entra ID that are open to everyone: their users can claim any address. */
const everybody = /^https:\/\/login\.microsoftonline\.com\/(common|organizations|consumers)(\/|$)/i;

export function consoleMistakes({ console: { providers } }: Config): Mistake[] {
  const seen = new Set<string>();
  return providers.flatMap(({ id, issuer }, at) => {
    const path: Path = ['console', 'providers', at];
    const twice = seen.has(id);
    seen.add(id);
    return [
      ...(twice ? [{ path: [...path, 'id'], expected: 'expected an id that no other provider has' }] : []),
      ...(isSafeIssuer(issuer)
        ? []
        : [{ path: [...path, 'issuer'], expected: 'expected a URL that starts with https://' }]),
      ...(everybody.test(issuer)
        ? [{ path: [...path, 'issuer'], expected: 'expected the id of your own tenant in the URL' }]
        : []),
    ];
  });
}

/** Whether the issuer may be contacted. Plain HTTP is allowed to this machine only: for tests and for a provider on it. */
export function isSafeIssuer(issuer: string): boolean {
  const { protocol } = new URL(issuer);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(issuer));
}

function isLoopback(url: string): boolean {
  return ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);
}

/** What the schema cannot see of the section `console`: providers that stand alone, and that one may be sent to. */
import type { Mistake, Path } from './problem.ts';
import type { Config } from './schema.ts';

/** Tenants of Entra ID that are everybody: an address from there is whatever its owner says. */
const everybody = /^https:\/\/login\.microsoftonline\.com\/(common|organizations|consumers)(\/|$)/i;

export function consoleMistakes({ console: { providers } }: Config): Mistake[] {
  const seen = new Set<string>();
  return providers.flatMap(({ id, issuer }, at) => {
    const path: Path = ['console', 'providers', at];
    const twice = seen.has(id);
    seen.add(id);
    return [
      ...(twice ? [{ path: [...path, 'id'], expected: 'expected an id that no other provider has' }] : []),
      ...(mayBeAsked(issuer)
        ? []
        : [{ path: [...path, 'issuer'], expected: 'expected a URL that starts with https://' }]),
      ...(everybody.test(issuer)
        ? [{ path: [...path, 'issuer'], expected: 'expected the id of your own tenant in the URL' }]
        : []),
    ];
  });
}

/** Plain HTTP only to this machine itself: for tests and for a provider beside the gateway. */
export function mayBeAsked(issuer: string): boolean {
  const { protocol } = new URL(issuer);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(issuer));
}

function isLoopback(url: string): boolean {
  return ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);
}

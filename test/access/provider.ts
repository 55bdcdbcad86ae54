/** A real OpenID provider on a loopback port. Each test chooses its people, who sign in at once. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export interface Person {
  readonly sub: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface TestProvider {
  readonly issuer: string;
  /** Who sits at the browser. */
  person: Person;
  /**
   * What a browser does at the provider: follows its pages from the authorization request back to the client.
   *
   * @returns the address that the browser is sent back to
   */
  visit(address: string): Promise<string>;
  close(): Promise<void>;
}

export const client = { id: 'hallpass-console', secret: 'a secret of the two' } as const;

export async function startProvider(redirectUris: readonly string[]): Promise<TestProvider> {
  const holder = createServer();
  await listening(holder);
  const issuer = `http://127.0.0.1:${(holder.address() as AddressInfo).port}`;
  const test: TestProvider = {
    issuer,
    person: { sub: 'nobody', claims: {} },
    visit: (address) => visit(address, issuer),
    close: () =>
      new Promise((done) => {
        holder.closeAllConnections();
        holder.close(() => done());
      }),
  };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [...redirectUris],
        // Loopback redirects are for native clients (RFC 8252); a real district has https.
        application_type: 'native',
      },
    ],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified', 'hd', 'idp', 'groups'], profile: ['name'] },
    cookies: { keys: ['of the test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: async (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, ...test.person.claims }),
    }),
  });
  const answer = provider.callback();
  holder.on('request', (request, response) => {
    const isInteraction = /^\/interaction\/[^/]+$/.test(request.url ?? '');
    if (!isInteraction) return void answer(request, response);
    return void interact(provider, request, response, test.person.sub);
  });
  return test;
}

type Request = Parameters<Provider['interactionDetails']>[0];
type Response = Parameters<Provider['interactionDetails']>[1];

/** Signs the person in and gives consent. */
async function interact(provider: Provider, request: Request, response: Response, accountId: string): Promise<void> {
  const { params, prompt, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId } });
    return;
  }
  const grant =
    (grantId === undefined ? undefined : await provider.Grant.find(grantId)) ??
    new provider.Grant({ accountId, clientId: String(params['client_id']) });
  grant.addOIDCScope(String(params['scope']));
  await provider.interactionFinished(
    request,
    response,
    { consent: { grantId: await grant.save() } },
    { mergeWithLastSubmission: true },
  );
}

async function visit(start: string, issuer: string): Promise<string> {
  const cookies = new Map<string, string>();
  for (let address = start; ;) {
    if (!address.startsWith(issuer)) return address;
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const next = response.headers.get('location');
    if (next === null) throw new Error(`the provider answered ${response.status}: ${await response.text()}`);
    address = new URL(next, address).href;
  }
}

function listening(server: Server): Promise<void> {
  return new Promise((done) => void server.listen(0, '127.0.0.1', () => done()));
}

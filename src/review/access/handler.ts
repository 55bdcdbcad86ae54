/** Types of the handlers of the console's API, derived from the table of routes. */
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Account, Permission } from '../contract/account.ts';
import type { routes } from '../contract/routes.ts';
import type { Route } from '../contract/routes/route.ts';

type Routes = typeof routes;
export type RouteId = keyof Routes;

/** The caller, authenticated before the handler runs. */
export interface Caller {
  readonly account: Account;
  /** What this call may do. With a token: what both its scopes and its owner's role allow. */
  readonly permissions: ReadonlySet<Permission>;
  /** Names of the schools whose messages the account may see; empty for all schools. */
  readonly schools: readonly string[];
  readonly via: 'session' | 'token';
}

/** Schemas of path parameters by name. A path with an unknown name does not compile. */
export const parameters = {
  id: z.uuid(),
  n: z.coerce.number().int().min(0).max(1_000_000),
  provider: z.string().regex(/^[a-z0-9-]{1,40}$/),
} as const;

export type ParameterName<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParameterName<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type Params<Path extends string> = {
  readonly [Name in ParameterName<Path>]: Name extends keyof typeof parameters
    ? z.output<(typeof parameters)[Name]>
    : never;
};

/** The type of a schema with everything readonly, which is what a handler may return. */
type Given<T> = T extends readonly (infer Item)[]
  ? readonly Given<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Given<T[Key]> }
    : T;

/** An answer in bytes, for routes without an answer schema. A stream is destroyed when the client disconnects or the session ends. */
export interface RawAnswer {
  readonly kind: 'raw';
  readonly contentType: string;
  readonly body: Buffer | string | Readable;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Redirect {
  readonly kind: 'redirect';
  readonly location: string;
}

/** Cookies of the browser that calls. Only handlers about sign-in use them. */
export interface CookieJar {
  get(name: string): string | undefined;
  /** HttpOnly, of this host only, and Secure where the console has https. */
  set(name: string, value: string, options: { maxAgeSeconds: number; sameSite: 'strict' | 'lax' }): void;
  clear(name: string): void;
}

type FieldOf<R, Name extends 'query' | 'body'> = R extends { readonly [Key in Name]: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

export interface ApiRequest<Id extends RouteId> {
  readonly params: Params<Routes[Id]['path']>;
  readonly query: FieldOf<Routes[Id], 'query'>;
  readonly body: FieldOf<Routes[Id], 'body'>;
  /** Undefined on public routes, which do not authenticate. */
  readonly caller: Routes[Id]['needs'] extends 'public' ? undefined : Caller;
  readonly cookies: CookieJar;
  /** Path and query of the call, for answers of identity providers. */
  readonly url: string;
}

export type Answer<Id extends RouteId> = Routes[Id] extends { readonly answer: infer Schema extends z.ZodType }
  ? Given<z.input<Schema>>
  : undefined | RawAnswer | Redirect;

/**
 * Handlers throw failures: `ApiProblem` for what the caller should know, or a HallpassError that `problem.ts` maps to a
 * status. Anything else is answered with 500 and without its text.
 */
export type Handler<Id extends RouteId> = (request: ApiRequest<Id>) => Promise<Answer<Id>>;

/** One handler for each route. A missing one does not compile. */
export type Handlers = { readonly [Id in RouteId]: Handler<Id> };

/** Routes whose handlers are in this folder. */
export type AccessRouteId =
  | 'signInOptions'
  | 'signIn'
  | 'session'
  | 'signOut'
  | 'setUp'
  | 'checkLink'
  | 'beginOidc'
  | 'finishOidc'
  | 'accounts'
  | 'inviteAccount'
  | 'changeAccount'
  | 'accountLink'
  | 'acceptInvitation'
  | 'changePassword'
  | 'beginTotp'
  | 'confirmTotp'
  | 'endTotp'
  | 'tokens'
  | 'makeToken'
  | 'deleteToken'
  | 'openApi';
export type AccessHandlers = Pick<Handlers, AccessRouteId>;
/** Handlers of all other routes, which are in `src/review/api`. */
export type ReviewHandlers = Omit<Handlers, AccessRouteId>;

/** A route without its exact types, for code that handles all routes alike. */
export type AnyRoute = Route;

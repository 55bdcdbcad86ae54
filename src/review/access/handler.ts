/** What a handler of the console's API is given and gives back, typed from the table of routes. */
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Account, Permission } from '../contract/account.ts';
import type { Route, routes } from '../contract/routes.ts';

type Routes = typeof routes;
export type RouteId = keyof Routes;

/** Who calls, as checked before the handler runs. */
export interface Caller {
  readonly account: Account;
  /** What this call may do: with a token, what its scopes and its owner both may. */
  readonly permissions: ReadonlySet<Permission>;
  /** Names of the schools whose messages the account may see; empty: all. */
  readonly schools: readonly string[];
  readonly via: 'session' | 'token';
}

/** What a parameter in a path must look like, by its name: a path with another name does not compile. */
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

/** What a handler may return for a schema: the same, readonly or not. */
type Given<T> = T extends readonly (infer Item)[]
  ? readonly Given<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Given<T[Key]> }
    : T;

/** Bytes instead of JSON, for routes without an answer schema. A stream is destroyed when the client or the session has gone. */
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

/** Cookies of the browser that called. Handlers of messages have no use for them. */
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
  /** On public routes nobody is asked who calls. */
  readonly caller: Routes[Id]['needs'] extends 'public' ? undefined : Caller;
  readonly cookies: CookieJar;
  /** Path and query as called, for the answers of identity providers. */
  readonly url: string;
}

export type Answer<Id extends RouteId> = Routes[Id] extends { readonly answer: infer Schema extends z.ZodType }
  ? Given<z.input<Schema>>
  : undefined | RawAnswer | Redirect;

/**
 * Failures are thrown: `ApiProblem` for what the caller should know, HallpassError for what `problem.ts` has a status for;
 * anything else is answered 500 without its text. Nothing is answered twice.
 */
export type Handler<Id extends RouteId> = (request: ApiRequest<Id>) => Promise<Answer<Id>>;

/** One for each route: a missing one does not compile. */
export type Handlers = { readonly [Id in RouteId]: Handler<Id> };

/** Of these routes the handlers are in this folder. */
export type AccessRouteId =
  | 'signInOptions'
  | 'signIn'
  | 'session'
  | 'signOut'
  | 'setUp'
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
/** Of all others they are in `src/review/api`. */
export type ReviewHandlers = Omit<Handlers, AccessRouteId>;

/** A route of the table without its exact types, for code that goes over all of them. */
export type AnyRoute = Route;

/** The shape of a line in the table of routes. */
import type { z } from 'zod';
import type { Permission, TokenScope } from '../account.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api`, with `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  /** `public`: without a session. `signed-in`: any role. Otherwise the required permission. */
  readonly needs: 'public' | 'signed-in' | Permission;
  /** Scope that a token needs; without it, only sessions may call the route. */
  readonly scope?: TokenScope;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Without it, the route answers 204. */
  readonly answer?: z.ZodType;
}

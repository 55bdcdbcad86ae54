/**
 * The table of routes of the console's API: path, permission, input and output of each. The server registers exactly these,
 * the OpenAPI document is made from them, and a test calls each of them with every role.
 */
import { accountRoutes } from './routes/accounts.ts';
import { districtRoutes } from './routes/district.ts';
import { mailFlowRoutes } from './routes/mail-flow.ts';
import { messageRoutes } from './routes/messages.ts';
import { pageRoutes } from './routes/pages.ts';
import { policyRoutes } from './routes/policy.ts';
import { reviewingRoutes } from './routes/reviewing.ts';
import type { Route } from './routes/route.ts';
import { signInRoutes } from './routes/sign-in.ts';

export const routes = {
  ...signInRoutes,
  ...messageRoutes,
  ...reviewingRoutes,
  ...pageRoutes,
  ...policyRoutes,
  ...mailFlowRoutes,
  ...districtRoutes,
  ...accountRoutes,
  openApi: { method: 'GET', path: '/openapi.json', summary: 'This API as an OpenAPI 3.1 document', needs: 'public' },
} as const satisfies Readonly<Record<string, Route>>;

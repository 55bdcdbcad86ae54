/** Routes of the pages Overview, Disclosures, Settings and Audit log. */
import { z } from 'zod';
import * as pages from '../pages.ts';
import { monthlyReport, reportQuery } from '../report.ts';
import type { Route } from './route.ts';

export const pageRoutes = {
  overview: {
    method: 'GET',
    path: '/overview',
    summary: 'Metrics of the last days',
    needs: 'overview.read',
    scope: 'overview:read',
    query: z.object({ days: z.coerce.number().int().min(1).max(90).default(14) }),
    answer: pages.overview,
  },
  report: {
    method: 'GET',
    path: '/report',
    summary: 'The report of a month: numbers of all days, rules and disclosures',
    needs: 'overview.read',
    scope: 'overview:read',
    query: reportQuery,
    answer: monthlyReport,
  },
  disclosures: {
    method: 'GET',
    path: '/disclosures',
    summary: 'Disclosures of student data: what was sent to whom, and who approved it',
    needs: 'disclosures.read',
    query: pages.pageQuery,
    answer: pages.disclosures,
  },
  exceptions: {
    method: 'GET',
    path: '/exceptions',
    summary: 'Active exceptions, and those waiting for a manager’s approval',
    needs: 'policy.read',
    answer: z.object({ exceptions: z.array(pages.exception) }),
  },
  consentToException: {
    method: 'POST',
    path: '/exceptions/:id/consent',
    summary: 'Approves an exception that is waiting for approval',
    needs: 'exceptions.consent',
  },
  endException: { method: 'DELETE', path: '/exceptions/:id', summary: 'Ends an exception', needs: 'messages.decide' },
  settings: {
    method: 'GET',
    path: '/settings',
    summary: 'Health checks, roster, lists, messages in progress',
    needs: 'settings.read',
    answer: pages.settings,
  },
  selfTest: {
    method: 'POST',
    path: '/settings/self-test',
    summary:
      'Tests storage, keys, clock, disk, next hops and the gateway’s own SMTP listener, with a message that comes back',
    needs: 'settings.read',
    answer: z.object({ checks: pages.settings.shape.checks }),
  },
  audit: {
    method: 'GET',
    path: '/audit',
    summary: 'The audit log',
    needs: 'audit.read',
    scope: 'audit:read',
    query: pages.auditQuery,
    answer: pages.auditPage,
  },
} as const satisfies Readonly<Record<string, Route>>;

/** Routes that help reviewers: saved views, templates, assignees. */
import { z } from 'zod';
import * as actions from '../actions.ts';
import type { Route } from './route.ts';

export const reviewingRoutes = {
  views: {
    method: 'GET',
    path: '/views',
    summary: 'Saved views',
    needs: 'messages.list',
    answer: z.object({ views: z.array(actions.savedView) }),
  },
  saveView: {
    method: 'POST',
    path: '/views',
    summary: 'Saves a view',
    needs: 'messages.list',
    body: actions.savedView.omit({ id: true }),
    answer: actions.savedView,
  },
  deleteView: { method: 'DELETE', path: '/views/:id', summary: 'Deletes a view', needs: 'messages.list' },
  templates: {
    method: 'GET',
    path: '/templates',
    summary: 'Templates for returned messages',
    needs: 'messages.decide',
    answer: z.object({ templates: z.array(actions.rejectTemplate) }),
  },
  assignees: {
    method: 'GET',
    path: '/assignees',
    summary: 'Accounts that a message can be assigned to',
    needs: 'messages.decide',
    answer: z.object({ people: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
  },
} as const satisfies Readonly<Record<string, Route>>;

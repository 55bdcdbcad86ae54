/** Routes that help reviewers: saved views, templates, assignees. */
import { z } from 'zod';
import * as actions from '../actions.ts';
import type { Route } from './route.ts';

const person = z.object({ id: z.uuid(), name: z.string() });

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
    answer: z.object({
      people: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          /** Last day of an absence: until then, a deputy gets what is assigned. */
          absentUntil: z.iso.date().nullable(),
        }),
      ),
    }),
  },
  absence: {
    method: 'GET',
    path: '/account/absence',
    summary: 'Your absence, and the people who can stand in for you',
    needs: 'messages.decide',
    answer: z.object({
      absence: z.object({ deputy: person, firstDay: z.iso.date(), lastDay: z.iso.date() }).nullable(),
      deputies: z.array(person),
    }),
  },
  setAbsence: {
    method: 'PUT',
    path: '/account/absence',
    summary: 'Sets days on which a deputy gets what is assigned or escalated to you',
    needs: 'messages.decide',
    body: z.object({ deputy: z.uuid(), firstDay: z.iso.date(), lastDay: z.iso.date() }),
  },
  endAbsence: { method: 'DELETE', path: '/account/absence', summary: 'Ends your absence', needs: 'messages.decide' },
} as const satisfies Readonly<Record<string, Route>>;

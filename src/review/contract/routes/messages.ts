/** Routes about messages: lists, content, actions and judgements. */
import { z } from 'zod';
import * as actions from '../actions.ts';
import * as message from '../message.ts';
import type { Route } from './route.ts';

const listQuery = z.object({
  q: z.string().max(500).default('is:open'),
  sort: z.enum(['severity', 'newest', 'oldest', 'score']).default('severity'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const messageRoutes = {
  listMessages: {
    method: 'GET',
    path: '/messages',
    summary: 'Searches messages',
    needs: 'messages.list',
    scope: 'messages:read',
    query: listQuery,
    answer: message.messagePage,
  },
  countMessages: {
    method: 'GET',
    path: '/messages/counts',
    summary: 'Counts the messages of a search by state, rule, school and detector',
    needs: 'messages.list',
    scope: 'messages:read',
    query: listQuery.pick({ q: true }),
    answer: message.messageCounts,
  },
  message: {
    method: 'GET',
    path: '/messages/:id',
    summary: 'One message: why it is held, its findings and recipients, and the possible actions',
    needs: 'messages.list',
    scope: 'messages:read',
    answer: message.messageDetail,
  },
  content: {
    method: 'GET',
    path: '/messages/:id/content',
    summary: 'Text of all parts, masked until the message is revealed',
    needs: 'messages.read',
    scope: 'messages:read',
    answer: message.messageContent,
  },
  reveal: {
    method: 'POST',
    path: '/messages/:id/reveal',
    summary: 'Unmasks a message for this account; the audit log keeps the reason',
    needs: 'messages.reveal',
    body: actions.reveal,
  },
  rendered: {
    method: 'GET',
    path: '/messages/:id/rendered',
    summary: 'The message as sanitised HTML, once revealed',
    needs: 'messages.reveal',
    answer: message.renderedMessage,
  },
  headers: {
    method: 'GET',
    path: '/messages/:id/headers',
    summary: 'Header fields, once revealed',
    needs: 'messages.reveal',
    answer: message.headerLines,
  },
  raw: {
    method: 'GET',
    path: '/messages/:id/raw',
    summary: 'The message as it arrived (message/rfc822), once revealed',
    needs: 'messages.reveal',
  },
  history: {
    method: 'GET',
    path: '/messages/:id/history',
    summary: 'Everything that happened to a message',
    needs: 'messages.list',
    scope: 'messages:read',
    answer: message.messageHistory,
  },
  takeAction: {
    method: 'POST',
    path: '/messages/:id/actions',
    summary: 'Takes an action on a message',
    needs: 'messages.decide',
    scope: 'messages:decide',
    body: actions.reviewAction,
    answer: actions.actionResult,
  },
  previewException: {
    method: 'POST',
    path: '/messages/:id/exception-preview',
    summary: 'What an exception made from this message would have released in the last 30 days',
    needs: 'messages.decide',
    scope: 'messages:decide',
    body: actions.exceptionBounds,
    answer: actions.exceptionPreview,
  },
  judge: {
    method: 'PUT',
    path: '/messages/:id/findings/:n/judgement',
    summary: 'Judges a finding as correct or as a false alarm',
    needs: 'messages.decide',
    scope: 'messages:decide',
    body: actions.judgement,
  },
  judgeMany: {
    method: 'PUT',
    path: '/messages/:id/judgements',
    summary: 'Judges many findings, with a result for each',
    needs: 'messages.decide',
    scope: 'messages:decide',
    body: actions.judgements,
    answer: actions.judgementResults,
  },
  bulk: {
    method: 'POST',
    path: '/messages/actions',
    summary: 'Takes an action on many messages, with a result for each',
    needs: 'messages.decide',
    scope: 'messages:decide',
    body: actions.bulk,
    answer: actions.bulkResult,
  },
  events: {
    method: 'GET',
    path: '/events',
    summary: 'Changes as server-sent events: `message` {id}, `counts` {}',
    needs: 'messages.list',
  },
} as const satisfies Readonly<Record<string, Route>>;

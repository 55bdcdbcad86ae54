/** The schema of the cases of a policy pack: test messages with the expected result. */
import { z } from 'zod';
import { automaticKinds } from '../message/automatic.ts';
import {
  count,
  failureCodes,
  groupMember,
  id,
  rosterMember,
  listKinds,
  thread,
  unreadReasons,
  words,
} from './pack-fields.ts';
import { actions } from './verdict.ts';

const student = z.string().min(1);
export const caseSchema = z.strictObject({
  name: words,
  input: z
    .strictObject({
      sender: z.string().default('teacher@school.example'),
      senderGroups: z
        .array(rosterMember)
        .default([])
        .describe('Groups of the roster that the sender is in: roster:principal.'),
      author: z.literal('other').optional().describe('Somebody other than the sender wrote the message.'),
      automatic: z.enum(automaticKinds).optional().describe('A program sent the message; nobody can answer.'),
      recipients: z
        .array(
          z.strictObject({
            address: z.string(),
            inside: z.boolean().default(false),
            list: z.strictObject({ kind: z.enum(listKinds), members: count.optional() }).optional(),
            entitledTo: z.array(student).default([]),
            likelyFamily: z.boolean().default(false),
          }),
        )
        .min(1)
        .default([{ address: 'someone@elsewhere.example', inside: false, entitledTo: [], likelyFamily: false }]),
      findings: z
        .array(
          z.strictObject({
            code: z.string(),
            score: z.number().min(0).max(1).default(0.9),
            student: student.optional(),
            inDirectory: z.boolean().optional().describe('Default: true if a student is given.'),
            times: count
              .default(1)
              .describe('Number of equal findings. With % in student (s%), each is about a different student.'),
          }),
        )
        .default([]),
      unread: z.array(z.enum(unreadReasons)).default([]),
      failures: z.array(z.enum(failureCodes)).default([]),
      thread: thread.optional().describe('The message is a reply to a list: how many others have replied before.'),
      groups: z
        .record(id, z.array(groupMember))
        .default({})
        .describe('Members of groups in this case, in addition to those in the pack.'),
      receivedAt: z.iso.datetime().default('2026-03-04T16:00:00Z'),
    })
    .describe('The facts of the message; the defaults apply to all that are not given.'),
  expect: z.strictObject({
    action: z.enum(actions),
    monitored: z.enum(actions).optional(),
    rules: z.array(id).optional().describe('Exactly the rules that match, in any order.'),
    codes: z.array(z.string()).optional(),
    students: z.number().int().nonnegative().optional(),
    releasers: count.optional(),
  }),
});

/** The section `review` of the configuration: how long a decision can be undone, and what reviewers write to senders. */
import { z } from 'zod';

const templates = [
  {
    id: 'leave-out-student-data',
    title: 'Leave out student data',
    words:
      'Please take out the names together with addresses, phone numbers or other details of students, and send it again.',
  },
  {
    id: 'use-the-portal',
    title: 'Use the family portal',
    words: 'Please share this with families through the family portal rather than by e-mail.',
  },
  {
    id: 'one-family-at-a-time',
    title: 'Write to each family alone',
    words:
      'Please write to each family alone, or put all of them in Bcc, so that they do not see each other’s addresses.',
  },
  {
    id: 'not-for-work-mail',
    title: 'Not for work mail',
    words: 'Work mail is not for private sales, campaigns or advertising. Please use another way.',
  },
  {
    id: 'tone',
    title: 'Please reword it',
    words: 'Please reword this so that it is respectful to everybody who reads it.',
  },
];

export const reviewSection = z
  .strictObject({
    undoSeconds: z
      .number()
      .int()
      .min(0)
      .max(3600)
      .default(15)
      .describe('How long a decision can be taken back before it is carried out.'),
    templates: z
      .array(
        z.strictObject({
          id: z
            .string()
            .regex(/^[a-z0-9-]{1,60}$/, 'letters, digits and hyphens')
            .describe('Name that does not change.'),
          title: z.string().min(1).max(80).describe('What reviewers choose by.'),
          words: z.string().min(1).max(4000).describe('What the sender reads.'),
        }),
      )
      .default(templates)
      .describe('Texts for returning a message.'),
  })
  .prefault({});

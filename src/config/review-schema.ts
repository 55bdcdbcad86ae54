/** The section `review` of the configuration: how long a decision can be undone, the weekly digest, and templates for messages to senders. */
import { z } from 'zod';

const templates = [
  {
    id: 'leave-out-student-data',
    title: 'Leave out student data',
    words:
      'Please remove the students’ names together with their addresses, phone numbers and other details, then send it again.',
  },
  {
    id: 'use-the-portal',
    title: 'Use the family portal',
    words: 'Please share this with families through the family portal instead of by email.',
  },
  {
    id: 'one-family-at-a-time',
    title: 'Write to each family separately',
    words:
      'Please write to each family separately, or put all of them in Bcc, so that families do not see each other’s addresses.',
  },
  {
    id: 'not-for-work-mail',
    title: 'Not for work email',
    words: 'Please do not use work email for private sales, campaigns or advertising.',
  },
  {
    id: 'tone',
    title: 'Please reword it',
    words: 'Please reword this so that it is respectful to everyone who reads it.',
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
      .describe('Seconds during which a decision can be undone before it is carried out.'),
    digest: z
      .boolean()
      .default(true)
      .describe(
        'Send a weekly digest to reviewers and managers on Monday at 7: counts of the week before and links, no content.',
      ),
    policyManagers: z
      .number()
      .int()
      .min(1)
      .max(2)
      .default(1)
      .describe(
        'Number of managers who must approve a version of the policy before it comes into force: 1 or 2. The same applies to a rollback.',
      ),
    templates: z
      .array(
        z.strictObject({
          id: z
            .string()
            .regex(/^[a-z0-9-]{1,60}$/, 'letters, digits and hyphens')
            .describe('Permanent name of the template.'),
          title: z.string().min(1).max(80).describe('Title in the list of templates.'),
          words: z.string().min(1).max(4000).describe('Text for the sender.'),
        }),
      )
      .default(templates)
      .describe('Templates for returning a message to its sender.'),
  })
  .prefault({});

/** The section `alerts` of the configuration: who is alerted, of what, and how often. */
import { z } from 'zod';
import { address, positive } from './fields.ts';

const webhook = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens')
    .describe('For logs.'),
  url: z
    .string()
    .optional()
    .describe(
      'https:// address (http:// only on this machine). Addresses of Slack and Teams are secret: urlFile is safer.',
    ),
  urlFile: z.string().optional().describe('File with the address.'),
  format: z
    .enum(['json', 'slack', 'teams'])
    .default('json')
    .describe('Shape of the body. json is documented in docs/operations.md.'),
  secret: z
    .string()
    .min(24)
    .optional()
    .describe('Key of the signature, 24 characters or more; required for json. secretFile is safer.'),
  secretFile: z.string().optional().describe('File with the key of the signature.'),
});

export const alertsSection = z
  .strictObject({
    mail: z.array(address).default([]).describe('Addresses that get alerts by email, through the next hop.'),
    webhooks: z.array(webhook).default([]).describe('Addresses to which alerts are posted.'),
    perHour: positive
      .default(20)
      .describe('Alerts that are sent per hour at most. Others wait; those that end meanwhile are never sent.'),
    everySeconds: positive.default(30).describe('Seconds between two checks.'),
    heldMessages: positive.default(100).describe('Alert when more messages than this are held for review.'),
    disclosureStudents: positive
      .default(10)
      .describe('Alert for each held message with data about at least this many students.'),
    threats: z.boolean().default(true).describe('Alert for each held message with a possible threat.'),
    nextHopMinutes: z
      .number()
      .min(0)
      .default(5)
      .describe('Alert when a next hop has not accepted mail for more minutes than this.'),
    queueMinutes: z
      .number()
      .positive()
      .default(60)
      .describe('Alert when a message has waited longer than this to be scanned or delivered.'),
    archiveMinutes: z
      .number()
      .positive()
      .default(30)
      .describe('Alert when an archive has not accepted a copy, or a copy has waited, for more minutes than this.'),
    rosterDays: z.number().positive().default(14).describe('Alert when the active roster is older than this.'),
    diskFreePercent: z
      .number()
      .min(0)
      .max(100)
      .default(10)
      .describe('Alert when less than this is free on the disk of the data folder.'),
    certificateDays: z
      .number()
      .positive()
      .default(21)
      .describe('Alert when the certificate of smtp.tls expires within this time.'),
  })
  .prefault({});
